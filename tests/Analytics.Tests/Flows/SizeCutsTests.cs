using System.Globalization;
using System.Text.Json;
using Platform.Analytics.Bars;
using Platform.Analytics.Flows;
using Platform.Analytics.Tests.Bars;
using Platform.Domain.Market;
using Platform.Primitives.Numbers;
using Xunit;

namespace Platform.Analytics.Tests.Flows;

public sealed class SizeCutsTests
{
    [Fact]
    public void Vector_TS_1_the_cuts_are_the_RMB_amounts_over_seven()
    {
        double[] expected = [.. BarVectors.Read("TS-1 thresholds").EnumerateArray().Select(number => number.GetDouble())];
        Assert.All(expected.Zip(SizeCuts.Rmb7.Amounts), pair => Assert.Equal(pair.First, pair.Second.ToDouble(), 1e-9));
    }

    [Fact]
    public void A_cut_is_exact_to_the_last_of_sixteen_decimals()
    {
        Int128 below = Notional.Parse("5714.2857142857142857").Units;
        Assert.True(below * 7 <= (Int128)40_000 * 10_000_000_000_000_000);
        Assert.Equal((0, 1), (SizeCuts.Rmb7.IndexOf(below), SizeCuts.Rmb7.IndexOf(below + 1)));
    }

    [Fact]
    public void An_amount_on_a_whole_cut_belongs_to_the_smaller_bucket()
    {
        SizeCuts whole = SizeCuts.FromRmb(10, 20, 30, Rate.Parse("1"), "test");
        Assert.Equal([0, 1, 1, 2, 2, 3], new[] { "10", "10.0000000000000001", "20", "20.1", "30", "31" }.Select(text => whole.IndexOf(Notional.Parse(text).Units)));
    }

    [Fact]
    public void Vector_TS_2_eight_trades_fall_into_their_buckets()
    {
        JsonElement vector = BarVectors.Read("TS-2");
        (string Quote, bool Sell)[] rows =
        [
            ("5714.28", false), ("5714.29", false), ("28571.42", true), ("28571.43", true),
            ("142857.14", false), ("142857.15", false), ("300000", true), ("100", true),
        ];
        BarBuilder builder = BarVectors.Builder(nextId: 1);
        for (int i = 0; i < rows.Length; i++)
            builder.Offer(BarVectors.Trade(i + 1, rows[i].Quote, "1", BarVectors.T0 + i, rows[i].Sell), BarVectors.Never);
        builder.CloseByTime(BarVectors.T1 + 2000);
        Bar bar = Assert.Single(BarVectors.Take(builder));

        foreach (JsonProperty pair in vector.EnumerateObject())
            Assert.Equal(pair.Value.GetDecimal(), Column(bar, pair.Name));
    }

    private static decimal Column(Bar bar, string name)
    {
        if (name == "dolvol")
            return Number(bar.QuoteVolume);
        if (name == "main_net_dolvol")
            return Number(bar.MainNetDolvol());
        (SizeBuckets buckets, Flow total) = name.StartsWith("buy_", StringComparison.Ordinal) ? (bar.Buys, bar.Buy) : (bar.Sells, bar.Sell);
        Flow flow = char.IsAsciiDigit(name[^1]) ? buckets[name[^1] - '1'] : total;
        return name.Contains("count", StringComparison.Ordinal) ? flow.Count : Number(flow.Dolvol);
    }

    private static decimal Number(Notional amount) => decimal.Parse(amount.ToString(), CultureInfo.InvariantCulture);
}
