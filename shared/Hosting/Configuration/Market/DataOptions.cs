using Platform.Hosting.Configuration.Keys;

namespace Platform.Hosting.Configuration.Market;

/// <summary>Where market data comes from.</summary>
public enum MarketSource
{
    /// <summary>The exchange that the mode trades on.</summary>
    Mode,

    /// <summary>The public live exchange: with mode mock this is paper trading.</summary>
    Live,
}

/// <summary>Collection, gap repair and storage.</summary>
public sealed record DataOptions
{
    [Key("mode: market data of the exchange that is traded on. live: public live data, whatever the mode (paper trading).")]
    public MarketSource Source { get; init; } = MarketSource.Mode;

    [Key("Streams on one WebSocket connection (Binance allows 1024); further symbols open further connections.", Min = 1, Max = 1024)]
    public int StreamsPerConnection { get; init; } = 200;

    [Key("Stream events that may wait to be applied; one beyond is dropped, counted, and its symbols are fetched by id.", Min = 1_000, Max = 10_000_000)]
    public int TradeQueue { get; init; } = 200_000;

    [Key("Platform ms that an out-of-order trade waits for its predecessors before the gap is repaired over REST.", Min = 0, Max = 60_000)]
    public int Reorder_ms { get; init; } = 250;

    [Key("Trades asked for in one repair page (Binance allows 1000).", Min = 1, Max = 1000)]
    public int GapPageLimit { get; init; } = 1_000;

    [Key("Trades of one gap that are repaired over REST; a longer gap leaves the bar suspect for the nightly repair.", Min = 0, Max = 1_000_000)]
    public int GapTradesMax { get; init; } = 3_000;

    [Key("Real seconds between two repairs of one symbol; shorter where the hard deadline leaves less.", Min = 0, Max = 3_600)]
    public int GapCooldown_s { get; init; } = 15;

    [Key("Trades per minute that all repairs together may fetch; at the bound repairs wait.", Min = 0, Max = 10_000_000)]
    public int GapBudgetPerMinute { get; init; } = 15_000;

    [Key("A connection without any message for this many real ms is opened again.", Min = 1_000, Max = 600_000)]
    public int SilenceLimit_ms { get; init; } = 10_000;

    [Key("Raw trades are kept in trades/.")]
    public bool KeepTrades { get; init; } = true;

    [Key("Days of raw trades kept; older files are deleted. 0 keeps all.", Min = 0, Max = 100_000)]
    public int KeepTradeDays { get; init; } = 7;

    [Key("Trades of one symbol fetched after a lost connection or a restart; with more missing the windows are suspect.", Min = 1_000, Max = 10_000_000)]
    public int CatchUpTradesMax { get; init; } = 100_000;

    [Key("Real seconds between two writings of day files; what is not written yet is in the journal.", Min = 1, Max = 3_600)]
    public int StoreInterval_s { get; init; } = 30;

    [Key("Request weight per minute that data may use; the rest of the 2400 per address is for executors.", Min = 100, Max = 2_400)]
    public int WeightPerMinute { get; init; } = 1_600;
}
