namespace Platform.Primitives.Time;

/// <summary>
/// The two time bases of a process. What the business decides (labels, schedules, deadlines) reads platform time, which is virtual in
/// mock; limits on sockets, disks and processes read real time.
/// </summary>
/// <param name="Platform">Platform time; equal to real time outside mock.</param>
/// <param name="Real">Real time.</param>
public sealed record Clocks(TimeProvider Platform, TimeProvider Real)
{
    /// <summary>Platform time now, Unix ms.</summary>
    public long NowMilliseconds() => Platform.NowMilliseconds();
}
