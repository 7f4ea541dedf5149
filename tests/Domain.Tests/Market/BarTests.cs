using Platform.Domain.Accounts;
using Platform.Domain.Market;
using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Xunit;

namespace Platform.Domain.Tests.Market;

public sealed class BarTests
{
    [Fact]
    public void Totals_are_the_sums_of_the_buckets_of_both_sides()
    {
        Bar bar = Of(
            (Quantity.Parse("2.5"), "250.5", 2), (Quantity.Parse("5"), "498.5", 2));
        Assert.Equal(Quantity.Parse("7.5"), bar.Volume);
        Assert.Equal(Notional.Parse("749"), bar.QuoteVolume);
        Assert.Equal(4, bar.AggTradeCount);
        Assert.Equal(99.86666666666666, bar.Vwap);
    }

    [Fact]
    public void An_empty_bar_has_no_vwap()
    {
        Bar bar = Of((Quantity.Zero, "0", 0), (Quantity.Zero, "0", 0));
        Assert.True(bar.IsEmpty && double.IsNaN(bar.Vwap));
    }

    [Fact]
    public void Buckets_are_compared_by_value()
    {
        SizeBuckets one = default, two = default;
        Assert.True(one.Equals(two));
        two[3] = new Flow(Quantity.Of(1), Notional.Parse("1"), 1);
        Assert.False(one.Equals(two));
        one[3] = two[3];
        Assert.True(one.Equals(two) && one.GetHashCode() == two.GetHashCode());
    }

    [Theory]
    [InlineData("100.5", "2", "0.001", true)]
    [InlineData("0", "2", "1", false)]
    [InlineData("1", "0", "1", false)]
    public void Trades_without_price_or_quantity_are_not_valid(string price, string quantity, string id, bool valid) =>
        Assert.Equal(valid, new AggTrade(id.Length, Price.Parse(price), Quantity.Parse(quantity), 5, 7, 1, true).IsValid);

    [Fact]
    public void A_short_earns_when_the_mark_falls_cut_to_eight_decimals()
    {
        var position = new Position("XUSDT", PositionSide.Both, Quantity.Parse("-0.333"), Price.Parse("100.00000001"), Price.Parse("99"));
        Assert.Equal(Money.Parse("0.333"), position.UnrealizedPnl);
        Assert.Equal(Notional.Parse("-32.967"), position.Notional);
    }

    private static Bar Of((Quantity Volume, string Dolvol, long Count) buys, (Quantity Volume, string Dolvol, long Count) sells)
    {
        SizeBuckets bought = default, sold = default;
        bought[1] = new Flow(buys.Volume, Notional.Parse(buys.Dolvol), buys.Count);
        sold[2] = new Flow(sells.Volume, Notional.Parse(sells.Dolvol), sells.Count);
        return new Bar
        {
            Symbol = "XUSDT", OpenTime_ms = 0, CloseTime_ms = 300_000,
            Open = Price.Of(100), High = Price.Of(101), Low = Price.Of(99), Close = Price.Of(101), Buys = bought, Sells = sold,
        };
    }
}
