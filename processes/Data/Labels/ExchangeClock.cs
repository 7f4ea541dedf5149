namespace Platform.Data.Labels;

/// <summary>
/// The exchange clock over all streams (spec/quant.md §1.5), and the time from which every stream is complete. Market ingest writes; any
/// thread reads.
/// </summary>
internal sealed class ExchangeClock
{
    private long _now_ms;
    private long _liveFrom_ms = long.MaxValue;

    /// <summary>The newest event time over all streams, Unix ms; 0 before the first event.</summary>
    public long Now_ms => Interlocked.Read(ref _now_ms);

    /// <summary>Unix ms from which every stream is complete; long.MaxValue while one has not connected yet.</summary>
    public long LiveFrom_ms
    {
        get => Interlocked.Read(ref _liveFrom_ms);
        set => Interlocked.Exchange(ref _liveFrom_ms, value);
    }

    /// <summary>Advances the clock to the time of a received event; an older time changes nothing.</summary>
    public void Advance(long event_ms)
    {
        if (event_ms > _now_ms)
            Interlocked.Exchange(ref _now_ms, event_ms);
    }
}
