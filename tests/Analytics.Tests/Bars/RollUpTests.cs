using System.Text.Json;
using Platform.Analytics.Bars;
using Platform.Domain.Labels;
using Platform.Domain.Market;
using Platform.Primitives.Numbers;
using Xunit;
using static Platform.Analytics.Tests.Bars.BarVectors;

namespace Platform.Analytics.Tests.Bars;

public sealed class RollUpTests
{
    private const long Hour = 1_766_361_600_000;

    [Fact]
    public void Vector_BAR_4_prices_come_from_the_children_that_traded()
    {
        JsonElement expected = Read("BAR-4 rollup").GetProperty("trade_only");
        Bar[] children = [.. Enumerable.Range(0, 12).Select(i => i == 2 ? Traded(i, "105", "110", "104", "108", "10", "1070") : Empty(i, i < 2 ? "100" : "108"))];

        Bar hour = RollUp.Of(BarInterval.H1, children)!;

        Assert.Equal(P(expected.GetProperty("open")), hour.Open);
        Assert.Equal(P(expected.GetProperty("high")), hour.High);
        Assert.Equal(P(expected.GetProperty("low")), hour.Low);
        Assert.Equal(P(expected.GetProperty("close")), hour.Close);
        Assert.Equal(expected.GetProperty("vwap").GetDouble(), hour.Vwap, 1e-12);
        Assert.Equal(Hour + 3_600_000, hour.CloseTime_ms);
    }

    [Fact]
    public void Vector_BAR_5_vwap_is_the_ratio_of_sums()
    {
        JsonElement vector = Read("BAR-5 vwap");
        JsonElement[] sums = [.. vector.GetProperty("children").EnumerateArray()];
        Bar[] children = [.. Enumerable.Range(0, 3).Select(i => i < 2
            ? Traded(i, "100", "110", "100", "105", sums[i].GetProperty("vol").GetRawText(), sums[i].GetProperty("quote").GetRawText())
            : Empty(i, "105"))];
        Assert.Equal(vector.GetProperty("rollup_vwap").GetDouble(), RollUp.Of(BarInterval.M15, children)!.Vwap, 1e-12);
    }

    [Fact]
    public void A_window_of_empty_children_carries_the_last_close()
    {
        Bar bar = RollUp.Of(BarInterval.M15, [Empty(0, "7"), Empty(1, "7"), Empty(2, "7")])!;
        Assert.True(bar.IsEmpty);
        Assert.Equal((Price.Of(7), Price.Of(7)), (bar.Open, bar.Close));
    }

    [Fact]
    public void A_partial_window_is_not_visible()
    {
        Assert.Null(RollUp.Of(BarInterval.M15, [Empty(0, "7"), Empty(1, "7")]));
        Assert.Null(RollUp.Of(BarInterval.M15, [Empty(0, "7"), Empty(1, "7"), Empty(3, "7")]));
        Assert.Null(RollUp.Of(BarInterval.M15, [Empty(1, "7"), Empty(2, "7"), Empty(3, "7")]));
    }

    [Fact]
    public void One_suspect_child_makes_the_roll_up_suspect()
    {
        Bar bar = RollUp.Of(BarInterval.M15, [Empty(0, "7"), Empty(1, "7") with { Quality = BarQuality.Suspect }, Empty(2, "7")])!;
        Assert.Equal(BarQuality.Suspect, bar.Quality);
    }

    private static Bar Empty(int child, string close) => Traded(child, close, close, close, close, "0", "0");

    private static Bar Traded(int child, string open, string high, string low, string close, string volume, string quote)
    {
        SizeBuckets buys = default;
        buys[0] = new Flow(Quantity.Parse(volume), Notional.Parse(quote), volume == "0" ? 0 : 1);
        return new Bar
        {
            Symbol = "BTCUSDT",
            OpenTime_ms = Hour + child * Label.Length_ms,
            CloseTime_ms = Hour + (child + 1) * Label.Length_ms,
            Open = Price.Parse(open),
            High = Price.Parse(high),
            Low = Price.Parse(low),
            Close = Price.Parse(close),
            Buys = buys,
        };
    }
}
