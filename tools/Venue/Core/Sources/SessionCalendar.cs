using Platform.Primitives.Time;

namespace Platform.Venue.Core.Sources;

/// <summary>
/// The weekly trading sessions of the market of an underlying: shares, commodities or currencies (tradingSchedule, tradingSession). Holidays are
/// not included. Immutable.
/// </summary>
internal sealed class SessionCalendar
{
    private const int Day = 24 * 60;
    private const int Week = 7 * Day;
    private const string Regular = "REGULAR";

    /// <summary>The type of sessions without trading.</summary>
    public const string Closed = "NO_TRADING";

    private readonly Func<long, long> _offset_ms;
    private readonly (int Minute, string Type)[] _changes;

    private SessionCalendar(string market, Func<long, long> offset_ms, IEnumerable<(int Minute, string Type)> changes)
    {
        (Market, _offset_ms) = (market, offset_ms);
        _changes = [.. changes.OrderBy(change => change.Minute)];
    }

    /// <summary>Shares of the United States: open 24 hours a day from Sunday evening to Friday evening, New York time.</summary>
    public static SessionCalendar Equity { get; } = new("EQUITY", NewYork.Offset_ms, Enumerable.Range(1, 5).SelectMany(day => new (int, string)[]
    {
        (At(day - 1, 20), "OVERNIGHT"), (At(day, 4), "PRE_MARKET"), (At(day, 9, 30), Regular), (At(day, 16), "AFTER_MARKET"), (At(day, 20), day == 5 ? Closed : "OVERNIGHT"),
    }).Distinct());

    /// <summary>Metals and energy: closed for one hour every evening, New York time, and at the weekend.</summary>
    public static SessionCalendar Commodity { get; } = new("COMMODITY", NewYork.Offset_ms, Enumerable.Range(1, 5).SelectMany(day => Open(At(day - 1, 18), At(day, 17))));

    public static IReadOnlyList<SessionCalendar> All { get; } =
    [
        Equity, Commodity,
        new("KR_EQUITY", East(9), Workdays(day => Open(At(day, 9), At(day, 15, 30)))),
        new("HK_EQUITY", East(8), Workdays(day => [.. Open(At(day, 9, 30), At(day, 12)), .. Open(At(day, 13), At(day, 16))])),
        new("CN_EQUITY", East(8), Workdays(day => [.. Open(At(day, 9, 30), At(day, 11, 30)), .. Open(At(day, 13), At(day, 15))])),
        new("FX", NewYork.Offset_ms, Open(At(0, 17), At(5, 17))),
    ];

    /// <summary>The exchange's name of the market.</summary>
    public string Market { get; }

    /// <summary>The session at a time, Unix ms; pauses and weekends are also sessions.</summary>
    public TradingSession At(long now_ms)
    {
        long week_ms = WeekOf(now_ms), minute = (now_ms + _offset_ms(now_ms) - week_ms) / UnixTime.MillisecondsPerMinute;
        int next = Array.FindIndex(_changes, change => change.Minute > minute);
        (int last, int following) = (next < 0 ? _changes.Length - 1 : next - 1, next < 0 ? _changes[0].Minute + Week : _changes[next].Minute);
        int started = last < 0 ? _changes[^1].Minute - Week : _changes[last].Minute;
        return new(ToUnix(week_ms, started), ToUnix(week_ms, following), _changes[last < 0 ? ^1 : last].Type);
    }

    /// <summary>All sessions that overlap the time range (Unix ms), ascending.</summary>
    public IEnumerable<TradingSession> Between(long from_ms, long to_ms)
    {
        for (TradingSession session = At(from_ms); session.Start_ms < to_ms; session = At(session.End_ms))
            yield return session;
    }

    private static int At(int day, int hour, int minute = 0) => day * Day + hour * 60 + minute;

    private static (int, string)[] Open(int from, int to) => [(from, Regular), (to, Closed)];

    private static IEnumerable<(int, string)> Workdays(Func<int, (int, string)[]> sessions) => Enumerable.Range(1, 5).SelectMany(sessions);

    private static Func<long, long> East(int hours) => _ => hours * UnixTime.MillisecondsPerHour;

    /// <summary>The start of the local week (Sunday midnight) that contains a time, in local ms.</summary>
    private long WeekOf(long now_ms)
    {
        // The Unix epoch is a Thursday, four days after a Sunday.
        const long Thursday_ms = 4L * Day * UnixTime.MillisecondsPerMinute;
        return UnixTime.FloorTo(now_ms + _offset_ms(now_ms) + Thursday_ms, Week * UnixTime.MillisecondsPerMinute) - Thursday_ms;
    }

    /// <summary>Converts local time to Unix ms. No session starts during a change of daylight saving time, so the offset near the time is exact.</summary>
    private long ToUnix(long week_ms, int minute)
    {
        long local_ms = week_ms + minute * UnixTime.MillisecondsPerMinute;
        return local_ms - _offset_ms(local_ms - _offset_ms(local_ms));
    }
}

/// <summary>One session of a market; start inclusive, end exclusive, Unix ms.</summary>
internal readonly record struct TradingSession(long Start_ms, long End_ms, string Type);

/// <summary>New York time by the daylight saving rule since 2007; it does not depend on the machine's time zone data.</summary>
internal static class NewYork
{
    /// <summary>Local time minus UTC at a Unix time, ms.</summary>
    public static long Offset_ms(long now_ms)
    {
        int year = DateTimeOffset.FromUnixTimeMilliseconds(now_ms).Year;

        // The change is at 02:00 local time, which is 07:00 UTC in March and 06:00 UTC in November.
        bool summer = now_ms >= SundayOf(year, 3, 2) + 7 * UnixTime.MillisecondsPerHour && now_ms < SundayOf(year, 11, 1) + 6 * UnixTime.MillisecondsPerHour;
        return (summer ? -4 : -5) * UnixTime.MillisecondsPerHour;
    }

    private static long SundayOf(int year, int month, int which)
    {
        var first = new DateTimeOffset(year, month, 1, 0, 0, 0, TimeSpan.Zero);
        return first.AddDays((7 - (int)first.DayOfWeek) % 7 + 7 * (which - 1)).ToUnixTimeMilliseconds();
    }
}
