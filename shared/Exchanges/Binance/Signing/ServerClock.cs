using Platform.Primitives.Time;

namespace Platform.Exchanges.Binance.Signing;

/// <summary>
/// An estimate of the venue's time: the local clock plus an offset measured at the midpoint of round trips.
/// Any thread may read; the REST session writes.
/// </summary>
public sealed class ServerClock(TimeProvider clock)
{
    private sealed record Estimate(long Offset_ms, long Uncertainty_ms);

    private volatile Estimate _estimate = new(0, 0);

    /// <summary>Venue time minus local time. Alert on it, because a wide recvWindow only hides clock drift.</summary>
    public long Offset_ms => _estimate.Offset_ms;

    /// <summary>Maximum error of the offset: half of the measured round trip.</summary>
    public long Uncertainty_ms => _estimate.Uncertainty_ms;

    public long LocalNow_ms => clock.NowMilliseconds();

    /// <summary>Best estimate of the current venue time, Unix ms.</summary>
    public long Now_ms => LocalNow_ms + _estimate.Offset_ms;

    /// <summary>
    /// The timestamp for a signed request: the earliest possible venue time. The venue refuses a timestamp one second ahead independent of
    /// the recvWindow, but accepts an earlier one, so the uncertainty is subtracted.
    /// </summary>
    public long Stamp_ms => LocalNow_ms + _estimate.Offset_ms - _estimate.Uncertainty_ms;

    /// <summary>Updates the offset from the sample with the shortest round trip. Sent and received times are of the local clock.</summary>
    public void Measure(IReadOnlyList<(long Sent_ms, long Server_ms, long Received_ms)> samples)
    {
        if (samples.Count == 0)
            return;
        (long sent, long server, long received) = samples.MinBy(sample => sample.Received_ms - sample.Sent_ms);
        long half = (received - sent + 1) / 2;
        _estimate = new Estimate(server - (sent + half), half);
    }
}
