using Platform.Hosting.Configuration.Keys;

namespace Platform.Hosting.Configuration.Market;

/// <summary>When a label counts as complete (spec/quant.md §1.6).</summary>
public sealed record TriggerOptions
{
    [Key("Share of the universe whose bars must be closed.", Min = 0.01, Max = 1)]
    public double Threshold { get; init; } = 1.0;

    [Key("Exchange-clock ms after the end of the window at which the label is reported degraded, with what is missing.", Min = 1_000, Max = 300_000)]
    public int Deadline_ms { get; init; } = 20_000;

    [Key("Bars before the label that a symbol must have to count as complete; 0 trades from the first window.", Min = 0, Max = 100_000)]
    public int HistoryBarsRequired { get; init; }
}
