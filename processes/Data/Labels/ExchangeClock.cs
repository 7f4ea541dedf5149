namespace Platform.Data.Labels;

/// <summary>
/// The exchange clock over all streams (spec/quant.md §1.5), and from when every stream has delivered whole. Market ingest writes; any
/// thread reads.
/// </summary>
internal sealed class ExchangeClock
{
    private long _now_ms;
    private long _liveFrom_ms = long.MaxValue;

    /// <summary>The newest event time over all streams, Unix ms; 0 before the first event.</summary>
    public long Now_ms => Interlocked.Read(ref _now_ms);

    /// <summary>From when every stream has delivered whole, Unix ms; the largest number while one has not been up yet.</summary>
    public long LiveFrom_ms
    {
        get => Interlocked.Read(ref _liveFrom_ms);
        set => Interlocked.Exchange(ref _liveFrom_ms, value);
    }

    /// <summary>An event of this time was received; an older one changes nothing.</summary>
    public void Advance(long event_ms)
    {
        if (event_ms > _now_ms)
            Interlocked.Exchange(ref _now_ms, event_ms);
    }
}
