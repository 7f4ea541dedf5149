using Platform.Primitives.Numbers;
using Platform.Primitives.Time;
using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Matching;
using Platform.Venue.Core.Sources;
using Platform.Venue.Core.Tape;

namespace Platform.Venue.Core.Pricing;

/// <summary>Builds candles of any interval from minute bars of the tape and, before the start, of the source's history.</summary>
internal sealed class KlineReader(CoreState state, PricingEngine pricing)
{
    private const int Chunk = 512;
    private readonly MinuteBar[] _buffer = new MinuteBar[Chunk];
    private readonly Dictionary<int, (long Until_ms, MinuteBar Sum)> _days = [];

    /// <summary>Candles in ascending order, including the open candle; without a start time the newest ones. Candles of the future or before the history are not returned.</summary>
    public List<KlineView> Read(SymbolState symbol, string interval, KlineSeries series, int limit, long? start_ms, long? end_ms)
    {
        long now_ms = state.Now_ms;
        long oldest_ms = state.Source.HistoryStart_ms(symbol.Listing.Index);
        if (start_ms > now_ms || end_ms < oldest_ms)
            return [];
        long last_ms = KlineIntervals.StartOf(interval, Math.Min(end_ms ?? now_ms, now_ms));
        long first_ms = start_ms is { } start ? Aligned(interval, Math.Max(start, oldest_ms)) : Back(interval, last_ms, limit - 1);
        first_ms = Math.Max(first_ms, Aligned(interval, oldest_ms));
        var klines = new List<KlineView>();
        for (long open_ms = first_ms; open_ms <= last_ms && klines.Count < limit; open_ms = KlineIntervals.Next(interval, open_ms))
            klines.Add(Show(interval, open_ms, Roll(symbol, series, open_ms, Math.Min(KlineIntervals.Next(interval, open_ms), now_ms + 1))));
        return klines;
    }

    /// <summary>One bar that combines the minutes of a range, Unix ms; the end is exclusive.</summary>
    public MinuteBar Roll(SymbolState symbol, KlineSeries series, long from_ms, long until_ms)
    {
        long minute = from_ms / 60_000, end = (until_ms + 59_999) / 60_000;
        var rolled = default(MinuteBar);
        bool first = true;
        while (minute < end)
        {
            int count = (int)Math.Min(Chunk, end - minute);
            Span<MinuteBar> bars = _buffer.AsSpan(0, count);
            Load(symbol, series, minute, bars);
            foreach (ref readonly MinuteBar bar in bars)
            {
                if (first)
                    (rolled, first) = (bar, false);
                else if (series == KlineSeries.Contract)
                    rolled.Append(bar);
                else
                    Extend(ref rolled, bar);
            }

            minute += count;
        }

        rolled.Open_ms = from_ms;
        return rolled;
    }

    /// <summary>One bar that combines the closed minutes of the last 24 hours; computed once per minute.</summary>
    public MinuteBar Day(SymbolState at, long open_ms, long until_ms)
    {
        if (_days.TryGetValue(at.Listing.Index, out (long Until_ms, MinuteBar Sum) known) && known.Until_ms == until_ms)
            return known.Sum;
        MinuteBar sum = SumByHours(at, open_ms, until_ms);
        _days[at.Listing.Index] = (until_ms, sum);
        return sum;
    }

    /// <summary>Combines minutes up to the next full hour, then the source's hourly bars, then the remaining minutes.</summary>
    private MinuteBar SumByHours(SymbolState at, long from_ms, long until_ms)
    {
        const long Hour_ms = UnixTime.MillisecondsPerHour;
        PastTrades? past = state.Source.PastTrades(at.Listing.Index);
        MinuteBar sum = default;
        for (long part_ms = from_ms, next_ms; part_ms < until_ms; part_ms = next_ms)
        {
            next_ms = UnixTime.FloorTo(part_ms, Hour_ms) + Hour_ms;
            bool isWhole = part_ms % Hour_ms == 0 && next_ms <= until_ms && past?.CoversHour(part_ms / Hour_ms) == true;
            MinuteBar part = isWhole ? past!.Hour(part_ms / Hour_ms) : Roll(at, KlineSeries.Contract, part_ms, Math.Min(next_ms, until_ms));
            if (part_ms == from_ms)
                sum = part;
            else
                sum.Append(part);
        }

        sum.Open_ms = from_ms;
        return sum;
    }

    private void Load(SymbolState symbol, KlineSeries series, long minute, Span<MinuteBar> bars)
    {
        int index = symbol.Listing.Index;
        long startMinute = state.Start_ms / 60_000;
        int past = (int)Math.Clamp(startMinute - minute, 0, bars.Length);
        if (past > 0)
            state.Source.ReadHistory(index, minute * 60_000, bars[..past]);
        symbol.Tape.Minute(state.Now_ms);
        for (int i = past; i < bars.Length; i++)
            bars[i] = Recorded(symbol, series, minute + i);
        if (series == KlineSeries.Premium)
            ReadPremiums(symbol, minute, bars[..past]);
        else if (series != KlineSeries.Contract)
            foreach (ref MinuteBar bar in bars[..past])
                (bar.Volume, bar.BuyVolume, bar.Quote, bar.BuyQuote, bar.Count) = (0, 0, 0, 0, 60);
    }

    /// <summary>Computes the premium bars before the start from the settled funding rates, with twelve equal samples per minute.</summary>
    private void ReadPremiums(SymbolState symbol, long minute, Span<MinuteBar> bars)
    {
        List<FundingView> settled = pricing.Histories[symbol.Listing.Index];
        int next = settled.FindIndex(row => row.Funding_ms > minute * 60_000);
        for (int i = 0; i < bars.Length; i++)
        {
            long time_ms = (minute + i) * 60_000;
            while (next >= 0 && next < settled.Count - 1 && settled[next].Funding_ms <= time_ms)
                next++;
            FundingView? row = settled.Count == 0 ? null : settled[next < 0 ? ^1 : next];
            bars[i] = MinuteBar.Flat(time_ms, row is null ? 0 : PricingEngine.PremiumOf(row.FundingRate, symbol.Listing.View.FundingInterval_hours));
            bars[i].Count = PricingEngine.PremiumsPerMinute;
        }
    }

    private MinuteBar Recorded(SymbolState symbol, KlineSeries series, long minute)
    {
        Ring<MinuteBar> bars = symbol.Tape.Minutes;
        if (series == KlineSeries.Contract)
            return minute < bars.First ? MinuteBar.Flat(minute * 60_000, bars[bars.First].Open) : bars[Math.Min(minute, bars.End - 1)];
        Ring<PriceMinute> samples = pricing.SamplesOf(symbol.Listing).Minutes;
        if (samples.Count == 0 || minute < samples.First || minute >= samples.End)
            return MinuteBar.Flat(minute * 60_000, Fallback(symbol, series));
        ref PriceMinute found = ref samples[minute];
        SampleBar sample = series == KlineSeries.Mark ? found.Mark : series == KlineSeries.Index ? found.Index : found.Premium;
        if (sample.Count == 0)
            return MinuteBar.Flat(minute * 60_000, Fallback(symbol, series));
        return new MinuteBar { Open_ms = minute * 60_000, Open = sample.Open, High = sample.High, Low = sample.Low, Close = sample.Close, Count = sample.Count };
    }

    private static long Fallback(SymbolState symbol, KlineSeries series) => series switch
    {
        KlineSeries.Mark => symbol.Listing.MarkPrice.Units,
        KlineSeries.Index => symbol.Listing.IndexPrice.Units,
        _ => 0,
    };

    private static void Extend(ref MinuteBar rolled, in MinuteBar bar)
    {
        rolled.High = Math.Max(rolled.High, bar.High);
        rolled.Low = Math.Min(rolled.Low, bar.Low);
        rolled.Close = bar.Close;
        rolled.Count += bar.Count;
    }

    private static KlineView Show(string interval, long open_ms, in MinuteBar bar) => new(
        open_ms, KlineIntervals.Next(interval, open_ms) - 1, Price.FromUnits(bar.Open), Price.FromUnits(bar.High), Price.FromUnits(bar.Low),
        Price.FromUnits(bar.Close), Quantity.FromUnits(bar.Volume), Notional.FromUnits(bar.Quote), bar.Count, Quantity.FromUnits(bar.BuyVolume),
        Notional.FromUnits(bar.BuyQuote), bar.FirstId, bar.LastId);

    private static long Aligned(string interval, long time_ms)
    {
        long start_ms = KlineIntervals.StartOf(interval, time_ms);
        return start_ms == time_ms ? start_ms : KlineIntervals.Next(interval, start_ms);
    }

    private static long Back(string interval, long start_ms, int candles)
    {
        if (interval == "1M")
            return Primitives.Time.UnixTime.ToDateTimeOffset(start_ms).AddMonths(-Math.Min(candles, 600)).ToUnixTimeMilliseconds();
        return start_ms - candles * KlineIntervals.Length_ms(interval);
    }
}
