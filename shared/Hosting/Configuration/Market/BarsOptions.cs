using Platform.Hosting.Configuration.Keys;

namespace Platform.Hosting.Configuration.Market;

/// <summary>Closing rules of a 5-minute window (spec/quant.md §1.5).</summary>
public sealed record BarsOptions
{
    [Key("Platform ms on the exchange clock after the end of a window at which it closes without a later trade.", Min = 0, Max = 60_000)]
    public int Grace_ms { get; init; } = 2_000;

    [Key("Platform ms after the end of a window (never under 5 real s) at which it is closed with trades fetched over REST, or as suspect.", Min = 1_000, Max = 300_000)]
    public int HardDeadline_ms { get; init; } = 60_000;

    [Key("A trade that is late by at most this many windows revises its bar; an older trade is included by the nightly rebuild.", Min = 0, Max = 100)]
    public int RevisionWindows { get; init; } = 3;

    [Key("Number of 5-minute bars before the first window that are taken from the exchange's klines when none are stored.", Min = 0, Max = 10_000)]
    public int HistoryBars { get; init; } = 300;

    [Key("Number of 5-minute bars per symbol kept in memory for queries, 320 bytes each; older ones are read from disk.", Min = 300, Max = 100_000)]
    public int MemoryBars { get; init; } = 1_100;

    [Key("Intervals rolled up from the 5-minute bars.")]
    public IReadOnlyList<string> Rollups { get; init; } = ["15m", "30m", "1h", "4h", "8h", "12h", "1d"];
}

/// <summary>Trade-size buckets (spec/quant.md §2.1).</summary>
public sealed record TranStatsOptions
{
    [Key("Upper limits of the first three of four size buckets, in CNY of trade value.")]
    public IReadOnlyList<double> Rmb { get; init; } = [40_000, 200_000, 1_000_000];

    [Key("CNY per USDT.", Min = 0.01, Max = 1_000)]
    public double UsdRmbRate { get; init; } = 7.0;
}
