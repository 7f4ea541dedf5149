using Platform.Primitives.Time;

namespace Platform.Venue.Core.Calendars;

/// <summary>New York's clocks by the rule in force since 2007, so that a run does not depend on the machine's time zones.</summary>
internal static class NewYork
{
    /// <summary>Local time less UTC at a Unix time.</summary>
    public static long Offset_ms(long now_ms)
    {
        int year = DateTimeOffset.FromUnixTimeMilliseconds(now_ms).Year;

        // Two in the morning by the clocks that end: 07:00 UTC in March, 06:00 UTC in November.
        bool summer = now_ms >= SundayOf(year, 3, 2) + 7 * UnixTime.MillisecondsPerHour && now_ms < SundayOf(year, 11, 1) + 6 * UnixTime.MillisecondsPerHour;
        return (summer ? -4 : -5) * UnixTime.MillisecondsPerHour;
    }

    private static long SundayOf(int year, int month, int which)
    {
        var first = new DateTimeOffset(year, month, 1, 0, 0, 0, TimeSpan.Zero);
        return first.AddDays((7 - (int)first.DayOfWeek) % 7 + 7 * (which - 1)).ToUnixTimeMilliseconds();
    }
}
