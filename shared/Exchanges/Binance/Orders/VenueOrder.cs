using Platform.Domain.Orders;
using Platform.Primitives.Numbers;

namespace Platform.Exchanges.Binance.Orders;

/// <summary>An order's status in the venue's words.</summary>
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
