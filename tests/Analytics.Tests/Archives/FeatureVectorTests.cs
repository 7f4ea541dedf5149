using System.Text.Json;
using Platform.Analytics.Archives;
using Platform.Domain.Market;
using Xunit;
using static Platform.Analytics.Tests.Bars.BarVectors;

namespace Platform.Analytics.Tests.Archives;

/// <summary>The vectors VIS-1 to VIS-4 (quant.md §3).</summary>
public sealed class FeatureVectorTests
{
    /// <summary>2024-02-01T00:00Z, and the month's end.</summary>
    internal const long February = 1_706_745_600_000;
    internal const long March = 1_709_251_200_000;

    private static readonly AggTrade[] s_minute0 =
    [
        Trade(1, "100", "300", February), Trade(2, "101", "600", February + 10, sell: true), Trade(3, "102", "5", February + 59_999),
    ];

    private static readonly AggTrade[] s_hour =
    [
        .. s_minute0,
        Trade(4, "103", "200", February + 30 * 60_000), Trade(5, "101", "100", February + 59 * 60_000, sell: true), Trade(6, "100.5", "10", February + 59 * 60_000 + 1),
    ];

    [Fact]
    public void Vector_VIS_1_one_minute()
    {
        MinuteFeatures minute = Assert.Single(Minutes(s_minute0));
        Assert.Equal(February, minute.Minute_ms);
        JsonElement vector = Read("VIS-1 minute0");
        Assert.Equal(19, vector.EnumerateObject().Count());
        foreach (JsonProperty pair in vector.EnumerateObject())
            Assert.Equal(pair.Value.GetDouble(), Convert.ToDouble(Property(minute, pair.Name), null));
        Assert.Equal((February, February + 59_999), (minute.FirstTime_ms, minute.LastTime_ms));
    }

    [Fact]
    public void Vector_VIS_2_one_hour()
    {
        HourFeatures hour = Assert.Single(Hours(s_hour));
        Assert.Equal(February, hour.Hour_ms);
        foreach (JsonProperty pair in Read("VIS-2 hour").EnumerateObject().Where(pair => pair.Name is not ("tw_num" or "tw_cvd_ratio")))
        {
            double expected = pair.Value.GetDouble();
            Assert.Equal(expected, Convert.ToDouble(Property(hour, pair.Name), null), Math.Abs(expected) * 1e-12);
        }

        Assert.Equal(Read("VIS-2 hour").GetProperty("tw_num").GetDouble(), hour.TwCvdQuoteNorm * 1830, 1e-9);
    }

    [Fact]
    public void Vector_VIS_3_time_weights()
    {
        JsonElement vector = Read("VIS-3 tw constant");
        AggTrade Buy(int minute, string quote) => Trade(minute + 1, quote, "1", February + minute * 60_000L);
        Assert.Equal(vector.GetProperty("tw").GetDouble(), Assert.Single(Hours([.. Enumerable.Range(0, 60).Select(minute => Buy(minute, "10"))])).TwCvdQuoteNorm, 1e-12);
        Assert.Equal(vector.GetProperty("late_only(min59=600)").GetDouble(), Assert.Single(Hours([Buy(59, "600")])).TwCvdQuoteNorm, 1e-12);
        Assert.Equal(vector.GetProperty("early_only(min0=600)").GetDouble(), Assert.Single(Hours([Buy(0, "600")])).TwCvdQuoteNorm, 1e-12);
    }

    [Fact]
    public void Vector_VIS_4_concentration()
    {
        JsonElement vector = Read("VIS-4 hhi");
        double Hhi(params string[] quotes) => Assert.Single(Hours([.. quotes.Select((quote, i) => Trade(i + 1, quote, "1", February + i))])).TakerBuyHhiQuote;
        Assert.Equal(vector.GetProperty("equal4").GetDouble(), Hhi("7", "7", "7", "7"), 1e-12);
        Assert.Equal(vector.GetProperty("single").GetDouble(), Hhi("123.45"), 1e-12);
        Assert.Equal(vector.GetProperty("90_10").GetDouble(), Hhi("90", "10"), 1e-12);
    }

    [Fact]
    public void A_trade_of_just_50_000_is_a_whale_and_one_of_just_1_000_is_retail()
    {
        MinuteFeatures minute = Assert.Single(Minutes(
        [
            Trade(1, "50000", "1", February), Trade(2, "49999.99999999", "1", February), Trade(3, "1000", "1", February, sell: true), Trade(4, "1000.00000001", "1", February, sell: true),
        ]));
        Assert.Equal((50_000.0, 0.0, 0.0, 1_000.0), (minute.WhaleBuyQuote, minute.WhaleSellQuote, minute.RetailBuyQuote, minute.RetailSellQuote));
    }

    [Fact]
    public void What_has_no_denominator_is_not_a_number()
    {
        HourFeatures hour = Assert.Single(Hours([Trade(1, "10", "2", February)]));
        Assert.True(double.IsNaN(hour.TakerSellAvgTradeQuote) && double.IsNaN(hour.TakerSellHhiQuote) && double.IsNaN(hour.CvdPerAbsPriceChange));
        Assert.Equal((10.0, 1.0, 0.0), (hour.Vwap, hour.ImbalanceRatioQuote, hour.PriceChange));
    }

    [Fact]
    public void An_hour_without_a_trade_has_no_row()
    {
        HourFeatures[] hours = Hours([Trade(1, "10", "2", February + 3_599_999), Trade(2, "10", "2", February + 7_200_000)]);
        Assert.Equal([February, February + 7_200_000], hours.Select(hour => hour.Hour_ms));
    }

    [Fact]
    public void A_price_change_is_that_of_the_decimals()
    {
        HourFeatures hour = Assert.Single(Hours([Trade(1, "60000.0", "1", February), Trade(2, "60000.1", "1", February + 1)]));
        Assert.Equal(0.1, hour.PriceChange);
    }

    [Fact]
    public void A_trade_outside_the_month_is_refused()
    {
        var month = new MonthMinutes(February, March);
        Assert.False(month.Add(Trade(1, "1", "1", February - 1)));
        Assert.False(month.Add(Trade(1, "1", "1", March)));
        Assert.True(month.Add(Trade(1, "1", "1", March - 1)));
        Assert.Equal([March - 60_000], month.Rows().Select(row => row.Minute_ms));
    }

    internal static MinuteFeatures[] Minutes(IEnumerable<AggTrade> trades)
    {
        var month = new MonthMinutes(February, March);
        foreach (AggTrade trade in trades)
            Assert.True(month.Add(trade));
        return [.. month.Rows()];
    }

    internal static HourFeatures[] Hours(IEnumerable<AggTrade> trades) => [.. HourAggregation.ToHours(Minutes(trades))];

    private static object Property(object row, string column)
    {
        string name = string.Concat(column.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
        return row.GetType().GetProperty(name)?.GetValue(row) ?? throw new InvalidOperationException($"no property for {column}");
    }
}
