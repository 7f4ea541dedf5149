using Platform.Domain.Labels;
using Platform.Domain.Market;
using Platform.Primitives.Numbers;

namespace Platform.Strategy.Tests.History;

internal static class BarBuilder
{
    public static readonly Label Start = Label.Parse("2025-12-22-001").Value;

    /// <summary>A 5-minute bar whose close is given; one buyer took one unit.</summary>
    public static Bar At(string symbol, Label label, decimal close, BarQuality quality = BarQuality.Ok)
    {
        Price price = Price.Parse(close.ToString(System.Globalization.CultureInfo.InvariantCulture));
        SizeBuckets buys = default, sells = default;
        buys[3] = new Flow(Quantity.Of(1), price * Quantity.Of(1), 1);
        sells[0] = new Flow(Quantity.Of(2), price * Quantity.Of(2), 1);
        return new Bar
        {
            Symbol = symbol, OpenTime_ms = label.Start_ms, CloseTime_ms = label.End_ms,
            Open = price, High = price, Low = price, Close = price, Buys = buys, Sells = sells, BuyTradeCount = 1, SellTradeCount = 1, Quality = quality,
        };
    }
}
