using System.Text.Json;
using Platform.Exchanges.Binance.Wire;

namespace Platform.Exchanges.Binance.Orders;

/// <summary>Maps rows of the order endpoints to values.</summary>
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
}
