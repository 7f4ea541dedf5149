namespace Platform.Exchanges.Sockets;

/// <summary>
/// Stamps what arrives: Unix time in nanoseconds that never goes backwards, because it is the wall clock at the start plus the time elapsed
/// since. Any thread.
/// </summary>
public sealed class ReceiveClock
{
    private readonly TimeProvider _clock;
    private readonly long _start_ns;
    private readonly long _startTimestamp;

    public ReceiveClock(TimeProvider clock)
    {
        _clock = clock;
        _start_ns = (clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100;
        _startTimestamp = clock.GetTimestamp();
    }

    /// <summary>For timers and waits.</summary>
    public TimeProvider Source => _clock;

    /// <summary>Unix ns.</summary>
    public long Now_ns => _start_ns + _clock.GetElapsedTime(_startTimestamp).Ticks * 100;
}
