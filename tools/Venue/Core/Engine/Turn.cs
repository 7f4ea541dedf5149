using Platform.Venue.Core.Commands;

namespace Platform.Venue.Core.Engine;

/// <summary>
/// Gives one thread at a time exclusive access to the core (a turn), after it has advanced the core to the current virtual time.
/// Reentrant: a sink that is called during a turn may take the turn again.
/// </summary>
internal sealed class Turn(ExchangeCore first, VenueClock clock, TimeProvider real)
{
    private ExchangeCore _core = first;
    private readonly Lock _gate = new();
    private int _waiting;
    private long _spent;
    private bool _inside;

    /// <summary>Actions that run at their virtual time while the core advances.</summary>
    public ScheduledActions ScheduledActions { get; } = new();

    /// <summary>True while another thread waits for a turn; a thread that takes many turns then yields.</summary>
    public bool HasWaiters => Volatile.Read(ref _waiting) > 0;

    /// <summary>Real time spent in turns since <see cref="ResetUsedTime"/>.</summary>
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

    /// <summary>Advances the core by at most the given virtual time; true when the core has reached the clock's current time.</summary>
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

    /// <summary>The file to which the core, and every core that replaces it, writes its commands; null for none.</summary>
    public StateFile? Journal
    {
        get => _core.Journal;
        set => _core.Journal = value;
    }

    /// <summary>Replaces the core, keeps the subscribers, and sets the clock to the new core's time.</summary>
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
