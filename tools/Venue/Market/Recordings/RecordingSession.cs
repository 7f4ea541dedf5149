using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;
using Platform.Venue.Market.Files;

namespace Platform.Venue.Market.Recordings;

/// <summary>A stretch of time in which recordings follow each other; a folder may hold several that are years apart.</summary>
internal readonly record struct RecordingSession(long First_ms, long Last_ms)
{
    /// <summary>What lies further apart was not recorded together.</summary>
    private const long Apart_ms = 3 * UnixTime.MillisecondsPerDay;

    /// <summary>The session of the start that is asked for, else the newest; says which others there are.</summary>
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

            return new Fault(FaultKind.Invalid, $"--start {UnixTime.ToText(start)} lies in no recording of '{path}'; there is {string.Join(", and ", sessions)}.");
        }

        if (sessions.Length > 1)
            notices.Add(path, $"'{path}' holds recordings that are days apart: {string.Join(", and ", sessions)}. The newest is played; name another with --start, or one file with --market-path.");
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

    /// <summary>Enough of the times to see every hole: one a minute.</summary>
    private static HashSet<long> TimesOf(RecordedTape tape) =>
        [.. tape.Trades.Select(trade => trade.Time_ms).Concat(tape.Book.Select(happened => happened.Time_ms)).GroupBy(time_ms => time_ms / 60_000).SelectMany(minute => new[] { minute.Min(), minute.Max() })];
}
