using Platform.Venue.Core.Commands;

namespace Platform.Venue.Core.Engine;

/// <summary>
/// Exclusive access to the core: one thread at a time, each first advancing the core to the current virtual time.
/// Reentrant: a sink that is called on a turn may take it again.
/// </summary>
internal sealed class Turn(ExchangeCore first, VenueClock clock, TimeProvider real)
{
    private ExchangeCore _core = first;
    private readonly Lock _gate = new();
    private int _waiting;
    private long _spent;
    private bool _inside;

    /// <summary>Actions that run at their time while time advances.</summary>
    public ScheduledActions ScheduledActions { get; } = new();

    /// <summary>True while another thread waits; a thread that takes many turns yields then.</summary>
    public bool HasWaiters => Volatile.Read(ref _waiting) > 0;

    /// <summary>Real time that turns have taken since <see cref="ResetUsedTime"/>.</summary>
    public TimeSpan Spent => real.GetElapsedTime(0, Volatile.Read(ref _spent));

    public void ResetUsedTime() => Volatile.Write(ref _spent, 0);

    public T Take<T>(Func<ExchangeCore, T> work)
    {
        Interlocked.Increment(ref _waiting);
        lock (_gate)
        {
            Interlocked.Decrement(ref _waiting);
            if (!_inside)
                CatchUp();
            return Inside(work);
        }
    }

    /// <summary>Advances virtual time by at most the given time; true when the current time is reached.</summary>
    public bool Advance(long most_ms)
    {
        lock (_gate)
        {
            long now_ms = clock.IsUnbounded ? long.MaxValue : clock.Now_ms;
            long target_ms = Math.Min(now_ms, _core.State.Now_ms + most_ms);
            AdvanceTo(target_ms);
            clock.Reach(_core.State.Now_ms);
            return _core.State.Now_ms >= now_ms;
        }
    }

    /// <summary>Where the core, and every core that replaces it, writes its commands.</summary>
    public StateFile? Journal
    {
        get => _core.Journal;
        set => _core.Journal = value;
    }

    /// <summary>Replaces the core, keeps the listeners, and sets the clock to the new core's time.</summary>
    public void Replace(ExchangeCore core)
    {
        lock (_gate)
        {
            core.State.Events.TakeListenersOf(_core.State.Events);
            core.Journal = _core.Journal;
            _core = core;
            clock.JumpTo(core.State.Now_ms);
        }
    }

    private void CatchUp() => AdvanceTo(clock.Now_ms);

    private void AdvanceTo(long target_ms) => Inside(held =>
    {
        while (ScheduledActions.TryTake(target_ms, out long due_ms, out Action action))
        {
            held.AdvanceTo(due_ms);
            action();
        }

        held.AdvanceTo(target_ms);
        return true;
    });

    private T Inside<T>(Func<ExchangeCore, T> work)
    {
        bool before = _inside;
        _inside = true;
        long began = before ? 0 : real.GetTimestamp();
        try
        {
            return work(_core);
        }
        finally
        {
            _inside = before;
            if (!before)
                _spent += real.GetTimestamp() - began;
        }
    }
}
