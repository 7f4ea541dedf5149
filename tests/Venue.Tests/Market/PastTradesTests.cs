using Platform.Domain.Market;
using Platform.Primitives.Numbers;
using Platform.Primitives.Time;
using Platform.Venue.Core.Contract;
using Platform.Venue.Tests.Engine;
using Xunit;

namespace Platform.Venue.Tests.Market;

/// <summary>The hours before the start: candles of every length, tickers and aggregate trades agree.</summary>
public sealed class PastTradesTests
{
    private const long Hour_ms = UnixTime.MillisecondsPerHour;

    [Theory]
    [InlineData("1h")]
    [InlineData("4h")]
    public void A_longer_candle_is_the_sum_of_its_minutes_in_every_volume(string interval)
    {
        using var venue = new TestExchange(options => options with { Symbols = 24 });
        foreach (string symbol in venue.Exchange.Market.Symbols)
        {
            foreach (KlineView candle in venue.Exchange.Market.Klines(symbol, interval, KlineSeries.Contract, 4, TestExchange.Start_ms - 60 * Hour_ms, TestExchange.Start_ms - 44 * Hour_ms)!)
            {
                IReadOnlyList<KlineView> minutes = venue.Exchange.Market.Klines(symbol, "1m", KlineSeries.Contract, 1_500, candle.Open_ms, candle.Close_ms)!;
                decimal Total(Func<KlineView, decimal> value) => minutes.Sum(value);
                int decimals = DecimalsOf(venue, symbol);
                Assert.Equal(Shown(candle.QuoteVolume, decimals), Total(minute => Shown(minute.QuoteVolume, decimals)));
                Assert.Equal(Shown(candle.TakerBuyQuoteVolume, decimals), Total(minute => Shown(minute.TakerBuyQuoteVolume, decimals)));
                Assert.Equal((candle.Volume.Units, candle.TakerBuyVolume.Units, candle.TradeCount), (minutes.Sum(minute => minute.Volume.Units), minutes.Sum(minute => minute.TakerBuyVolume.Units), minutes.Sum(minute => minute.TradeCount)));
            }
        }
    }

    [Fact]
    public void The_count_of_a_ticker_is_that_of_its_trade_ids_before_and_after_the_start()
    {
        using var venue = new TestExchange(options => options with { Symbols = 24 });
        for (int round = 0; round < 2; round++)
        {
            foreach (TickerView ticker in venue.Exchange.Market.Symbols.Select(symbol => venue.Exchange.Market.Ticker(symbol)!).Where(ticker => ticker.TradeCount > 0))
                Assert.Equal(ticker.TradeCount, ticker.LastTradeId - ticker.FirstTradeId + 1);
            venue.Run(seconds: 90);
        }
    }

    [Fact]
    public void Aggregate_trades_go_back_48_hours_without_a_gap_and_make_the_candles()
    {
        using var venue = new TestExchange();
        venue.Run(seconds: 130);
        AggTrade oldest = venue.Exchange.Market.OldestAggTrade(TestExchange.Btc, 0)!.Value;
        Assert.InRange(oldest.Time_ms, TestExchange.Start_ms - 48 * Hour_ms, TestExchange.Start_ms - 48 * Hour_ms + 120_000);
        List<AggTrade> all = [];
        for (long next = oldest.Id; ;)
        {
            IReadOnlyList<AggTradePublished> page = venue.Exchange.Market.AggTrades(TestExchange.Btc, 1_000, fromId: next);
            if (page.Count == 0)
                break;
            all.AddRange(page.Select(row => row.Trade));
            next = all[^1].Id + 1;
        }

        Assert.All(all.Zip(all.Skip(1)), pair => Assert.True(pair.Second.Id == pair.First.Id + 1 && pair.Second.FirstTradeId == pair.First.LastTradeId + 1 && pair.Second.Time_ms >= pair.First.Time_ms, $"{pair.First} then {pair.Second}"));
        foreach (long open_ms in new[] { TestExchange.Start_ms - 47 * Hour_ms, TestExchange.Start_ms - 60_000, TestExchange.Start_ms })
        {
            KlineView minute = venue.Exchange.Market.Klines(TestExchange.Btc, "1m", KlineSeries.Contract, 1, open_ms, open_ms)![0];
            AggTrade[] trades = [.. all.Where(trade => trade.Time_ms >= minute.Open_ms && trade.Time_ms <= minute.Close_ms)];
            Assert.Equal(trades.Select(trade => trade.Id), venue.Exchange.Market.AggTrades(TestExchange.Btc, 1_000, start_ms: minute.Open_ms, end_ms: minute.Close_ms).Select(row => row.Trade.Id));
            Assert.Equal((minute.Open, minute.High, minute.Low, minute.Close), (trades[0].Price, trades.Max(trade => trade.Price), trades.Min(trade => trade.Price), trades[^1].Price));
            Assert.Equal((minute.Volume.Units, minute.TradeCount), (trades.Sum(trade => trade.Quantity.Units), trades.Sum(trade => trade.TradeCount)));
            Assert.Equal(minute.TakerBuyQuoteVolume, trades.Where(trade => !trade.BuyerIsMaker).Aggregate(Notional.Zero, (sum, trade) => sum + trade.Price * trade.Quantity));
        }
    }

    [Fact]
    public void The_newest_aggregates_of_a_market_that_just_began_are_those_before_the_start()
    {
        using var venue = new TestExchange();
        IReadOnlyList<AggTradePublished> rows = venue.Exchange.Market.AggTrades(TestExchange.Btc, 500);
        Assert.Equal(500, rows.Count);
        Assert.All(rows.Zip(rows.Skip(1)), pair => Assert.Equal(pair.First.Trade.Id + 1, pair.Second.Trade.Id));
    }

    private static int DecimalsOf(TestExchange venue, string symbol)
    {
        Domain.Instruments.Instrument instrument = venue.Exchange.Market.Listing(symbol)!.Instrument;
        return Math.Min(8, instrument.PricePrecision + instrument.QuantityPrecision);
    }

    /// <summary>The sum as responses contain it.</summary>
    private static decimal Shown(Notional sum, int decimals) => decimal.Parse(sum.ToString(decimals), System.Globalization.CultureInfo.InvariantCulture);
}
