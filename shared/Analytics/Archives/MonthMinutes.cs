using Platform.Domain.Market;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;

namespace Platform.Analytics.Archives;

/// <summary>
/// The minutes of one symbol and calendar month (UTC), summed from trades in any order (quant.md §3.1): one accumulator per minute, at
/// most 44 640. Not thread-safe. The caller must remove duplicates, see <see cref="TradeIdentities"/>.
/// </summary>
public sealed class MonthMinutes
{
    private readonly long _start_ms;
    private readonly MinuteSums[] _minutes;
    private readonly long _end_ms;

    /// <param name="start_ms">Start of the month, Unix ms.</param>
    /// <param name="end_ms">End of the month, exclusive, Unix ms.</param>
    public MonthMinutes(long start_ms, long end_ms)
    {
        Check.That(start_ms % UnixTime.MillisecondsPerMinute == 0 && end_ms > start_ms, "a month must begin and end on a whole minute");
        _start_ms = start_ms;
        _end_ms = end_ms;
        _minutes = new MinuteSums[(end_ms - start_ms) / UnixTime.MillisecondsPerMinute];
    }

    /// <summary>Adds a valid trade to its minute; false when its time is outside the month.</summary>
    public bool Add(in AggTrade trade)
    {
        if (trade.Time_ms < _start_ms || trade.Time_ms >= _end_ms)
            return false;
        _minutes[(int)((trade.Time_ms - _start_ms) / UnixTime.MillisecondsPerMinute)].Add(trade);
        return true;
    }

    /// <summary>The minutes with at least one trade, oldest first.</summary>
    public IEnumerable<MinuteFeatures> Rows()
    {
        for (int i = 0; i < _minutes.Length; i++)
        {
            if (!_minutes[i].IsEmpty)
                yield return _minutes[i].ToFeatures(_start_ms + i * UnixTime.MillisecondsPerMinute);
        }
    }
}
