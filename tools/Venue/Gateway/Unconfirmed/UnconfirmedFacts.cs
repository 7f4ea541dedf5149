using Platform.Venue.Core.Contract;

namespace Platform.Venue.Gateway.Unconfirmed;

/// <summary>
/// Facts about the real exchange without a confirmed source (spec/binance-usdm.md, UNCONFIRMED): the venue assumes these values unless an option sets
/// another. Immutable.
/// </summary>
internal sealed record UnconfirmedFacts
{
    /// <summary>Largest recvWindow.</summary>
    public int RecvWindowMax_ms { get; init; } = 60_000;

    /// <summary>Whether a signed text with characters that should have been percent-encoded is refused with -1022.</summary>
    public bool RequiresEncoding { get; init; }

    /// <summary>Request weight of historicalTrades: 20 in the documentation, 200 in the official connector.</summary>
    public int HistoricalTradesWeight { get; init; } = 20;

    /// <summary>Look-back of aggTrades, hours.</summary>
    public int AggTradesLookBack_hours { get; init; } = 48;

    /// <summary>Whether leverageBracket with a symbol returns an object in place of a list of one.</summary>
    public bool BracketIsObject { get; init; }

    /// <summary>New WebSockets per address in five minutes; 0 sets no limit.</summary>
    public int ConnectionsPer5Minutes { get; init; }

    /// <summary>Stream connections closed for sending too much, in five minutes, that ban their address; 0 disables the ban.</summary>
    public int FloodsBeforeBan { get; init; } = 5;

    /// <summary>Whether pings and pongs count among the ten messages per second of a stream connection.</summary>
    public bool PingsCount { get; init; } = true;

    /// <summary>Whether an error of a control message with an id is wrapped in `error` beside the id.</summary>
    public bool WrapsControlErrors { get; init; } = true;

    /// <summary>Whether ticker/bookTicker has lastUpdateId.</summary>
    public bool BookTickerHasUpdateId { get; init; } = true;

    /// <summary>Whether userTrades rows have pair, marginAsset and baseQty.</summary>
    public bool UserTradesHavePair { get; init; }

    /// <summary>Whether v2/positionRisk has a BOTH row in hedge mode.</summary>
    public bool HedgeHasBothRow { get; init; }

    /// <summary>Whether the trade stream has st.</summary>
    public bool TradeStreamHasSt { get; init; }

    /// <summary>Whether every connection of one listen key receives everything; otherwise only the newest.</summary>
    public bool ListenKeyServesAll { get; init; } = true;

    /// <summary>Order of the two events of a fill.</summary>
    public FillEventOrder FillEvents { get; init; } = FillEventOrder.AccountFirst;
}
