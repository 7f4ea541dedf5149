using System.Text.Json;
using Platform.Venues.Binance.Wire;

namespace Platform.Venues.Binance.Orders;

/// <summary>Rows of the order endpoints to values.</summary>
internal static class OrderMapping
{
    public static VenueOrder Order(JsonElement row) => new(
        row.Int64("orderId"),
        row.TextOrEmpty("clientOrderId"),
        row.Text("symbol"),
        OrderWords.ReadSide(row.Text("side")),
        OrderWords.ReadPositionSide(row.TextOrEmpty("positionSide")),
        OrderWords.ReadType(row.TextOrEmpty("type")),
        OrderWords.ReadStatus(row.Text("status")),
        row.Quantity("origQty"),
        row.QuantityOrZero("executedQty"),
        row.PriceOrZero("price"),
        row.PriceOrZero("avgPrice"),
        row.FlagOrFalse("reduceOnly"),
        row.Int64Or("updateTime", 0));

    public static VenueTrade Trade(JsonElement row) => new(
        row.Int64("id"),
        row.Int64("orderId"),
        row.Text("symbol"),
        OrderWords.ReadSide(row.Text("side")),
        OrderWords.ReadPositionSide(row.TextOrEmpty("positionSide")),
        row.Price("price"),
        row.Quantity("qty"),
        row.MoneyOrZero("commission"),
        row.TextOrEmpty("commissionAsset"),
        row.MoneyOrZero("realizedPnl"),
        row.FlagOrFalse("maker"),
        row.Int64("time"));
}
