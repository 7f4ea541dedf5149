namespace Platform.Venue.Engine;

/// <summary>
/// The right to touch the core: one thread at a time, each first bringing the core to the present virtual time.
/// A sink that is called on a turn may take it again.
/// </summary>
internal sealed class Turn(ExchangeCore core, VenueClock clock)
{
    private readonly Lock _gate = new();

    public T Take<T>(Func<ExchangeCore, T> work)
    {
        lock (_gate)
        {
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
            long target_ms = Math.Min(now_ms, core.State.Now_ms + most_ms);
            Inside(held =>
            {
                held.AdvanceTo(target_ms);
                return true;
            });
            clock.Reach(core.State.Now_ms);
            return core.State.Now_ms >= now_ms;
        }
    }

    private void CatchUp() => Inside(held =>
    {
        held.AdvanceTo(clock.Now_ms);
        return true;
    });

    private bool _inside;

    private T Inside<T>(Func<ExchangeCore, T> work)
    {
        bool before = _inside;
        _inside = true;
        try
        {
            return work(core);
        }
        finally
        {
            _inside = before;
        }
    }
}
