using System.Diagnostics;
using Platform.Domain.Instruments;
using Platform.Venue.Core.Contract;
using Platform.Venue.Tests.Engine;
using Xunit;

namespace Platform.Venue.Tests.Market;

public sealed class ModelSourceTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(10)]
    [InlineData(800)]
    public void A_market_of_many_symbols_starts_quickly_and_trades(int symbols)
    {
        long before = GC.GetTotalMemory(forceFullCollection: true);
        long started = Stopwatch.GetTimestamp();
        using var venue = new TestExchange(options => options with { Symbols = symbols });
        TimeSpan start = Stopwatch.GetElapsedTime(started);
        started = Stopwatch.GetTimestamp();
        venue.Run(seconds: 60);
        TimeSpan minute = Stopwatch.GetElapsedTime(started);
        output.WriteLine($"{symbols} symbols: start {start.TotalMilliseconds:F0} ms, a virtual minute {minute.TotalMilliseconds:F0} ms, "
            + $"{(GC.GetTotalMemory(true) - before) >> 20} MiB, {venue.Events.Trades.Count} trades, {venue.Events.Books.Count} book changes");
        Assert.Equal(symbols, venue.Exchange.Market.Symbols.Count);
        Assert.True(venue.Events.Trades.Count > symbols * 2);
        Assert.True(start < TimeSpan.FromSeconds(5), $"start took {start}");
        IEnumerable<string> trading = venue.Exchange.Market.Listings().Where(listing => listing.Instrument.Status == InstrumentStatus.Trading).Select(listing => listing.Symbol);
        Assert.All(trading, symbol => Assert.True(venue.Exchange.Market.BookTicker(symbol) is { } best && best.Bid < best.Ask && best.Bid.Units > 0));
    }

    [Fact]
    public void History_exists_at_the_start_in_every_interval_and_rolls_up_exactly()
    {
        using var venue = new TestExchange();
        foreach (string interval in new[] { "1m", "5m", "1h", "4h" })
            Assert.Equal(301, venue.Exchange.Market.Klines(TestExchange.Btc, interval, KlineSeries.Contract, 301)!.Count);
        Assert.True(venue.Exchange.Market.Klines(TestExchange.Btc, "1d", KlineSeries.Contract, 200)!.Count >= 100);
        IReadOnlyList<KlineView> minutes = venue.Exchange.Market.Klines(TestExchange.Btc, "1m", KlineSeries.Contract, 11)!;
        for (int i = 1; i < minutes.Count; i++)
            Assert.Equal(minutes[i - 1].Close_ms + 1, minutes[i].Open_ms);
        KlineView hour = venue.Exchange.Market.Klines(TestExchange.Btc, "1h", KlineSeries.Contract, 2)![0];
        IReadOnlyList<KlineView> parts = venue.Exchange.Market.Klines(TestExchange.Btc, "1m", KlineSeries.Contract, 60, hour.Open_ms, hour.Close_ms)!;
        Assert.Equal(60, parts.Count);
        Assert.Equal(hour.Volume.Units, parts.Sum(part => part.Volume.Units));
        Assert.Equal(hour.High, parts.Max(part => part.High));
        Assert.Equal(hour.Open, parts[0].Open);
        Assert.Equal(hour.Close, parts[^1].Close);
    }

    [Fact]
    public void Candles_of_the_tape_equal_the_aggregate_trades()
    {
        using var venue = new TestExchange();
        venue.Run(seconds: 200);
        foreach (string symbol in venue.Exchange.Market.Symbols)
        {
            KlineView kline = venue.Exchange.Market.Klines(symbol, "1m", KlineSeries.Contract, 3)![0];
            var trades = venue.Events.AggTrades.Where(row => row.Symbol == symbol && row.Trade.Time_ms >= kline.Open_ms && row.Trade.Time_ms <= kline.Close_ms).Select(row => row.Trade).ToArray();
            Assert.Equal(kline.Volume.Units, trades.Sum(trade => trade.Quantity.Units));
            Assert.Equal(kline.Close, trades[^1].Price);
            Assert.Equal(kline.TradeCount, trades.Sum(trade => trade.TradeCount));
        }
    }
}
