namespace Platform.Primitives.Time;

/// <summary>Unix milliseconds, UTC: the one time base of the platform (spec/quant.md §0.2).</summary>
public static class UnixTime
{
    public const long MillisecondsPerSecond = 1_000;
    public const long MillisecondsPerMinute = 60_000;
    public const long MillisecondsPerHour = 3_600_000;
    public const long MillisecondsPerDay = 86_400_000;

    /// <summary>The current time of the given clock; virtual in mock.</summary>
    public static long NowMilliseconds(this TimeProvider clock) => clock.GetUtcNow().ToUnixTimeMilliseconds();

    public static DateTimeOffset ToDateTimeOffset(long unix_ms) => DateTimeOffset.FromUnixTimeMilliseconds(unix_ms);

    /// <summary>Start of the window of the given length that contains the time.</summary>
    public static long FloorTo(long unix_ms, long length_ms) => unix_ms - (((unix_ms % length_ms) + length_ms) % length_ms);

    /// <summary>ISO text with milliseconds, such as 2025-12-22T00:15:00.000Z.</summary>
    public static string ToText(long unix_ms) => ToDateTimeOffset(unix_ms).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'");
}

/// <summary>
/// The two time bases of a process. Trading logic (labels, schedules, deadlines) uses platform time, which is virtual in
/// mock; time limits on sockets, disks and processes use real time.
/// </summary>
/// <param name="Platform">Platform time; equal to real time outside mock.</param>
/// <param name="Real">Real time.</param>
public sealed record Clocks(TimeProvider Platform, TimeProvider Real)
{
    /// <summary>Current platform time, Unix ms.</summary>
    public long NowMilliseconds() => Platform.NowMilliseconds();
}
