using Platform.Hosting.Configuration.Keys;

namespace Platform.Hosting.Configuration.Trading;

/// <summary>How calculators run in parallel.</summary>
public enum CalculatorConcurrency
{
    Thread,
    None,
}

/// <summary>Calculators: which run, how, and for how long.</summary>
public sealed record StrategyOptions
{
    [Key("thread: side by side. none: one after the other.")]
    public CalculatorConcurrency Concurrency { get; init; } = CalculatorConcurrency.Thread;

    [Key("Calculators that run at the same time; 0: all of them.", Min = 0, Max = 1_000)]
    public int WorkersMax { get; init; }

    [Key("Names of the calculators that run; empty: all that are found.")]
    public IReadOnlyList<string> Enabled { get; init; } = [];

    [Key("Calculators that run with other than their default settings.")]
    public IReadOnlyList<CalculatorOptions> Calculators { get; init; } = [];

    [Key("Days of bars that a calculator may look back on; one that needs more is not loaded. Only what calculators declare is kept in memory.", Min = 1, Max = 365)]
    public int HistoryDays { get; init; } = 30;

    [Key("A calculator that has not answered after this many real ms contributes nothing to the run, which is then degraded.", Min = 100, Max = 600_000)]
    public int CalculatorTimeout_ms { get; init; } = 20_000;

    [Key("Target positions files kept per account; the oldest are deleted.", Min = 1, Max = 10_000_000)]
    public int TargetFilesKept { get; init; } = 2_000;
}
