using Platform.Contracts;
using Platform.Primitives.Outcomes;

namespace Platform.Strategy.Runs;

/// <summary>Counts of one calculator since the start.</summary>
internal sealed record CalculatorStatistics(long Runs, long Failures, double LastElapsed_ms, string LastFailure);

/// <summary>The most recent runs, for queries, health and metrics. Written by the run loop, read from any thread.</summary>
internal sealed class RunHistory
{
    private const int RunsKept = 20;

    private readonly Lock _gate = new();
    private readonly Queue<RunReport> _recent = new();
    private readonly Dictionary<string, CalculatorStatistics> _tallies = new(StringComparer.Ordinal);

    /// <summary>Raised on the run loop after each run.</summary>
    public event Action<RunReport>? Ran;

    /// <summary>Raised on the run loop when a trigger could not be computed.</summary>
    public event Action<StrategyTrigger, Fault>? Failed;

    public long Runs { get; private set; }

    public long DegradedRuns { get; private set; }

    /// <summary>Empty when the last run was complete.</summary>
    public string Trouble { get; private set; } = "";

    public void Note(RunReport report)
    {
        lock (_gate)
        {
            Runs++;
            DegradedRuns += report.IsDegraded ? 1 : 0;
            Trouble = report.IsDegraded ? $"{report.Targets.RunId}: {report.Detail}" : "";
            _recent.Enqueue(report);
            if (_recent.Count > RunsKept)
                _recent.Dequeue();
            foreach (CalculatorOutcome outcome in report.Outcomes)
            {
                CalculatorStatistics before = _tallies.GetValueOrDefault(outcome.Calculator.Name) ?? new CalculatorStatistics(0, 0, 0, "");
                _tallies[outcome.Calculator.Name] = new CalculatorStatistics(
                    before.Runs + 1, before.Failures + (outcome.HasFailed ? 1 : 0), outcome.Elapsed_ms, outcome.HasFailed ? outcome.Failure : "");
            }
        }

        Ran?.Invoke(report);
    }

    public void NoteFailure(StrategyTrigger trigger, Fault fault)
    {
        lock (_gate)
            Trouble = $"{trigger.RunId}: {fault.Message}";
        Failed?.Invoke(trigger, fault);
    }

    public CalculatorStatistics StatisticsOf(string calculator)
    {
        lock (_gate)
            return _tallies.GetValueOrDefault(calculator) ?? new CalculatorStatistics(0, 0, 0, "");
    }

    public RunReport? Find(string runId)
    {
        lock (_gate)
            return _recent.LastOrDefault(report => runId.Length == 0 || report.Targets.RunId == runId);
    }
}
