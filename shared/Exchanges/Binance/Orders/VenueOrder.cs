using Platform.Domain.Orders;
using Platform.Primitives.Numbers;

namespace Platform.Exchanges.Binance.Orders;

/// <summary>A new order. In hedge mode the position side selects the position, and reduce-only must be false.</summary>
/// <param name="ClientOrderId">The platform's id of the order, not reused; 1 to 36 characters of letters, digits and . : / _ -</param>
/// <param name="Price">Limit orders only.</param>
/// <param name="TimeInForce">Limit orders only.</param>
public sealed record NewOrder(
    string Symbol, Side Side, PositionSide PositionSide, OrderType Type, Quantity Quantity, bool ReduceOnly, string ClientOrderId, Price? Price = null, TimeInForce? TimeInForce = null)
{
    /// <summary>True when the order can only reduce a position; such orders have priority.</summary>
    public bool ReducesRisk => ReduceOnly || (PositionSide, Side) is (PositionSide.Long, Side.Sell) or (PositionSide.Short, Side.Buy);
}

/// <summary>The status of an order at the exchange.</summary>
public enum VenueOrderStatus : byte
{
    New = 1,
    PartiallyFilled = 2,
    Filled = 3,
    Canceled = 4,
    Rejected = 5,

    /// <summary>Ended by the venue, for example by self-trade prevention.</summary>
    Expired = 6,

    /// <summary>A status that this version does not know.</summary>
    Other = 7,
}

/// <summary>An order as reported by the venue in acknowledgements and queries.</summary>
/// <param name="AveragePrice">Zero in acknowledgements since 2026-06-30; queries and the user stream contain it.</param>
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

/// <summary>An order that waits for its trigger price; it needs no margin and is not in the order book.</summary>
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
