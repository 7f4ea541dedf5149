using Platform.Domain.Orders;
using Platform.Exchanges.Binance.Wire;

namespace Platform.Exchanges.Binance.Orders;

/// <summary>Maps sides, types and states to the exchange's names and back (spec/binance-usdm.md §4.1).</summary>
public static class OrderWireNames
{
    public static string ToWire(this Side side) => side == Side.Buy ? "BUY" : "SELL";

    public static string ToWire(this PositionSide side) => side switch { PositionSide.Long => "LONG", PositionSide.Short => "SHORT", _ => "BOTH" };

    public static string ToWire(this OrderType type) => type switch
    {
        OrderType.Limit => "LIMIT",
        OrderType.Market => "MARKET",
        OrderType.Stop => "STOP",
        OrderType.StopMarket => "STOP_MARKET",
        OrderType.TakeProfit => "TAKE_PROFIT",
        OrderType.TakeProfitMarket => "TAKE_PROFIT_MARKET",
        OrderType.TrailingStopMarket => "TRAILING_STOP_MARKET",
        _ => "LIQUIDATION",
    };

    public static string ToWire(this TimeInForce time) => time switch
    {
        TimeInForce.Ioc => "IOC",
        TimeInForce.Fok => "FOK",
        TimeInForce.Gtx => "GTX",
        TimeInForce.Gtd => "GTD",
        TimeInForce.Rpi => "RPI",
        _ => "GTC",
    };

    public static string ToWire(this MarginType type) => type == MarginType.Isolated ? "ISOLATED" : "CROSSED";

    internal static Side ReadSide(string text) => text switch
    {
        "BUY" => Side.Buy,
        "SELL" => Side.Sell,
        _ => throw new WireFormatException($"'{text}' is not a side: expected BUY or SELL"),
    };

    internal static PositionSide ReadPositionSide(string text) => text switch
    {
        "LONG" => PositionSide.Long,
        "SHORT" => PositionSide.Short,
        _ => PositionSide.Both,
    };

    internal static OrderType ReadType(string text) => text switch
    {
        "LIMIT" => OrderType.Limit,
        "STOP" => OrderType.Stop,
        "STOP_MARKET" => OrderType.StopMarket,
        "TAKE_PROFIT" => OrderType.TakeProfit,
        "TAKE_PROFIT_MARKET" => OrderType.TakeProfitMarket,
        "TRAILING_STOP_MARKET" => OrderType.TrailingStopMarket,
        "LIQUIDATION" => OrderType.Liquidation,
        _ => OrderType.Market,
    };

    internal static VenueOrderStatus ReadStatus(string text) => text switch
    {
        "NEW" or "NEW_INSURANCE" or "NEW_ADL" => VenueOrderStatus.New,
        "PARTIALLY_FILLED" => VenueOrderStatus.PartiallyFilled,
        "FILLED" => VenueOrderStatus.Filled,
        "CANCELED" => VenueOrderStatus.Canceled,
        "REJECTED" => VenueOrderStatus.Rejected,
        "EXPIRED" or "EXPIRED_IN_MATCH" => VenueOrderStatus.Expired,
        _ => VenueOrderStatus.Other,
    };
}
