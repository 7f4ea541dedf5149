using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;
using Platform.Venue.Core.Commands;

namespace Platform.Venue.Core.Engine;

/// <summary>The exchange's virtual time, which runs at a speed, is paused, or is advanced in steps. Thread-safe.</summary>
internal sealed class VenueClock
{
    /// <summary>Maximum time by which virtual time can be behind the machine's clock and still be synchronized, ms; the market of that time is then computed as fast as possible.</summary>
    public const long MaxToBridge_ms = UnixTime.MillisecondsPerDay;

    private readonly Lock _gate = new();
    private readonly TimeProvider _real;
    private ClockAnchor _anchor;
    private double _speed;
    private bool _paused;
    private long _reached_ms;

    /// <param name="speed">Virtual seconds per real second; 0 means as fast as possible.</param>
    public VenueClock(TimeProvider real, long start_ms, double speed, bool paused)
    {
        Check.That(speed >= 0, "speed is 0 (as fast as possible) or positive");
        (_real, _speed, _paused, _reached_ms) = (real, speed, paused, start_ms);
        _anchor = AnchorAt(start_ms);
    }

    /// <summary>Continues a saved clock: from the time of an orderly stop, or, after a kill, as if it had never stopped.</summary>
    public static VenueClock Resume(TimeProvider real, StateClock kept, long reached_ms)
    {
        var clock = new VenueClock(real, Math.Max(kept.Reached_ms, reached_ms), kept.Speed, kept.Paused);
        if (!kept.Stopped)
            clock._anchor = kept.Anchor;
        return clock;
    }

    /// <summary>The state with which a later process can continue this clock.</summary>
    public StateClock State
    {
        get
        {
            lock (_gate)
                return new StateClock(_anchor, _speed, _paused, _reached_ms);
        }
    }

    /// <summary>Called at every change of speed or pause and at every step or jump. The caller holds the clock's lock, so the callback must not use the clock.</summary>
    public Action<StateClock>? Changed { get; set; }

    /// <summary>Virtual time, Unix ms. At unbounded speed it is the time that the core has reached.</summary>
    public long Now_ms
    {
        get
        {
            lock (_gate)
                return NowUnderGate();
        }
    }

    /// <summary>Virtual and machine time at the last change of the clock, and the speed since then; other processes synchronize their clocks with it. The speed is 1 while paused or unbounded.</summary>
    public ClockAnchor Anchor
    {
        get
        {
            lock (_gate)
                return _anchor;
        }
    }

    public bool IsPaused
    {
        get
        {
            lock (_gate)
                return _paused;
        }
    }

    public bool IsUnbounded
    {
        get
        {
            lock (_gate)
                return _speed == 0 && !_paused;
        }
    }

    public double Speed
    {
        get
        {
            lock (_gate)
                return _speed;
        }
    }

    /// <summary>Sets the speed in virtual seconds per real second; 0 means as fast as possible.</summary>
    public void SetSpeed(double speed)
    {
        Check.That(speed >= 0, "speed is 0 (as fast as possible) or positive");
        lock (_gate)
        {
            long now_ms = NowUnderGate();
            _speed = speed;
            Restart(now_ms);
        }
    }

    public void Pause() => SetPaused(true);

    public void Resume() => SetPaused(false);

    /// <summary>Advances a paused clock by the given virtual time.</summary>
    public void Step(long by_ms)
    {
        lock (_gate)
        {
            Check.That(_paused && by_ms >= 0, "only a paused clock is stepped, and only forward");
            Restart(_reached_ms + by_ms);
        }
    }

    /// <summary>
    /// Sets virtual time to the machine's time and runs at speed 1; the market in between is computed as fast as possible. Returns false without effect when virtual time is ahead,
    /// because time cannot go backwards, or behind by more than <see cref="MaxToBridge_ms"/>.
    /// </summary>
    public bool TrySynchronize(out long ahead_ms)
    {
        lock (_gate)
        {
            long real_ms = _real.NowMilliseconds();
            ahead_ms = NowUnderGate() - real_ms;
            if (ahead_ms is > 0 or < -MaxToBridge_ms)
                return false;
            (_speed, _paused) = (1, false);
            Restart(real_ms);
            return true;
        }
    }

    /// <summary>Sets virtual time at unbounded speed to the time that the core has reached; no effect at other speeds.</summary>
    public void Reach(long now_ms)
    {
        lock (_gate)
        {
            if (_speed == 0 && !_paused)
                _reached_ms = Math.Max(_reached_ms, now_ms);
        }
    }

    /// <summary>Sets virtual time to any time, including an earlier one, after a reset or a restore.</summary>
    public void JumpTo(long now_ms)
    {
        lock (_gate)
            Restart(now_ms);
    }

    private void SetPaused(bool paused)
    {
        lock (_gate)
        {
            long now_ms = NowUnderGate();
            _paused = paused;
            Restart(now_ms);
        }
    }

    private long NowUnderGate() =>
        _paused || _speed == 0 ? _reached_ms : Math.Max(_reached_ms, _anchor.ToVirtual(_real.NowMilliseconds()));

    private void Restart(long now_ms)
    {
        _reached_ms = now_ms;
        _anchor = AnchorAt(now_ms);
        Changed?.Invoke(new StateClock(_anchor, _speed, _paused, _reached_ms));
    }

    private ClockAnchor AnchorAt(long now_ms) => new(_real.NowMilliseconds(), now_ms, _speed == 0 ? 1 : _speed);
}
