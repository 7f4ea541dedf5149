using Platform.Primitives.Time;

namespace Platform.Venue.Core.Calendars;

/// <summary>
/// The weekly sessions of a market whose shares, goods or currencies contracts are written on (tradingSchedule, tradingSession). Holidays are
/// not in it: the exchange takes them from the markets themselves. Immutable.
/// </summary>
internal sealed class SessionCalendar
{
    private const int Day = 24 * 60;
    private const int Week = 7 * Day;
    private const string Regular = "REGULAR";

    /// <summary>The type of the sessions in which nothing trades.</summary>
    public const string Closed = "NO_TRADING";

    private readonly Func<long, long> _offset_ms;
    private readonly (int Minute, string Type)[] _changes;

    private SessionCalendar(string market, Func<long, long> offset_ms, IEnumerable<(int Minute, string Type)> changes)
    {
        (Market, _offset_ms) = (market, offset_ms);
        _changes = [.. changes.OrderBy(change => change.Minute)];
    }

    /// <summary>Shares of the United States, around the clock from Sunday evening to Friday evening of New York.</summary>
    public static SessionCalendar Equity { get; } = new("EQUITY", NewYork.Offset_ms, Enumerable.Range(1, 5).SelectMany(day => new (int, string)[]
    {
        (At(day - 1, 20), "OVERNIGHT"), (At(day, 4), "PRE_MARKET"), (At(day, 9, 30), Regular), (At(day, 16), "AFTER_MARKET"), (At(day, 20), day == 5 ? Closed : "OVERNIGHT"),
    }).Distinct());

    /// <summary>Metals and energy: an hour's pause every evening of New York, and the weekend.</summary>
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

    /// <summary>The session under way; pauses and weekends are sessions too.</summary>
    public TradingSession At(long now_ms)
    {
        long week_ms = WeekOf(now_ms), minute = (now_ms + _offset_ms(now_ms) - week_ms) / UnixTime.MillisecondsPerMinute;
        int next = Array.FindIndex(_changes, change => change.Minute > minute);
        (int last, int following) = (next < 0 ? _changes.Length - 1 : next - 1, next < 0 ? _changes[0].Minute + Week : _changes[next].Minute);
        int started = last < 0 ? _changes[^1].Minute - Week : _changes[last].Minute;
        return new(ToUnix(week_ms, started), ToUnix(week_ms, following), _changes[last < 0 ? ^1 : last].Type);
    }

    /// <summary>All sessions that touch the span, ascending.</summary>
    public IEnumerable<TradingSession> Between(long from_ms, long to_ms)
    {
        for (TradingSession session = At(from_ms); session.Start_ms < to_ms; session = At(session.End_ms))
            yield return session;
    }

    private static int At(int day, int hour, int minute = 0) => day * Day + hour * 60 + minute;

    private static (int, string)[] Open(int from, int to) => [(from, Regular), (to, Closed)];

    private static IEnumerable<(int, string)> Workdays(Func<int, (int, string)[]> sessions) => Enumerable.Range(1, 5).SelectMany(sessions);

    private static Func<long, long> East(int hours) => _ => hours * UnixTime.MillisecondsPerHour;

    /// <summary>The local Sunday midnight before a time, in local ms.</summary>
    private long WeekOf(long now_ms)
    {
        // Unix time began on a Thursday, four days after a Sunday.
        const long Thursday_ms = 4L * Day * UnixTime.MillisecondsPerMinute;
        return UnixTime.FloorTo(now_ms + _offset_ms(now_ms) + Thursday_ms, Week * UnixTime.MillisecondsPerMinute) - Thursday_ms;
    }

    /// <summary>Sessions change while the clocks of the market do not, so that one look at the offset near the time is enough.</summary>
    private long ToUnix(long week_ms, int minute)
    {
        long local_ms = week_ms + minute * UnixTime.MillisecondsPerMinute;
        return local_ms - _offset_ms(local_ms - _offset_ms(local_ms));
    }
}
