using Platform.Primitives.Time;

namespace Platform.Exchanges.Binance.Signing;

/// <summary>
/// The venue's time as this process estimates it: the local clock plus an offset measured at the midpoint of round trips.
/// Any thread may read; the REST session writes.
/// </summary>
public sealed class ServerClock(TimeProvider clock)
{
    private sealed record Estimate(long Offset_ms, long Uncertainty_ms);

    private volatile Estimate _estimate = new(0, 0);

    /// <summary>Venue time minus local time; to be alarmed on, because a wide recvWindow only hides drift.</summary>
    public long Offset_ms => _estimate.Offset_ms;

    /// <summary>Half of the round trip behind the offset: how wrong it can be.</summary>
    public long Uncertainty_ms => _estimate.Uncertainty_ms;

    public long LocalNow_ms => clock.NowMilliseconds();

    /// <summary>Best estimate of the venue's time now.</summary>
    public long Now_ms => LocalNow_ms + _estimate.Offset_ms;

    /// <summary>
    /// The timestamp for a signed request: the earliest the venue's clock can show. A second ahead is refused whatever
    /// the recvWindow, behind is not, so the estimate leans back by its uncertainty.
    /// </summary>
    public long Stamp_ms => LocalNow_ms + _estimate.Offset_ms - _estimate.Uncertainty_ms;

    /// <summary>Takes the sample with the shortest round trip: (sent, received) by the local clock, the venue's time between.</summary>
    public void Measure(IReadOnlyList<(long Sent_ms, long Server_ms, long Received_ms)> samples)
    {
        if (samples.Count == 0)
            return;
        (long sent, long server, long received) = samples.MinBy(sample => sample.Received_ms - sample.Sent_ms);
        long half = (received - sent + 1) / 2;
        _estimate = new Estimate(server - (sent + half), half);
    }
}
