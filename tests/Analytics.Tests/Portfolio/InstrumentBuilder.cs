using Platform.Domain.Instruments;
using Platform.Primitives.Numbers;

namespace Platform.Analytics.Tests.Portfolio;

internal static class InstrumentBuilder
{
    public static Instrument Of(string symbol, string step, string minNotional = "5", string? minQuantity = null, string? marketStep = null) => new()
    {
        Symbol = symbol,
        BaseAsset = symbol.Replace("USDT", ""),
        QuoteAsset = "USDT",
        Price = new PriceFilter(Price.Zero, Price.Zero, Price.Parse("0.00001")),
        Lot = new LotSize(Quantity.Parse(minQuantity ?? step), Quantity.Parse("1000000"), Quantity.Parse(step)),
        MarketLot = new LotSize(Quantity.Parse(minQuantity ?? step), Quantity.Parse("100000"), Quantity.Parse(marketStep ?? step)),
        MinNotional = Notional.Parse(minNotional),
    };
}
