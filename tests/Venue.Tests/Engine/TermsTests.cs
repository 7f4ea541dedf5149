using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Venue.Core.Contract;
using Xunit;

namespace Platform.Venue.Tests.Engine;

/// <summary>Fees by account, the maximum age of orders, averages of the mark price, and candles of one second.</summary>
public sealed class TermsTests
{
    [Fact]
    public void Each_account_pays_the_fees_of_its_tier()
    {
        using var venue = new TestExchange(options => options with { Accounts = [new AccountSeed("alice", Money.Of(100_000)), new AccountSeed("bob", Money.Of(100_000), FeeTier: 3)] });
        foreach ((AccountId account, string rate) in new[] { (venue.Alice, "0.0005"), (venue.Bob, "0.00032") })
        {
            Assert.True(venue.Market(account, Side.Buy, "0.010").IsOk);
            UserTradeView fill = venue.Exchange.Accounts.Trades(account, TestExchange.Btc, 1)[0];
            Assert.Equal(Rate.Parse(rate).Of(fill.Price * fill.Quantity), fill.Commission);
            Assert.Equal(Rate.Parse(rate), venue.Exchange.Accounts.Commission(account, TestExchange.Btc).Taker);
        }

        Assert.Equal(3, venue.Exchange.Accounts.Account(venue.Bob).FeeTier);
    }

    [Fact]
    public void An_order_expires_at_the_maximum_age()
    {
        using var venue = new TestExchange(options => options with { MaxOrderAge_ms = 3_600_000 });
        OrderView old = venue.Limit(venue.Alice, Side.Buy, "0.010", venue.Touch.Bid.FloorTo(Price.Of(100)) - Price.Of(4_000)).Value!;
        venue.Run(seconds: 3_700);
        OrderView young = venue.Limit(venue.Alice, Side.Buy, "0.010", venue.Touch.Bid.FloorTo(Price.Of(100)) - Price.Of(4_000)).Value!;
        venue.Run(seconds: 3_600);
        Assert.Equal(OrderStatus.Expired, venue.Exchange.Accounts.Order(venue.Alice, TestExchange.Btc, old.OrderId, null)!.Status);
        Assert.Equal(OrderStatus.New, venue.Exchange.Accounts.Order(venue.Alice, TestExchange.Btc, young.OrderId, null)!.Status);
    }

    [Fact]
    public void The_mark_average_covers_the_last_30_seconds()
    {
        using var venue = new TestExchange();
        var marks = new List<PremiumView>();
        using IDisposable _ = venue.Exchange.Subscribe(new MarkLog(marks));
        venue.Run(seconds: 60);
        long mean = (long)marks.TakeLast(30).Average(mark => (decimal)mark.MarkPrice.Units);
        Assert.InRange(marks[^1].MarkAverage.Units - mean, -1, 1);
        Assert.NotEqual(marks[^1].MarkPrice, marks[^1].MarkAverage);
    }

    [Fact]
    public void Candles_of_one_second_add_up_to_the_minute()
    {
        using var venue = new TestExchange();
        venue.Run(seconds: 178);
        long minute_ms = TestExchange.Start_ms + 60_000;
        KlineView whole = Assert.Single(venue.Exchange.Market.Klines(TestExchange.Btc, "1m", KlineSeries.Contract, 1, minute_ms, minute_ms)!);
        IReadOnlyList<KlineView> seconds = venue.Exchange.Market.Klines(TestExchange.Btc, "1s", KlineSeries.Contract, 1_000, minute_ms, minute_ms + 59_999)!;
        Assert.Equal(60, seconds.Count);
        Assert.Equal(whole.Volume.Units, seconds.Sum(second => second.Volume.Units));
        Assert.Equal(whole.TradeCount, seconds.Sum(second => second.TradeCount));
        Assert.Equal((whole.Close, whole.High), (seconds[^1].Close, seconds.Where(second => second.TradeCount > 0).Max(second => second.High)));
        Assert.Null(venue.Exchange.Market.Klines(TestExchange.Btc, "1s", KlineSeries.Mark, 1));
    }

    private sealed class MarkLog(List<PremiumView> marks) : IExchangeSink
    {
        public void MarkPriceTicked(in PremiumView premium)
        {
            if (premium.Symbol == TestExchange.Btc)
                marks.Add(premium);
        }
    }
}
