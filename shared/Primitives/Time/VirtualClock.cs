using Platform.Primitives.Outcomes;

namespace Platform.Primitives.Time;

/// <summary>
/// The linear mapping of real time to platform time: virtual = VirtualStart + (real − RealStart) · Speed.
/// All processes of one run use the same anchor and therefore the same virtual clock.
/// </summary>
/// <param name="RealStart_ms">Unix milliseconds of the machine's clock at the anchor.</param>
/// <param name="VirtualStart_ms">Unix milliseconds of the platform clock at that instant.</param>
/// <param name="Speed">Virtual seconds per real second; 1 in testnet and live.</param>
public sealed record ClockAnchor(long RealStart_ms, long VirtualStart_ms, double Speed)
{
    /// <summary>The anchor at which platform time equals real time.</summary>
    public static ClockAnchor RealTime { get; } = new(0, 0, 1);

    public long ToVirtual(long real_ms) => VirtualStart_ms + (long)((real_ms - RealStart_ms) * Speed);

    public long ToReal(long virtual_ms) => RealStart_ms + (long)Math.Ceiling((virtual_ms - VirtualStart_ms) / Speed);
}

/// <summary>
/// The platform's clock: a <see cref="TimeProvider"/> whose time, timestamps and timers run at the anchor's speed.
/// Business time (labels, schedules, funding) uses it; time limits on sockets use <see cref="TimeProvider.System"/>.
/// </summary>
public sealed class VirtualClock : TimeProvider
{
    private readonly TimeProvider _real;
    private readonly long _realOrigin;

    public VirtualClock(ClockAnchor anchor, TimeProvider? real = null)
    {
        Check.That(anchor.Speed > 0, "clock.speed must be above zero");
        Anchor = anchor;
        _real = real ?? System;
        _realOrigin = _real.GetTimestamp();
    }

    public ClockAnchor Anchor { get; }

    public override DateTimeOffset GetUtcNow()
    {
        DateTimeOffset real = _real.GetUtcNow();
        double elapsed_ticks = (real.Ticks - DateTimeOffset.UnixEpoch.Ticks - Anchor.RealStart_ms * TimeSpan.TicksPerMillisecond) * Anchor.Speed;
        return DateTimeOffset.UnixEpoch.AddTicks(Anchor.VirtualStart_ms * TimeSpan.TicksPerMillisecond + (long)elapsed_ticks);
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Counted from the creation of this clock, because the full real timestamp multiplied by the speed could exceed 64 bits.</summary>
    public override long GetTimestamp() =>
        (long)((_real.GetTimestamp() - _realOrigin) * ((double)TimestampFrequency / _real.TimestampFrequency) * Anchor.Speed);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new ScaledTimer(_real, callback, state, Scale(dueTime), Scale(period), this);

    /// <summary>The real duration of a virtual duration; infinite stays infinite.</summary>
    public TimeSpan Scale(TimeSpan span) =>
        span == Timeout.InfiniteTimeSpan || span == TimeSpan.Zero ? span : TimeSpan.FromTicks(Math.Max(TimeSpan.TicksPerMillisecond, (long)(span.Ticks / Anchor.Speed)));

    private sealed class ScaledTimer(TimeProvider real, TimerCallback callback, object? state, TimeSpan due, TimeSpan period, VirtualClock clock) : ITimer
    {
        private readonly ITimer _inner = real.CreateTimer(callback, state, due, period);

        public bool Change(TimeSpan dueTime, TimeSpan period) => _inner.Change(clock.Scale(dueTime), clock.Scale(period));

        public void Dispose() => _inner.Dispose();

        public ValueTask DisposeAsync() => _inner.DisposeAsync();
    }
}
