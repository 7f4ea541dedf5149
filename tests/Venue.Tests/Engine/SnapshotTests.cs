using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.TestKit.Files;
using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Engine;
using Xunit;

namespace Platform.Venue.Tests.Engine;

public sealed class SnapshotTests
{
    [Fact]
    public void A_restored_snapshot_continues_like_the_original()
    {
        using var venue = new TestExchange();
        Trade(venue);
        string text = venue.Exchange.Snapshot().Value.ToText();
        string before = Snapshot(venue);
        venue.Run(seconds: 33);
        string after = Snapshot(venue);
        Assert.NotEqual(before, after);
        Assert.True(venue.Exchange.Restore(ExchangeSnapshot.Read(text).Value).IsOk);
        Assert.Equal(before, Snapshot(venue));
        venue.Run(seconds: 33);
        Assert.Equal(after, Snapshot(venue));
    }

    [Theory]
    [InlineData(nameof(MarketKind.Klines), "binance-usdm-1m")]
    [InlineData(nameof(MarketKind.Captures), "binance-usdm-ws")]
    public void A_recorded_market_continues_where_it_stopped(string market, string folder)
    {
        string path = RecordedData.Path(folder);
        using var venue = new TestExchange(options => options with { Market = Enum.Parse<MarketKind>(market), MarketPath = path, VirtualStart_ms = null, Symbols = 3 });
        Trade(venue);
        venue.Run(seconds: 90);
        string text = venue.Exchange.Snapshot().Value.ToText();
        string before = Snapshot(venue);
        venue.Run(seconds: 33);
        string after = Snapshot(venue);
        Assert.Null(venue.Exchange.Restore(ExchangeSnapshot.Read(text).Value).Fault);
        Assert.Equal(before, Snapshot(venue));
        venue.Run(seconds: 33);
        Assert.Equal(after, Snapshot(venue));
    }

    [Fact]
    public void A_reset_restores_the_start_and_keeps_the_subscribers()
    {
        using var venue = new TestExchange();
        Trade(venue);
        Assert.True(venue.Exchange.Reset().IsOk);
        Assert.Equal(TestExchange.Start_ms, venue.Exchange.Clock.Now_ms);
        Assert.Equal(Money.Of(100_000), venue.Exchange.Accounts.Account(venue.Alice).WalletBalance);
        int heard = venue.Events.Books.Count;
        venue.Run(seconds: 2);
        Assert.True(venue.Events.Books.Count > heard);
    }

    [Fact]
    public void A_snapshot_of_another_market_and_truncated_text_are_refused_with_a_reason()
    {
        using var venue = new TestExchange();
        ExchangeSnapshot other = venue.Exchange.Snapshot().Value with { Options = new ExchangeOptions { Seed = 77 } };
        Assert.Contains("seed 77", venue.Exchange.Restore(other).Fault!.Message);
        Assert.Contains("cannot be read", ExchangeSnapshot.Read("{\"Schema\":").Fault!.Message);
    }

    private static void Trade(TestExchange venue)
    {
        venue.Exchange.OpenAccount("carol", Money.Of(500));
        venue.Exchange.Execute(new SetLeverage(venue.Alice, TestExchange.Btc, 7));
        venue.Market(venue.Alice, Side.Buy, "0.020");
        venue.Limit(venue.Bob, Side.Sell, "0.030", venue.Near(Side.Sell, -5));
        venue.Run(seconds: 11);
        venue.Market(venue.Alice, Side.Sell, "0.005");
        venue.Run(seconds: 3);
    }

    private static string Snapshot(TestExchange venue)
    {
        AccountView account = venue.Exchange.Accounts.Account(venue.Alice);
        return string.Join('|', venue.Exchange.Clock.Now_ms, venue.Touch, account.WalletBalance, account.MarginBalance, venue.Exchange.Accounts.Account(new AccountId(2)).WalletBalance,
            venue.Exchange.Accounts.OpenOrders(venue.Bob, null).Count, venue.Exchange.Market.Klines(TestExchange.Btc, "1m", KlineSeries.Contract, 1)![0]);
    }
}
