using System.Collections.Concurrent;
using System.Diagnostics;
using Platform.Calculators;
using Platform.Strategy.Plugins;

namespace Platform.Strategy.Runs;

/// <summary>The result of one calculator in one run: scores, or the reason why there are none.</summary>
internal sealed record CalculatorOutcome(LoadedCalculator Calculator, IReadOnlyDictionary<string, double>? Scores, string Failure, double Elapsed_ms)
{
    public bool HasFailed => Scores is null;
}

/// <summary>
/// Runs calculators, each on its own thread with a limit of real time. A thread cannot be stopped from outside: a calculator that exceeds
/// the limit is abandoned and not started again while its thread runs; the other calculators are not affected.
/// </summary>
internal sealed class CalculatorRunner(int workers, TimeSpan limit, TimeProvider realTime)
{
    private readonly ConcurrentDictionary<string, byte> _stuck = new(StringComparer.Ordinal);

    /// <summary>Names of calculators whose thread exceeded its limit and still runs.</summary>
    public IEnumerable<string> Stuck => _stuck.Keys;

    /// <summary>The outcomes in the order of the calculators.</summary>
    public async Task<IReadOnlyList<CalculatorOutcome>> RunAsync(IReadOnlyList<LoadedCalculator> calculators, MarketSnapshot snapshot, CancellationToken cancel)
    {
        using var places = new SemaphoreSlim(workers > 0 ? workers : Math.Max(1, calculators.Count));
        return await Task.WhenAll(calculators.Select(calculator => RunOneAsync(calculator, snapshot, places, cancel)));
    }

    private async Task<CalculatorOutcome> RunOneAsync(LoadedCalculator calculator, MarketSnapshot snapshot, SemaphoreSlim places, CancellationToken cancel)
    {
        if (_stuck.ContainsKey(calculator.Name))
            return new CalculatorOutcome(calculator, null, "its run of an earlier label has not ended yet", 0);
        await places.WaitAsync(cancel);
        long started = Stopwatch.GetTimestamp();
        try
        {
            Task<CalculatorOutcome> running = StartThread(calculator, snapshot);
            return await running.WaitAsync(limit, realTime, cancel);
        }
        catch (TimeoutException)
        {
            return new CalculatorOutcome(calculator, null, $"no result within {limit.TotalMilliseconds:0} ms", Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }
        finally
        {
            places.Release();
        }
    }

    private Task<CalculatorOutcome> StartThread(LoadedCalculator calculator, MarketSnapshot snapshot)
    {
        var done = new TaskCompletionSource<CalculatorOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        _stuck[calculator.Name] = 0;
        var thread = new Thread(() =>
        {
            CalculatorOutcome outcome = Run(calculator, snapshot);
            _stuck.TryRemove(calculator.Name, out _);
            done.SetResult(outcome);
        })
        {
            IsBackground = true,
            Name = $"calculator {calculator.Name}",
        };
        thread.Start();
        return done.Task;
    }

    private static CalculatorOutcome Run(LoadedCalculator calculator, MarketSnapshot snapshot)
    {
        long started = Stopwatch.GetTimestamp();
        try
        {
            // The scores are copied, so that the result does not keep an object of the plugin alive.
            var scores = new Dictionary<string, double>(calculator.Calculator.Run(new AlphaView(snapshot, calculator.Needs)), StringComparer.Ordinal);
            return new CalculatorOutcome(calculator, scores, "", Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }
        catch (Exception thrown) when (thrown is not OutOfMemoryException)
        {
            return new CalculatorOutcome(calculator, null, $"{thrown.GetType().Name}: {thrown.Message}", Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }
    }
}
