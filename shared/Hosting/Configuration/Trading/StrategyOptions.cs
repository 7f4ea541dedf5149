using Platform.Hosting.Configuration.Keys;

namespace Platform.Hosting.Configuration.Trading;

/// <summary>The parallelism of calculators.</summary>
public enum CalculatorConcurrency
{
    Thread,
    None,
}

/// <summary>Calculators: selection, parallelism and time limits.</summary>
public sealed record StrategyOptions
{
    [Key("thread: in parallel. none: one after the other.")]
    public CalculatorConcurrency Concurrency { get; init; } = CalculatorConcurrency.Thread;

    [Key("Maximum number of calculators that run in parallel; 0: all.", Min = 0, Max = 1_000)]
    public int WorkersMax { get; init; }

    [Key("Names of the calculators to run; empty: all calculators found.")]
    public IReadOnlyList<string> Enabled { get; init; } = [];

    [Key("Calculators with settings that differ from the defaults.")]
    public IReadOnlyList<CalculatorOptions> Calculators { get; init; } = [];

    [Key("Maximum lookback of a calculator in days of bars; a calculator that needs more is not loaded. Only declared columns are kept in memory.", Min = 1, Max = 365)]
    public int HistoryDays { get; init; } = 30;

    [Key("Time limit of a calculator in real ms; beyond it the calculator does not contribute to the run, which is then degraded.", Min = 100, Max = 600_000)]
    public int CalculatorTimeout_ms { get; init; } = 20_000;

    [Key("Number of target positions files kept per account; the oldest are deleted.", Min = 1, Max = 10_000_000)]
    public int TargetFilesKept { get; init; } = 2_000;
}
