namespace Platform.Venue.Core.Engine;

/// <summary>Actions that run at given virtual times, on the core's turn and exactly at their time, at any speed. Thread-safe.</summary>
internal sealed class ScheduledActions
{
    private readonly Lock _gate = new();
    private readonly PriorityQueue<Action, (long Due_ms, long Number)> _entries = new();
    private long _next_ms = long.MaxValue;
    private long _made;

    /// <summary>Schedules an action at a virtual time (Unix ms); it runs on the core's turn, at the next turn when the time has passed. The action may call the exchange.</summary>
    public void Add(long due_ms, Action action)
    {
        lock (_gate)
        {
            _entries.Enqueue(action, (due_ms, _made++));
            Volatile.Write(ref _next_ms, Math.Min(_next_ms, due_ms));
        }
    }

    /// <summary>Removes the first action that is due at or before a time; false when there is none.</summary>
    public bool TryTake(long by_ms, out long due_ms, out Action action)
    {
        (due_ms, action) = (0, static () => { });
        if (Volatile.Read(ref _next_ms) > by_ms)
            return false;
        lock (_gate)
        {
            if (!_entries.TryPeek(out Action? first, out (long Due_ms, long) at) || at.Due_ms > by_ms)
                return false;
            _entries.Dequeue();
            Volatile.Write(ref _next_ms, _entries.TryPeek(out _, out (long Due_ms, long) next) ? next.Due_ms : long.MaxValue);
            (due_ms, action) = (at.Due_ms, first);
            return true;
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _entries.Clear();
            Volatile.Write(ref _next_ms, long.MaxValue);
        }
    }
}
