using Platform.Domain.Market;

namespace Platform.Data.Collection;

/// <summary>What can happen in the market room.</summary>
internal enum MarketEventKind : byte
{
    /// <summary>A live trade.</summary>
    Trade,

    /// <summary>The exchange clock of a shard moved on without a trade.</summary>
    Clock,

    /// <summary>Every stream of a shard is acknowledged.</summary>
    Up,

    Down,

    /// <summary>An answer of the trade queries: a <c>TradePage</c>.</summary>
    Page,

    /// <summary>Real time passed: look at gaps and deadlines.</summary>
    Tick,

    /// <summary>Further feeds: a list of <see cref="SymbolFeed"/>.</summary>
    Join,

    /// <summary>Feeds that end: a list of their numbers.</summary>
    Leave,
}

/// <summary>One event on its way into the market room; a value, so that a trade costs no allocation.</summary>
internal struct MarketEvent
{
    public MarketEventKind Kind;
    public int Shard;

    /// <summary>Number of the feed.</summary>
    public int Feed;
    public int Generation;

    /// <summary>Event time (E) of the message, Unix ms; 0 where there is none.</summary>
    public long Event_ms;
    public AggTrade Trade;
    public object? Payload;
}
