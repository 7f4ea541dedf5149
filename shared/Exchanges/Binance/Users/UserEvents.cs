using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Exchanges.Binance.Orders;

namespace Platform.Exchanges.Binance.Users;

/// <summary>An event of the user-data stream (spec/binance-usdm.md §7).</summary>
/// <param name="Event_ms">Event time (E).</param>
public abstract record UserEvent(long Event_ms);

/// <summary>The kind of an order event.</summary>
public enum ExecutionKind : byte
{
    New = 1,
    Canceled = 2,
    Expired = 3,
    Trade = 4,
    Amendment = 5,

    /// <summary>Liquidation or auto-deleveraging.</summary>
    Calculated = 6,
    Other = 7,
}

/// <summary>ORDER_TRADE_UPDATE: the order after the change, and the fill when the change was a fill.</summary>
/// <param name="Fill">The fill with commission and profit; null when the change was not a fill.</param>
/// <param name="ExpiryReason">The venue's numeric reason; 0 for none.</param>
public sealed record OrderTradeUpdate(long Event_ms, ExecutionKind Kind, VenueOrder Order, VenueTrade? Fill, string ExpiryReason) : UserEvent(Event_ms);

/// <summary>TRADE_LITE: an early report of a fill, without commission and profit.</summary>
public sealed record TradeNoticed(long Event_ms, string Symbol, string ClientOrderId, long OrderId, long TradeId, Side Side, Price Price, Quantity Quantity, bool IsMaker) : UserEvent(Event_ms);

public sealed record BalanceChange(string Asset, Money Wallet, Money CrossWallet, Money Change);

public sealed record PositionChange(string Symbol, PositionSide PositionSide, Quantity Quantity, Price EntryPrice, Money UnrealizedPnl);

/// <summary>ACCOUNT_UPDATE: only the changed balances and positions. Funding on a cross position has no position row.</summary>
public sealed record AccountUpdate(long Event_ms, string Reason, IReadOnlyList<BalanceChange> Balances, IReadOnlyList<PositionChange> Positions) : UserEvent(Event_ms);

/// <summary>ACCOUNT_CONFIG_UPDATE: a client changed the leverage of a symbol.</summary>
public sealed record LeverageChanged(long Event_ms, string Symbol, int Leverage) : UserEvent(Event_ms);

/// <summary>MARGIN_CALL: positions close to liquidation.</summary>
public sealed record MarginCall(long Event_ms, IReadOnlyList<string> Symbols) : UserEvent(Event_ms);

/// <summary>listenKeyExpired: the stream delivers no further events.</summary>
public sealed record ListenKeyExpired(long Event_ms) : UserEvent(Event_ms);

/// <summary>An event that this version does not use.</summary>
public sealed record OtherEvent(long Event_ms, string Name) : UserEvent(Event_ms);
