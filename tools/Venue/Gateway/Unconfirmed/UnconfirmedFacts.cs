using Platform.Venue.Core.Contract;

namespace Platform.Venue.Gateway.Unconfirmed;

/// <summary>
/// Facts about the real exchange that no source confirms (spec/binance-usdm.md, UNCONFIRMED). The venue assumes these values unless an option sets
/// other values. Immutable.
/// </summary>
internal sealed record UnconfirmedFacts
{
    /// <summary>Maximum recvWindow, ms.</summary>
    public int RecvWindowMax_ms { get; init; } = 60_000;

    /// <summary>Whether a signed text with characters that must be percent-encoded is refused with -1022.</summary>
    public bool RequiresEncoding { get; init; }

    /// <summary>Request weight of historicalTrades: 20 in the documentation, 200 in the official connector.</summary>
    public int HistoricalTradesWeight { get; init; } = 20;

    /// <summary>Number of hours for which aggTrades returns past trades.</summary>
    public int AggTradesLookBack_hours { get; init; } = 48;

    /// <summary>Whether leverageBracket with a symbol returns an object instead of an array with one object.</summary>
    public bool BracketIsObject { get; init; }

    /// <summary>Maximum number of new WebSockets per address in five minutes; 0 for no limit.</summary>
    public int ConnectionsPer5Minutes { get; init; }

    /// <summary>Number of stream connections closed for too many messages, in five minutes, that bans their address; 0 disables the ban.</summary>
    public int FloodsBeforeBan { get; init; } = 5;

    /// <summary>Whether pings and pongs count in the limit of ten messages per second of a stream connection.</summary>
    public bool PingsCount { get; init; } = true;

    /// <summary>Whether the error response to a control message with an id has the fields `error` and `id`.</summary>
    public bool WrapsControlErrors { get; init; } = true;

    /// <summary>Whether ticker/bookTicker has the field lastUpdateId.</summary>
    public bool BookTickerHasUpdateId { get; init; } = true;

    /// <summary>Whether userTrades rows have the fields pair, marginAsset and baseQty.</summary>
    public bool UserTradesHavePair { get; init; }

    /// <summary>Whether v2/positionRisk has a BOTH row in hedge mode.</summary>
    public bool HedgeHasBothRow { get; init; }

    /// <summary>Whether events of the trade stream have the field st.</summary>
    public bool TradeStreamHasSt { get; init; }

    /// <summary>Whether every connection with the same listen key receives the events; otherwise only the newest connection does.</summary>
    public bool ListenKeyServesAll { get; init; } = true;

    /// <summary>Order of ACCOUNT_UPDATE and ORDER_TRADE_UPDATE of a fill.</summary>
    public FillEventOrder FillEvents { get; init; } = FillEventOrder.AccountFirst;
}
