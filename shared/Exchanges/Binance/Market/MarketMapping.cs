using System.Text.Json;
using Platform.Domain.Market;
using Platform.Primitives.Numbers;
using Platform.Exchanges.Binance.Wire;

namespace Platform.Exchanges.Binance.Market;

/// <summary>Maps rows of the public REST endpoints to values (spec/binance-usdm.md §3).</summary>
internal static class MarketMapping
{
    public static AggTrade AggTrade(JsonElement row) =>
        new(row.Int64("a"), row.Price("p"), row.Quantity("q"), row.Int64("f"), row.Int64("l"), row.Int64("T"), row.Flag("m"));

    public static Kline Kline(JsonElement row) => new(
        row.Int64At(0), row.PriceAt(1), row.PriceAt(2), row.PriceAt(3), row.PriceAt(4), row.VolumeAt(5), row.Int64At(6), row.NotionalAt(7), row.Int64At(8), row.VolumeAt(9), row.NotionalAt(10));

    public static RateKline RateKline(JsonElement row) => new(row.Int64At(0), RateAt(row, 1), RateAt(row, 2), RateAt(row, 3), RateAt(row, 4));

    public static PremiumIndex PremiumIndex(JsonElement row) => new(
        row.Text("symbol"), row.Price("markPrice"), row.PriceOrZero("indexPrice"), row.RateOrZero("lastFundingRate"), row.Int64Or("nextFundingTime", 0), row.Int64Or("time", 0));

    public static FundingRate FundingRate(JsonElement row) =>
        new(row.Text("symbol"), row.Rate("fundingRate"), row.Int64("fundingTime"), row.PriceOrZero("markPrice"));

    public static FundingTerms FundingTerms(JsonElement row) =>
        new(row.Text("symbol"), row.RateOrZero("adjustedFundingRateCap"), row.RateOrZero("adjustedFundingRateFloor"), (int)row.Int64Or("fundingIntervalHours", 8));

    public static BookSnapshot Book(JsonElement row) => new(row.Int64("lastUpdateId"), row.Int64Or("E", 0), Levels(row.Field("bids")), Levels(row.Field("asks")));

    public static DayVolume DayVolume(JsonElement row) => new(row.Text("symbol"), row.Notional("quoteVolume"));

    public static BestQuote Quote(JsonElement row) => new(
        row.Text("symbol"), new(row.Price("bidPrice"), row.Quantity("bidQty")), new(row.Price("askPrice"), row.Quantity("askQty")), row.Int64Or("time", 0));

    private static Rate RateAt(JsonElement row, int index) => Rate.FromUnits(row.PriceAt(index).Units);

    private static List<DepthLevel> Levels(JsonElement side)
    {
        var levels = new List<DepthLevel>(side.GetArrayLength());
        foreach (JsonElement level in side.Rows())
            levels.Add(new DepthLevel(level.PriceAt(0), level.QuantityAt(1)));
        return levels;
    }
}
