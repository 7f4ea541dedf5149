using Platform.Domain.Market;
using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.TestKit.Files;
using Platform.Venue.Engine.Contract;
using Platform.Venue.Market;
using Platform.Venue.Market.Klines;
using Platform.Venue.Tests.Engine;
using Xunit;

namespace Platform.Venue.Tests.Market;

public sealed class KlineSourceTests
{
    [Fact]
    public void A_recorded_hour_is_reproduced_exactly_whatever_clients_do()
    {
        string folder = RecordedData.Path("binance-usdm-1m");
        using var venue = new TestExchange(options => options with { Market = MarketKind.Klines, MarketPath = folder, VirtualStart_ms = null, Symbols = 10 });
        long start_ms = venue.Exchange.Clock.Anchor.VirtualStart_ms;
        Assert.Equal(0, start_ms % 300_000);
        for (int minute = 0; minute < 61; minute++)
        {
            Assert.True(venue.Market(venue.Alice, minute % 2 == 0 ? Side.Buy : Side.Sell, "0.5").IsOk);
            venue.Limit(venue.Bob, Side.Buy, "0.2", venue.Near(Side.Buy, -20));
            venue.Run(seconds: 60);
        }

        foreach (string symbol in venue.Exchange.Market.Symbols)
        {
            Dictionary<long, RecordedBar> recorded = KlineFile.ReadBars(Path.Combine(folder, $"{symbol}-1m.csv.gz")).Value.ToDictionary(bar => bar.Open_ms);
            IReadOnlyList<KlineView> klines = venue.Exchange.Market.Klines(symbol, "1m", KlineSeries.Contract, 200, start_ms, start_ms + 3_599_999)!;
            Assert.Equal(60, klines.Count);
            foreach (KlineView kline in klines)
                AssertSame(recorded[kline.Open_ms], kline);
            AggTrade[] trades = [.. venue.Events.AggTrades.Where(row => row.Symbol == symbol).Select(row => row.Trade)];
            for (int i = 1; i < trades.Length; i++)
                Assert.Equal(trades[i - 1].Id + 1, trades[i].Id);
            foreach (IGrouping<long, AggTrade> minute in trades.GroupBy(trade => trade.Time_ms / 60_000 * 60_000).Where(group => group.Key < start_ms + 3_600_000))
                Assert.Equal(recorded[minute.Key].Volume, minute.Sum(trade => trade.Quantity.Units));
        }

        Assert.True(venue.Exchange.Accounts.Trades(venue.Alice, TestExchange.Btc, 1000).Count >= 61);
    }

    [Fact]
    public void History_before_the_start_is_the_recording_too()
    {
        string folder = RecordedData.Path("binance-usdm-1m");
        using var venue = new TestExchange(options => options with { Market = MarketKind.Klines, MarketPath = folder, VirtualStart_ms = null, Symbols = 2 });
        Dictionary<long, RecordedBar> recorded = KlineFile.ReadBars(Path.Combine(folder, "ETHUSDT-1m.csv.gz")).Value.ToDictionary(bar => bar.Open_ms);
        IReadOnlyList<KlineView> klines = venue.Exchange.Market.Klines("ETHUSDT", "1m", KlineSeries.Contract, 500)!;
        Assert.Equal(500, klines.Count);
        foreach (KlineView kline in klines.SkipLast(1))
            AssertSame(recorded[kline.Open_ms], kline);
        IReadOnlyList<KlineView> five = venue.Exchange.Market.Klines("ETHUSDT", "5m", KlineSeries.Contract, 301)!;
        Assert.Equal(301, five.Count);
        Assert.All(five.SkipLast(1), kline => Assert.Equal(recorded[kline.Open_ms + 240_000].Close, kline.Close.Units));
    }

    [Fact]
    public void Every_bar_of_any_shape_becomes_trades_that_reproduce_it()
    {
        SeededStream stream = SeededStream.Of(7, 7);
        var trades = new List<PathTrade>();
        for (int round = 0; round < 5_000; round++)
        {
            long low = 1_000 + stream.Below(500), high = low + stream.Below(80);
            var bar = new RecordedBar(60_000L * round, low + stream.Below((int)(high - low) + 1), high, low, low + stream.Below((int)(high - low) + 1), 4 + stream.Below(4_000));
            BarPath.Fill(bar, 1, 1, SeededStream.Of(1, round), trades);
            Assert.Equal(bar.Open, trades[0].Price);
            Assert.Equal(bar.Close, trades[^1].Price);
            Assert.Equal(bar.High, trades.Max(trade => trade.Price));
            Assert.Equal(bar.Low, trades.Min(trade => trade.Price));
            Assert.Equal(bar.Volume, trades.Sum(trade => trade.Quantity));
            Assert.All(trades, trade => Assert.InRange(trade.Time_ms, bar.Open_ms, bar.Open_ms + 59_999));
            Assert.All(trades, trade => Assert.True(trade.Quantity > 0));
        }
    }

    [Fact]
    public void A_missing_folder_is_a_clear_message()
    {
        var clock = TestKit.Clocks.ManualClock.At(TestExchange.Start_ms);
        string message = Platform.Venue.Engine.Exchange.Create(new ExchangeOptions { Market = MarketKind.Klines, MarketPath = "nowhere" }, clock).Fault!.Message;
        Assert.Contains("nowhere", message);
        Assert.Contains("BTCUSDT-1m.csv.gz", message);
    }

    private static void AssertSame(RecordedBar bar, KlineView kline) =>
        Assert.Equal((bar.Open, bar.High, bar.Low, bar.Close, bar.Volume), (kline.Open.Units, kline.High.Units, kline.Low.Units, kline.Close.Units, kline.Volume.Units));
}
