using Platform.Domain.Orders;
using Platform.Primitives.Numbers;

namespace Platform.Exchanges.Binance.Orders;

/// <summary>An order as it is asked for. In hedge mode the position side says what it works on and reduce-only must be false.</summary>
/// <param name="ClientOrderId">Ours, unique for ever; 1 to 36 of letters, digits and . : / _ -</param>
/// <param name="Price">Limit orders only.</param>
/// <param name="TimeInForce">Limit orders only.</param>
public sealed record NewOrder(
    string Symbol, Side Side, PositionSide PositionSide, OrderType Type, Quantity Quantity, bool ReduceOnly, string ClientOrderId, Price? Price = null, TimeInForce? TimeInForce = null)
{
    /// <summary>True when the order can only make a position smaller; such orders go first.</summary>
    public bool ReducesRisk => ReduceOnly || (PositionSide, Side) is (PositionSide.Long, Side.Sell) or (PositionSide.Short, Side.Buy);
}
