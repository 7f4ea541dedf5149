using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;
using Platform.Venue.Market.Files;

namespace Platform.Venue.Market.Recordings;

/// <summary>A period of contiguous recordings, Unix ms; a folder may contain several periods that are years apart.</summary>
internal readonly record struct RecordingSession(long First_ms, long Last_ms)
{
    /// <summary>Minimum gap between two periods.</summary>
    private const long Apart_ms = 3 * UnixTime.MillisecondsPerDay;

    /// <summary>The period that contains the requested start; without a start, the newest period, with a notice that lists all of them.</summary>
    public static Result<RecordingSession> Choose(IEnumerable<RecordedTape> tapes, long? start_ms, string path, MarketNotices notices)
    {
        RecordingSession[] sessions = [.. Of(tapes)];
        if (start_ms is { } start)
        {
            foreach (RecordingSession session in sessions)
            {
                if (start >= UnixTime.FloorTo(session.First_ms, UnixTime.MillisecondsPerSecond) && start <= session.Last_ms)
                    return session;
            }

            return new Fault(FaultKind.Invalid, $"--start {UnixTime.ToText(start)} is in no recording of '{path}'; recordings: {string.Join(", and ", sessions)}.");
        }

        if (sessions.Length > 1)
            notices.Add(path, $"'{path}' contains recordings that are days apart: {string.Join(", and ", sessions)}. The newest one is replayed; select another with --start, or one file with --market-path.");
        return sessions[^1];
    }

    public override string ToString() => $"{UnixTime.ToText(First_ms)} to {UnixTime.ToText(Last_ms)}";

    private static List<RecordingSession> Of(IEnumerable<RecordedTape> tapes)
    {
        List<RecordingSession> sessions = [];
        foreach (long time_ms in tapes.SelectMany(TimesOf).Order())
        {
            if (sessions.Count > 0 && time_ms - sessions[^1].Last_ms <= Apart_ms)
                sessions[^1] = sessions[^1] with { Last_ms = time_ms };
            else
                sessions.Add(new RecordingSession(time_ms, time_ms));
        }

        return sessions;
    }

    /// <summary>The first and the last record time of each minute, Unix ms, for the search for gaps.</summary>
    private static HashSet<long> TimesOf(RecordedTape tape) =>
        [.. tape.Trades.Select(trade => trade.Time_ms).Concat(tape.Book.Select(happened => happened.Time_ms)).GroupBy(time_ms => time_ms / 60_000).SelectMany(minute => new[] { minute.Min(), minute.Max() })];
}
