using Platform.Domain.Market;
using Platform.Primitives.Numbers;
using Xunit;

namespace Platform.Calculators.Tests.Views;

public sealed class BarFieldsTests
{
    [Theory]
    [InlineData("close", BarField.Close)]
    [InlineData("quote_volume", BarField.Dolvol)]
    [InlineData("dolvol", BarField.Dolvol)]
    [InlineData("buydolvol", BarField.BuyDolvol)]
    [InlineData("buy_dolvol", BarField.BuyDolvol)]
    [InlineData("buy_dolvol4", BarField.BuyDolvol4)]
    [InlineData("sell_trade_count1", BarField.SellTradeCount1)]
    [InlineData("trade_count", BarField.TradeCount)]
    [InlineData("tradecount", BarField.FillCount)]
    [InlineData("selltradecount", BarField.SellFillCount)]
    public void Stored_names_are_columns(string name, BarField expected)
    {
        Assert.True(BarFields.TryParse(name, out BarField field));
        Assert.Equal(expected, field);
    }

    [Fact]
    public void Every_column_has_a_name_and_a_value()
    {
        Assert.Equal(BarFields.Count, BarFields.KnownNames.Select(name => BarFields.TryParse(name, out BarField field) ? field : default).Distinct().Count());
        Bar bar = Sample(BarQuality.Ok);
        foreach (BarField field in Enum.GetValues<BarField>())
            Assert.True(double.IsFinite(BarFields.Read(bar, field)), field.ToString());
    }

    [Fact]
    public void Buckets_are_read_by_side_measure_and_size()
    {
        Bar bar = Sample(BarQuality.Ok);
        Assert.Equal(3, BarFields.Read(bar, BarField.BuyVolume3));
        Assert.Equal(300, BarFields.Read(bar, BarField.BuyDolvol3));
        Assert.Equal(33, BarFields.Read(bar, BarField.BuyTradeCount3));
        Assert.Equal(14, BarFields.Read(bar, BarField.SellVolume4));
        Assert.Equal(10, BarFields.Read(bar, BarField.BuyVolume));
        Assert.Equal(100, BarFields.Read(bar, BarField.Vwap));
    }

    [Fact]
    public void A_bar_from_klines_has_totals_but_no_sizes()
    {
        Bar bar = Sample(BarQuality.Official);
        Assert.True(double.IsNaN(BarFields.Read(bar, BarField.BuyDolvol4)) && double.IsNaN(BarFields.Read(bar, BarField.TradeCount)));
        Assert.Equal(1000, BarFields.Read(bar, BarField.BuyDolvol));
    }

    private static Bar Sample(BarQuality quality)
    {
        SizeBuckets buys = default, sells = default;
        for (int i = 0; i < SizeBuckets.Count; i++)
        {
            buys[i] = new Flow(Quantity.Of(i + 1), Price.Of(100) * Quantity.Of(i + 1), 11 * (i + 1));
            sells[i] = new Flow(Quantity.Of(i + 11), Price.Of(100) * Quantity.Of(i + 11), i + 1);
        }

        return new Bar
        {
            Symbol = "XUSDT", OpenTime_ms = 0, CloseTime_ms = 300_000,
            Open = Price.Of(100), High = Price.Of(100), Low = Price.Of(100), Close = Price.Of(100),
            Buys = buys, Sells = sells, BuyTradeCount = 5, SellTradeCount = 6, Quality = quality,
        };
    }
}
