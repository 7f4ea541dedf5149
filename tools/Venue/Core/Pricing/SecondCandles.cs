using Platform.Primitives.Numbers;
using Platform.Primitives.Time;
using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Matching;
using Platform.Venue.Core.Tape;

namespace Platform.Venue.Core.Pricing;

/// <summary>Builds candles of one second from the trades in memory; only the continuous-kline stream publishes them.</summary>
internal static class SecondCandles
{
    public const string Interval = "1s";
    private const long Second_ms = UnixTime.MillisecondsPerSecond;

    /// <summary>Candles in ascending order, including the open candle; a second without trades repeats the previous close.</summary>
    public static List<KlineView> Read(SymbolState symbol, long now_ms, int limit, long? start_ms, long? end_ms)
    {
        long last_ms = UnixTime.FloorTo(Math.Min(end_ms ?? now_ms, now_ms), Second_ms);
        long first_ms = Math.Max(start_ms is { } start ? UnixTime.FloorTo(start + Second_ms - 1, Second_ms) : long.MinValue, last_ms - (limit - 1) * Second_ms);
        Ring<TradeView> trades = symbol.Tape.Trades;
        long at = trades.End;
        while (at > trades.First && trades[at - 1].Time_ms >= first_ms)
            at--;
        long close = at > trades.First ? trades[at - 1].Price.Units : symbol.Listing.LastPrice.Units;
        List<KlineView> candles = [];
        for (long open_ms = first_ms; open_ms <= last_ms; open_ms += Second_ms)
        {
            MinuteBar bar = MinuteBar.Flat(open_ms, close);
            for (; at < trades.End && trades[at].Time_ms < open_ms + Second_ms; at++)
                bar.Add(trades[at].Id, trades[at].Price.Units, trades[at].Quantity.Units, !trades[at].BuyerIsMaker);
            close = bar.Close;
            candles.Add(new KlineView(
                open_ms, open_ms + Second_ms - 1, Price.FromUnits(bar.Open), Price.FromUnits(bar.High), Price.FromUnits(bar.Low), Price.FromUnits(bar.Close),
                Quantity.FromUnits(bar.Volume), Notional.FromUnits(bar.Quote), bar.Count, Quantity.FromUnits(bar.BuyVolume), Notional.FromUnits(bar.BuyQuote), bar.FirstId, bar.LastId));
        }

        return candles;
    }
}
