using Platform.Primitives.Outcomes;

namespace Platform.TestKit.Clocks;

/// <summary>
/// A clock that moves only when the test moves it. Timers fire on the thread that advances, in order of their due time,
/// each seeing the clock at exactly its due time; the test is the one driver.
/// </summary>
public sealed class ManualClock : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _armed = [];
    private DateTimeOffset _now;
    private long _order;

    public ManualClock(DateTimeOffset? start = null) => _now = start ?? new DateTimeOffset(2025, 12, 22, 0, 0, 0, TimeSpan.Zero);

    public static ManualClock At(long unix_ms) => new(DateTimeOffset.FromUnixTimeMilliseconds(unix_ms));

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Timers that are due at some time; a waiter in the code under test is one.</summary>
    public int ArmedTimers
    {
        get
        {
            lock (_gate)
                return _armed.Count;
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
            return _now;
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves time forward and fires the timers that are due.</summary>
    public void Advance(TimeSpan by)
    {
        Check.That(by >= TimeSpan.Zero, "time does not run backwards");
        AdvanceTo(GetUtcNow() + by);
    }

    public void AdvanceMilliseconds(long by_ms) => Advance(TimeSpan.FromMilliseconds(by_ms));

    public void AdvanceTo(DateTimeOffset target)
    {
        while (TakeDue(target) is { } timer)
            timer.Fire();
        lock (_gate)
            _now = target > _now ? target : _now;
    }

    /// <summary>Sets the clock without firing timers, also backwards, like a corrected machine clock.</summary>
    public void Jump(DateTimeOffset to)
    {
        lock (_gate)
            _now = to;
    }

    private ManualTimer? TakeDue(DateTimeOffset target)
    {
        lock (_gate)
        {
            ManualTimer? next = _armed.Where(timer => timer.Due <= target).MinBy(timer => (timer.Due, timer.Order));
            if (next is null)
                return null;
            _now = next.Due > _now ? next.Due : _now;
            if (next.Period > TimeSpan.Zero)
                next.Due += next.Period;
            else
                _armed.Remove(next);
            return next;
        }
    }

    private sealed class ManualTimer(ManualClock clock, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset Due { get; set; }

        public TimeSpan Period { get; private set; }

        public long Order { get; private set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            bool fireNow = false;
            lock (clock._gate)
            {
                clock._armed.Remove(this);
                if (dueTime == Timeout.InfiniteTimeSpan)
                    return true;
                Period = period == Timeout.InfiniteTimeSpan ? TimeSpan.Zero : period;
                Order = clock._order++;
                Due = clock._now + dueTime;
                fireNow = dueTime == TimeSpan.Zero && Period == TimeSpan.Zero;
                if (!fireNow)
                    clock._armed.Add(this);
            }

            // A system timer with no delay fires on the pool, never inside the caller.
            if (fireNow)
                ThreadPool.QueueUserWorkItem(static timer => timer.Fire(), this, preferLocal: false);
            return true;
        }

        public void Dispose()
        {
            lock (clock._gate)
                clock._armed.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
