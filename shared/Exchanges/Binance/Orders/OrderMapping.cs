using System.Text.Json;
using Platform.Exchanges.Binance.Limits;
using Platform.Exchanges.Binance.Signing;
using Platform.Exchanges.Binance.Wire;

namespace Platform.Exchanges.Binance.Orders;

/// <summary>Maps orders to parameters, and rows of the order endpoints to values.</summary>
internal static class OrderMapping
{
    public static VenueOrder Order(JsonElement row) => new(
        row.Int64("orderId"),
        row.TextOrEmpty("clientOrderId"),
        row.Text("symbol"),
        OrderWireNames.ReadSide(row.Text("side")),
        OrderWireNames.ReadPositionSide(row.TextOrEmpty("positionSide")),
        OrderWireNames.ReadType(row.TextOrEmpty("type")),
        OrderWireNames.ReadStatus(row.Text("status")),
        row.Quantity("origQty"),
        row.QuantityOrZero("executedQty"),
        row.PriceOrZero("price"),
        row.PriceOrZero("avgPrice"),
        row.FlagOrFalse("reduceOnly"),
        row.Int64Or("updateTime", 0));

    public static ConditionalOrder Conditional(JsonElement row) => new(row.Int64("algoId"), row.TextOrEmpty("clientAlgoId"), row.Text("symbol"));

    public static VenueTrade Trade(JsonElement row) => new(
        row.Int64("id"),
        row.Int64("orderId"),
        row.Text("symbol"),
        OrderWireNames.ReadSide(row.Text("side")),
        OrderWireNames.ReadPositionSide(row.TextOrEmpty("positionSide")),
        row.Price("price"),
        row.Quantity("qty"),
        row.MoneyOrZero("commission"),
        row.TextOrEmpty("commissionAsset"),
        row.MoneyOrZero("realizedPnl"),
        row.FlagOrFalse("maker"),
        row.Int64("time"));

    public static RequestCost Cost(NewOrder order) => new(0, IsOrder: true, RiskReducing: order.ReducesRisk);

    public static RequestText Describe(NewOrder order)
    {
        RequestText text = new RequestText()
            .Add("symbol", order.Symbol).Add("side", order.Side.ToWire()).Add("type", order.Type.ToWire()).Add("quantity", order.Quantity.ToString());
        if (order.PositionSide != Domain.Orders.PositionSide.Both)
            text.Add("positionSide", order.PositionSide.ToWire());
        if (order.ReduceOnly)
            text.Add("reduceOnly", "true");
        if (order.Price is { } price)
            text.Add("price", price.ToString());
        if (order.TimeInForce is { } time)
            text.Add("timeInForce", time.ToWire());
        return text.Add("newClientOrderId", order.ClientOrderId).Add("newOrderRespType", "RESULT");
    }
}
