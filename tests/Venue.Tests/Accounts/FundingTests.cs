using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Pricing;
using Platform.Venue.Tests.Engine;
using Xunit;

namespace Platform.Venue.Tests.Accounts;

public sealed class FundingTests
{
    [Theory]
    [InlineData("0", 8, "0.0001")]
    [InlineData("0.0006", 8, "0.0001")]
    [InlineData("0.0007", 8, "0.0002")]
    [InlineData("-0.001", 8, "-0.0005")]
    [InlineData("0.0007", 4, "0.0001")]
    [InlineData("-0.001", 4, "-0.00025")]
    public void The_rate_follows_the_published_formula(string premium, int hours, string expected) =>
        Assert.Equal(Rate.Parse(expected), PricingEngine.Formula(Rate.Parse(premium).Units, hours, Rate.Parse("0.02"), Rate.Parse("-0.02")));

    [Fact]
    public void Longs_pay_shorts_receive_and_the_funding_account_contains_only_the_share_of_the_market_maker()
    {
        using var venue = new TestExchange(options => options with { VirtualStart_ms = TestExchange.Start_ms + 8 * 3_600_000 - 20_000 });
        venue.Market(venue.Alice, Side.Buy, "0.500");
        venue.Market(venue.Bob, Side.Sell, "0.500");
        venue.Run(seconds: 30);
        FundingView settled = venue.Exchange.Market.FundingRates(TestExchange.Btc, 1)[0];
        Assert.Equal(TestExchange.Start_ms + 8 * 3_600_000, settled.Funding_ms);
        IncomeView paid = Assert.Single(venue.Exchange.Accounts.Income(venue.Alice, TestExchange.Btc, IncomeType.FundingFee, 10));
        IncomeView received = Assert.Single(venue.Exchange.Accounts.Income(venue.Bob, TestExchange.Btc, IncomeType.FundingFee, 10));
        Money expected = settled.FundingRate.Of(settled.MarkPrice * Quantity.Parse("0.500"));
        Assert.Equal(-expected, paid.Income);
        Assert.Equal(expected, received.Income);
        AccountUpdated told = venue.Events.Of<AccountUpdated>().First(update => update.Reason == AccountReason.FundingFee && update.Account == venue.Alice);
        Assert.Empty(told.Positions);
        Assert.Equal(paid.Income, told.BalanceChange);
        Assert.Equal(TestExchange.Btc, told.Symbol);
    }

    [Fact]
    public void The_mark_price_stays_near_the_index_and_ticks_every_second()
    {
        using var venue = new TestExchange();
        venue.Run(seconds: 60);
        PremiumView[] ticks = [.. venue.Events.Marks.Where(tick => tick.Symbol == TestExchange.Btc)];
        Assert.InRange(ticks.Length, 60, 63);
        Assert.All(ticks, tick => Assert.InRange(tick.MarkPrice.ToDouble() / tick.IndexPrice.ToDouble(), 0.995, 1.005));
        IReadOnlyList<KlineView> minutes = venue.Exchange.Market.Klines(TestExchange.Btc, "1m", KlineSeries.Mark, 2)!;
        Assert.Equal(60, minutes[0].TradeCount);
    }
}
