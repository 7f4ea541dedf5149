using Platform.Hosting.Configuration.Keys;

namespace Platform.Hosting.Configuration.Market;

/// <summary>The source of market data.</summary>
public enum MarketSource
{
    /// <summary>The exchange of the mode.</summary>
    Mode,

    /// <summary>The public live exchange; with mode mock this is paper trading.</summary>
    Live,
}

/// <summary>Collection, gap repair and storage.</summary>
public sealed record DataOptions
{
    [Key("mode: market data of the exchange that receives the orders. live: public live data in every mode (paper trading).")]
    public MarketSource Source { get; init; } = MarketSource.Mode;

    [Key("Maximum number of streams per WebSocket connection (Binance allows 1024); more symbols use more connections.", Min = 1, Max = 1024)]
    public int StreamsPerConnection { get; init; } = 200;

    [Key("Maximum number of queued stream events; further events are dropped and counted, and trades of their symbols are fetched by id.", Min = 1_000, Max = 10_000_000)]
    public int TradeQueue { get; init; } = 200_000;

    [Key("Platform ms that an out-of-order trade waits for its predecessors before the gap is repaired over REST.", Min = 0, Max = 60_000)]
    public int Reorder_ms { get; init; } = 250;

    [Key("Number of trades per repair request (Binance allows 1000).", Min = 1, Max = 1000)]
    public int GapPageLimit { get; init; } = 1_000;

    [Key("Maximum number of trades of one gap that are repaired over REST; with a longer gap the bar stays suspect until the nightly repair.", Min = 0, Max = 1_000_000)]
    public int GapTradesMax { get; init; } = 3_000;

    [Key("Real seconds between two repairs of one symbol; less when the hard deadline requires it.", Min = 0, Max = 3_600)]
    public int GapCooldown_s { get; init; } = 15;

    [Key("Maximum number of trades per minute that all repairs together fetch; beyond it repairs wait.", Min = 0, Max = 10_000_000)]
    public int GapBudgetPerMinute { get; init; } = 15_000;

    [Key("A connection without messages for this many real ms is reopened.", Min = 1_000, Max = 600_000)]
    public int SilenceLimit_ms { get; init; } = 10_000;

    [Key("true: raw trades are stored in trades/.")]
    public bool KeepTrades { get; init; } = true;

    [Key("Number of days for which raw trades are kept; older files are deleted. 0 keeps all.", Min = 0, Max = 100_000)]
    public int KeepTradeDays { get; init; } = 7;

    [Key("Maximum number of trades per symbol fetched after a lost connection or a restart; when more are missing, the windows are suspect.", Min = 1_000, Max = 10_000_000)]
    public int CatchUpTradesMax { get; init; } = 100_000;

    [Key("Real seconds between two writes of day files; newer bars are in the journal.", Min = 1, Max = 3_600)]
    public int StoreInterval_s { get; init; } = 30;

    [Key("Maximum request weight per minute of the data process; the rest of the 2400 per IP address is for executors.", Min = 100, Max = 2_400)]
    public int WeightPerMinute { get; init; } = 1_600;
}
