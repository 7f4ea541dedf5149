using Platform.Domain.Orders;
using Platform.Primitives.Numbers;

namespace Platform.Exchanges.Binance.Orders;

/// <summary>An order as it is asked for. In hedge mode the position side selects the position, and reduce-only must be false.</summary>
/// <param name="ClientOrderId">The platform's, never reused; 1 to 36 of letters, digits and . : / _ -</param>
/// <param name="Price">Limit orders only.</param>
/// <param name="TimeInForce">Limit orders only.</param>
public sealed record NewOrder(
    string Symbol, Side Side, PositionSide PositionSide, OrderType Type, Quantity Quantity, bool ReduceOnly, string ClientOrderId, Price? Price = null, TimeInForce? TimeInForce = null)
{
    /// <summary>True when the order can only make a position smaller; such orders go first.</summary>
    public bool ReducesRisk => ReduceOnly || (PositionSide, Side) is (PositionSide.Long, Side.Sell) or (PositionSide.Short, Side.Buy);
}

/// <summary>An order's status as the exchange names it.</summary>
public enum VenueOrderStatus : byte
{
    New = 1,
    PartiallyFilled = 2,
    Filled = 3,
    Canceled = 4,
    Rejected = 5,

    /// <summary>Ended by the venue, self-trade prevention included.</summary>
    Expired = 6,

    /// <summary>A word this version does not know.</summary>
    Other = 7,
}

/// <summary>An order as the venue shows it, in acknowledgements and queries.</summary>
/// <param name="AveragePrice">Zero in acknowledgements since 2026-06-30; only queries and the user stream know it.</param>
/// <param name="Update_ms">Venue time of the last change.</param>
public sealed record VenueOrder(
    long OrderId,
    string ClientOrderId,
    string Symbol,
    Side Side,
    PositionSide PositionSide,
    OrderType Type,
    VenueOrderStatus Status,
    Quantity Quantity,
    Quantity Executed,
    Price Price,
    Price AveragePrice,
    bool ReduceOnly,
    long Update_ms);

/// <summary>An order that waits for its trigger price; it holds no margin and is no order of the book yet.</summary>
public sealed record ConditionalOrder(long AlgoId, string ClientAlgoId, string Symbol);

/// <summary>One fill of one order of the account.</summary>
public sealed record VenueTrade(
    long TradeId,
    long OrderId,
    string Symbol,
    Side Side,
    PositionSide PositionSide,
    Price Price,
    Quantity Quantity,
    Money Commission,
    string CommissionAsset,
    Money RealizedPnl,
    bool IsMaker,
    long Time_ms);
