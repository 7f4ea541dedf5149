using System.Diagnostics;
using System.Globalization;
using Platform.Domain.Labels;
using Platform.ExecutionFaults.Platforms;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;

namespace Platform.Benchmarks.Execution;

/// <summary>
/// The start of an executor after a day of trading, from the start of the process until trading is open: journal replayed, orders
/// resolved, ledger and exchange compared. <c>Benchmarks execution-start [hours 24] [speed 240] [symbols 10] [starts 5]</c> first trades a
/// TWAP account for so many virtual hours with new targets at every label, then ends the executor with kill -9 and starts it again.
/// </summary>
internal static class ExecutionStart
{
    private const int Balance = 1_000_000;
    private static readonly TimeSpan s_openLimit = TimeSpan.FromSeconds(60);

    public static async Task<int> RunAsync(string[] arguments)
    {
        int Number(int at, int otherwise) => at < arguments.Length ? int.Parse(arguments[at], CultureInfo.InvariantCulture) : otherwise;
        int hours = Number(0, 24), speed = Number(1, 240), symbols = Number(2, 10), starts = Number(3, 5);
        await using AccountPlatform platform = await AccountPlatform.StartAsync(new PlatformTerms(Balance, symbols, Seed: 1, speed, _ => Yaml(speed)));
        var random = new Random(1);
        long end_ms = platform.Clock.NowMilliseconds() + hours * UnixTime.MillisecondsPerHour;
        int runs = 0, facts = 0;
        for (; platform.Clock.NowMilliseconds() < end_ms; runs++)
        {
            platform.Trade(Weights(random, platform.Symbols.Count));
            await Task.Delay(TimeSpan.FromMilliseconds(Label.Length_ms), platform.Clock);
            facts += Follow(platform);
        }

        Console.WriteLine($"{runs} runs in {hours} virtual hours at speed {speed}: {facts} facts, journal of {platform.JournalBytes / 1e6:0.0} MB\n");
        Console.WriteLine("| start | open parents | state Running, s | trading open, s | processor time, s | resident MB |");
        Console.WriteLine("|---:|---:|---:|---:|---:|---:|");
        var opened = new List<double>();
        for (int start = 1; start <= starts; start++)
            opened.Add(await StartAsync(platform, random, start));
        opened.Sort();
        Console.WriteLine($"\ntrading open: median {opened[starts / 2]:0.00} s, longest {opened[^1]:0.00} s");
        return 0;
    }

    /// <summary>Real seconds from the start of the process until a waiting run is opened.</summary>
    private static async Task<double> StartAsync(AccountPlatform platform, Random random, int start)
    {
        platform.KillExecutor();
        Follow(platform);
        int open = platform.Tail.Ledger.OpenParents.Count();
        string runId = platform.Trade(Weights(random, platform.Symbols.Count));
        var watch = Stopwatch.StartNew();
        platform.Tend();
        double running_s = double.NaN;
        while (platform.Tail.Ledger.FindRun(runId) is null)
        {
            Check.That(watch.Elapsed < s_openLimit, $"trading is not open after {s_openLimit.TotalSeconds:0} s:\n{platform.ExecutorOutput}");
            if (double.IsNaN(running_s) && platform.IsExecutorRunning)
                running_s = watch.Elapsed.TotalSeconds;
            await Task.Delay(5);
            Follow(platform);
        }

        double open_s = watch.Elapsed.TotalSeconds;
        using Process executor = Process.GetProcessById(platform.ExecutorId);
        Console.WriteLine($"| {start} | {open} | {running_s:0.00} | {open_s:0.00} | {executor.TotalProcessorTime.TotalSeconds:0.00} | {executor.WorkingSet64 / 1e6:0} |");
        await Task.Delay(TimeSpan.FromSeconds(2));
        return open_s;
    }

    private static int Follow(AccountPlatform platform)
    {
        platform.Tail.Read();
        int facts = platform.Tail.Facts.Count;
        platform.Tail.Forget();
        return facts;
    }

    private static double[] Weights(Random random, int symbols) => [.. Enumerable.Range(0, symbols).Select(_ => (random.NextDouble() - 0.5) * 2 / symbols)];

    private static string Yaml(int speed) => string.Create(CultureInfo.InvariantCulture, $"""
        clock:
          speed: {speed}
        execution:
          algorithm: twap
        """);
}
