using Platform.Primitives.Time;

namespace Platform.Venue.Core.Tape;

/// <summary>The exchange's candle intervals, 1m to 1M, and the start times of candles.</summary>
internal static class KlineIntervals
{
    private static readonly Dictionary<string, int> Minutes = new(StringComparer.Ordinal)
    {
        ["1m"] = 1, ["3m"] = 3, ["5m"] = 5, ["15m"] = 15, ["30m"] = 30, ["1h"] = 60, ["2h"] = 120, ["4h"] = 240, ["6h"] = 360,
        ["8h"] = 480, ["12h"] = 720, ["1d"] = 1440, ["3d"] = 4320, ["1w"] = 10080, ["1M"] = 43200,
    };

    public static bool IsKnown(string interval) => Minutes.ContainsKey(interval);

    /// <summary>The length of an interval, ms; 30 days for a month.</summary>
    public static long Length_ms(string interval) => Minutes[interval] * UnixTime.MillisecondsPerMinute;

    /// <summary>Start of the candle that contains a time, Unix ms. Weeks start on Monday, months on the first day.</summary>
    public static long StartOf(string interval, long time_ms)
    {
        const long Monday = 4 * UnixTime.MillisecondsPerDay;
        if (interval == "1M")
        {
            DateTimeOffset at = UnixTime.ToDateTimeOffset(time_ms);
            return new DateTimeOffset(at.Year, at.Month, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();
        }

        return interval == "1w" ? UnixTime.FloorTo(time_ms - Monday, Length_ms(interval)) + Monday : UnixTime.FloorTo(time_ms, Length_ms(interval));
    }

    /// <summary>Start of the candle after the one that starts at a time, Unix ms.</summary>
    public static long Next(string interval, long start_ms) =>
        interval == "1M" ? UnixTime.ToDateTimeOffset(start_ms).AddMonths(1).ToUnixTimeMilliseconds() : start_ms + Length_ms(interval);
}
