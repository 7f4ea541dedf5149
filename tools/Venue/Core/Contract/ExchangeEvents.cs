using Platform.Domain.Market;
using Platform.Domain.Orders;
using Platform.Primitives.Numbers;

namespace Platform.Venue.Core.Contract;

/// <summary>The levels that changed in one step of the core, with the update ids of a depth event: first (U), last (u), and the last of the previous change (pu). The spans are valid during the call only.</summary>
internal readonly ref struct BookChanged
{
    public required string Symbol { get; init; }
    public required long FirstUpdateId { get; init; }
    public required long LastUpdateId { get; init; }
    public required long PreviousUpdateId { get; init; }
    public required long Time_ms { get; init; }

    /// <summary>Changed bids in no particular order, with absolute quantities; zero for a removed level.</summary>
    public required ReadOnlySpan<BookLevel> Bids { get; init; }
    public required ReadOnlySpan<BookLevel> Asks { get; init; }

    /// <summary>Changed levels of RPI (retail price improvement) orders. Bids and asks are empty when only RPI levels changed.</summary>
    public ReadOnlySpan<BookLevel> RpiBids { get; init; }
    public ReadOnlySpan<BookLevel> RpiAsks { get; init; }
}

/// <summary>A complete aggregate trade, published at most 100 ms of virtual time after its first fill.</summary>
internal readonly record struct AggTradePublished(string Symbol, AggTrade Trade, Quantity QuantityWithoutRpi);

/// <summary>One fill of one order, or another change of the order.</summary>
internal sealed record OrderUpdated(OrderView Order, ExecutionType Execution, long Time_ms)
{
    public Quantity LastQuantity { get; init; }
    public Price LastPrice { get; init; }

    /// <summary>Id of the trade; zero when the event is not a fill.</summary>
    public long TradeId { get; init; }
    public Money Commission { get; init; }
    public Money RealizedPnl { get; init; }
    public bool IsMaker { get; init; }
    public ExpiryReason ExpiryReason { get; init; }

    /// <summary>Notional of the account's open buy orders in the symbol.</summary>
    public Money BidNotional { get; init; }
    public Money AskNotional { get; init; }
}

/// <summary>The short event of a fill (TRADE_LITE), published before the full event.</summary>
internal sealed record TradeLite(OrderView Order, Quantity LastQuantity, Price LastPrice, long TradeId, bool IsMaker, long Time_ms);

/// <summary>Balances and positions after a change; contains only those that changed.</summary>
internal sealed record AccountUpdated(
    AccountId Account, AccountReason Reason, long Time_ms, Money WalletBalance, Money CrossWalletBalance, Money BalanceChange,
    bool HasBalance, IReadOnlyList<PositionView> Positions, string? Symbol);

internal sealed record AlgoOrderUpdated(AlgoOrderView Order, long Time_ms);

/// <summary>A margin call for all cross positions together, or, when the cross wallet balance is null, for one isolated position.</summary>
internal sealed record MarginCalled(AccountId Account, Money? CrossWalletBalance, IReadOnlyList<PositionView> Positions, long Time_ms);

/// <summary>The leverage of a symbol changed, or, when the symbol is null, the multi-assets flag changed.</summary>
internal sealed record AccountConfigured(AccountId Account, string? Symbol, int Leverage, bool MultiAssets, long Time_ms);

/// <summary>
/// Receives every event of the core, in order, on the core's turn (see <see cref="Engine.Turn"/>): implementations copy what they need and return immediately.
/// They may call queries of the exchange, but not commands. An event that they do not need keeps its empty default.
/// </summary>
internal interface IExchangeSink
{
    void TradePrinted(in TradeView trade) { }

    void AggTradePublished(in AggTradePublished published) { }

    void BookChanged(scoped in BookChanged change) { }

    void BookTickerChanged(in BookTickerView ticker) { }

    /// <summary>Called for every symbol, once per virtual second.</summary>
    void MarkPriceTicked(in PremiumView premium) { }

    void ForceOrderPlaced(ForceOrderView order, Price averagePrice, long time_ms) { }

    void InstrumentChanged(ListingView listing, long time_ms) { }

    void OrderUpdated(OrderUpdated update) { }

    void TradeLiteSent(TradeLite trade) { }

    void AccountUpdated(AccountUpdated update) { }

    void AlgoOrderUpdated(AlgoOrderUpdated update) { }

    void MarginCalled(MarginCalled call) { }

    void AccountConfigured(AccountConfigured change) { }

    /// <summary>
    /// Virtual time reached a multiple of 50 ms, and all events before it have been published. Drives the streams with a
    /// fixed update interval (100, 250, 500 ms, 1, 2, 3, 5 s).
    /// </summary>
    void TimeAdvanced(long now_ms) { }
}
