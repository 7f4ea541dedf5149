using Platform.Domain.Market;
using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.TestKit.Files;
using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Sources;
using Platform.Venue.Core.Tape;
using Platform.Venue.Market;
using Platform.Venue.Market.Files;
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
            Dictionary<long, RecordedBar> recorded = KlineFile.ReadBars([Path.Combine(folder, $"{symbol}-1m.csv.gz")], new MarketNotices()).ToDictionary(bar => bar.Open_ms);
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
    public void History_before_the_start_is_from_the_recording()
    {
        string folder = RecordedData.Path("binance-usdm-1m");
        using var venue = new TestExchange(options => options with { Market = MarketKind.Klines, MarketPath = folder, VirtualStart_ms = null, Symbols = 2 });
        Dictionary<long, RecordedBar> recorded = KlineFile.ReadBars([Path.Combine(folder, "ETHUSDT-1m.csv.gz")], new MarketNotices()).ToDictionary(bar => bar.Open_ms);
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
    public void A_bar_with_few_lots_is_reproduced()
    {
        var trades = new List<PathTrade>();
        foreach ((long open, long high, long low, long close, long lots) in new[] { (5L, 5L, 5L, 5L, 1L), (5, 6, 5, 6, 2), (6, 6, 5, 5, 2), (5, 6, 4, 5, 4), (5, 6, 5, 5, 3), (5, 6, 4, 6, 3) })
        {
            for (int seed = 0; seed < 50; seed++)
            {
                var bar = new RecordedBar(0, open, high, low, close, lots);
                BarPath.Fill(bar, 1, 1, SeededStream.Of(3, seed), trades);
                Assert.Equal((open, high, low, close, lots), (trades[0].Price, trades.Max(trade => trade.Price), trades.Min(trade => trade.Price), trades[^1].Price, trades.Sum(trade => trade.Quantity)));
            }
        }
    }

    [Fact]
    public void A_bar_with_turnover_buy_volume_and_count_is_reproduced_in_all_of_them()
    {
        SeededStream stream = SeededStream.Of(11, 13);
        var trades = new List<PathTrade>();
        for (int round = 0; round < 4_000; round++)
        {
            // A minute of random trades, summed up as the exchange does it.
            var minute = MinuteBar.Flat(0, 0);
            int count = 1 + stream.Below(round % 5 == 0 ? 6 : 300);
            long price = 650_000 + stream.Below(1_000);
            for (int i = 0; i < count; i++)
                minute.Add(i, price += stream.Below(9) - 4, 1 + (long)Math.Exp(5 * stream.Uniform()), stream.Uniform() < 0.55);
            var bar = new RecordedBar(0, minute.Open * 10, minute.High * 10, minute.Low * 10, minute.Close * 10, minute.Volume * 100)
            {
                Flow = new BarFlow(minute.Quote * 1_000, minute.Count, minute.BuyVolume * 100, minute.BuyQuote * 1_000),
            };
            BarPath.Fill(bar, 10, 100, SeededStream.Of(5, round), trades);
            var again = MinuteBar.Flat(0, 0);
            foreach (PathTrade trade in trades)
                again.Add(0, 0, trade.Trades, trade.Price, trade.Quantity, trade.Taker == Side.Buy);
            Assert.Equal((bar.Open, bar.High, bar.Low, bar.Close, bar.Volume), (again.Open, again.High, again.Low, again.Close, again.Volume));
            Assert.Equal((bar.Flow.Quote, bar.Flow.BuyVolume, bar.Flow.BuyQuote), (again.Quote, again.BuyVolume, again.BuyQuote));
            if (count >= 8)
                Assert.Equal(bar.Flow.Trades, again.Count);
            Assert.All(trades, trade => Assert.True(trade is { Quantity: > 0, Time_ms: >= 0 and < 60_000 } && trade.Price % 10 == 0 && trade.Quantity % 100 == 0));
        }
    }

    [Fact]
    public void The_exchanges_own_archives_of_bars_are_replayed_exactly()
    {
        using var folder = new TempFolder();
        const string Rows = "1784073600000,65014.60,65031.80,64996.80,65011.50,327.207,1784073659999,21273110.50730,5998,222.863,14489221.32700,0\n";
        File.WriteAllText(folder.File("BTCUSDT-1m-2026-07-15.csv"), Rows + "1784073720000,65011.50,65020.00,65011.50,65020.00,1.5,1784073779999,97524.00000,12,1.0,65016.00000,0\n");
        File.WriteAllText(folder.File("BTCUSDT-5m-2026-07-15.csv"), Rows);
        File.WriteAllText(folder.File("BTCUSDT-fundingRate-2026-07.csv"), "calc_time,funding_interval_hours,last_funding_rate\n1784073600003,4,0.00012300\n");
        using var venue = new TestExchange(options => options with { Market = MarketKind.Archives, MarketPath = folder.Path, VirtualStart_ms = 1_784_073_600_000 });
        venue.Run(seconds: 180);
        KlineView kline = venue.Exchange.Market.Klines(TestExchange.Btc, "1m", KlineSeries.Contract, 4)![0];
        Assert.Equal(("65014.6", "65031.8", "64996.8", "65011.5"), (kline.Open.ToString(), kline.High.ToString(), kline.Low.ToString(), kline.Close.ToString()));
        Assert.Equal((Quantity.Parse("327.207"), Notional.Parse("21273110.5073"), 5998L), (kline.Volume, kline.QuoteVolume, kline.TradeCount));
        Assert.Equal((Quantity.Parse("222.863"), Notional.Parse("14489221.327")), (kline.TakerBuyVolume, kline.TakerBuyQuoteVolume));
        Assert.Contains(venue.Exchange.MarketNotices, notice => notice.StartsWith("BTCUSDT: 1 minutes are missing before 2026-07-15T00:02", StringComparison.Ordinal));
        Assert.Equal(Rate.Parse("0.000123"), venue.Exchange.Market.FundingRates(TestExchange.Btc, 10)[^1].FundingRate);
    }

    [Theory]
    [InlineData("1784073600000,5,4,3,5,1\n", "high '4' is not possible with open 5, low 3, close 5")]
    [InlineData("1784073600000,5,6,3,5,0\n", "high '6' is not possible")]
    [InlineData("1784073600001,5,6,3,5,1\n", "date '1784073600001' is not the start of a minute")]
    [InlineData("1784073600000,5,6,x,5,1\n", "low 'x' is not a decimal number")]
    [InlineData("1784073600000,5,6\n", "there is no column 'low'. The file is skipped. Expected date,open,high")]
    [InlineData("when,open,high,low,close,volume\n", "there is no column 'date'")]
    public void An_impossible_bar_is_reported_with_its_field(string rows, string expected)
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("BTCUSDT-1m.csv"), rows);
        string message = KlineSource.Open(new ExchangeOptions { Market = MarketKind.Klines, MarketPath = folder.Path }).Fault!.Message;
        Assert.Contains($"BTCUSDT-1m.csv:1: {expected}", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Unsorted_and_duplicate_bars_are_sorted_and_reported()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("BTCUSDT-1m.csv"), "date,open,high,low,close,volume\n1784073720000,5,6,4,5,4\n1784073600000,5,6,4,5,4\n1784073660000,5,6,4,5,4\n1784073660000,5,9,4,5,4\n");
        var notices = new MarketNotices();
        RecordedBar[] bars = KlineFile.ReadBars([folder.File("BTCUSDT-1m.csv")], notices);
        Assert.Equal([1_784_073_600_000, 1_784_073_660_000, 1_784_073_720_000], bars.Select(bar => bar.Open_ms));
        Assert.Contains(notices.Lines, line => line.Contains("BTCUSDT-1m.csv:3: the bar is not later", StringComparison.Ordinal));
    }

    [Fact]
    public void A_missing_folder_is_reported()
    {
        var clock = TestKit.Clocks.ManualClock.At(TestExchange.Start_ms);
        string message = Platform.Venue.Core.Engine.Exchange.Create(new ExchangeOptions { Market = MarketKind.Klines, MarketPath = "nowhere" }, clock, MarketSources.Open).Fault!.Message;
        Assert.Contains("nowhere", message);
        Assert.Contains("BTCUSDT-1m.csv.gz", message);
    }

    private static void AssertSame(RecordedBar bar, KlineView kline) =>
        Assert.Equal((bar.Open, bar.High, bar.Low, bar.Close, bar.Volume), (kline.Open.Units, kline.High.Units, kline.Low.Units, kline.Close.Units, kline.Volume.Units));
}
