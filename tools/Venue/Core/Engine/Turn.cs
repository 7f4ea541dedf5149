using Platform.Venue.Core.Commands;

namespace Platform.Venue.Core.Engine;

/// <summary>
/// The right to touch the core: one thread at a time, each first bringing the core to the present virtual time.
/// A sink that is called on a turn may take it again.
/// </summary>
internal sealed class Turn(ExchangeCore first, VenueClock clock, TimeProvider real)
{
    private ExchangeCore _core = first;
    private readonly Lock _gate = new();
    private int _waiting;
    private long _spent;
    private bool _inside;

    /// <summary>What is to be done at set moments while time advances.</summary>
    public Agenda Agenda { get; } = new();

    /// <summary>True while somebody waits; who holds turns in a row lets others in between.</summary>
    public bool IsWanted => Volatile.Read(ref _waiting) > 0;

    /// <summary>Real time that turns have taken since <see cref="ForgetSpent"/>.</summary>
    public TimeSpan Spent => real.GetElapsedTime(0, Volatile.Read(ref _spent));

    public void ForgetSpent() => Volatile.Write(ref _spent, 0);

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

    /// <summary>Advances at most so much virtual time; true when the present is reached.</summary>
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

    /// <summary>Where the core of the turn, and every one that replaces it, writes its commands.</summary>
    public StateFile? Journal
    {
        get => _core.Journal;
        set => _core.Journal = value;
    }

    /// <summary>Puts another core in place, with the listeners of the old one, and sets the clock to its time.</summary>
    public void Replace(ExchangeCore core)
    {
        lock (_gate)
        {
            core.State.Events.Inherit(_core.State.Events);
            core.Journal = _core.Journal;
            _core = core;
            clock.JumpTo(core.State.Now_ms);
        }
    }

    private void CatchUp() => AdvanceTo(clock.Now_ms);

    private void AdvanceTo(long target_ms) => Inside(held =>
    {
        while (Agenda.TryTake(target_ms, out long due_ms, out Action action))
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
