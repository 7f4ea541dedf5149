namespace Platform.Venue.Gateway.Limits;

/// <summary>A counter that restarts at every multiple of its length in Unix ms, as at the exchange. Not thread-safe.</summary>
internal struct FixedWindow(long length_ms)
{
    private long _window = -1;

    public int Count { get; private set; }

    /// <summary>Adds to the count of the window that contains a time (Unix ms); returns the new count.</summary>
    public int Add(long now_ms, int amount)
    {
        long window = now_ms / length_ms;
        if (window != _window)
        {
            _window = window;
            Count = 0;
        }

        Count += amount;
        return Count;
    }

    /// <summary>Milliseconds until the counter restarts.</summary>
    public readonly long Remaining_ms(long now_ms) => length_ms - now_ms % length_ms;
}
