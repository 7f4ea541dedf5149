using Platform.Hosting.Configuration.Keys;

namespace Platform.Hosting.Configuration.Market;

/// <summary>The contracts that are collected and traded.</summary>
public sealed record UniverseOptions
{
    [Key("Version of the universe file: universe/<date>/<version>/universe.csv.", Pattern = "v[0-9]+")]
    public string Version { get; init; } = "v1";

    [Key("Contracts by exchange symbol; empty: every USDT perpetual in status TRADING, up to size.")]
    public IReadOnlyList<string> Symbols { get; init; } = [];

    [Key("Excluded contracts, by exchange symbol.")]
    public IReadOnlyList<string> Exclude { get; init; } = [];

    [Key("Number of contracts when symbols is empty, selected by 24 h quote volume.", Min = 1, Max = 2_000)]
    public int Size { get; init; } = 300;

    [Key("UTC time of day at which the universe of the next day is written.", Pattern = @"([01]\d|2[0-3]):[0-5]\d")]
    public string UpdateAt { get; init; } = "15:55";
}

/// <summary>The conditions for a complete label (spec/quant.md §1.6).</summary>
public sealed record TriggerOptions
{
    [Key("Minimum share of the universe with closed bars.", Min = 0.01, Max = 1)]
    public double Threshold { get; init; } = 1.0;

    [Key("Exchange-clock ms after the end of the window at which the label is reported as degraded, with the missing symbols.", Min = 1_000, Max = 300_000)]
    public int Deadline_ms { get; init; } = 20_000;

    [Key("Number of bars before the label that a symbol needs to count as complete; 0 trades from the first window.", Min = 0, Max = 100_000)]
    public int HistoryBarsRequired { get; init; }
}
