namespace Platform.Analytics.Bars;

/// <summary>
/// Says whether a window of one symbol may close without a later trade (spec/quant.md §1.5 rule 2): the exchange clock of the
/// symbol's connection is past the end by the grace, the stream is continuous or was back-filled, and no id is missing.
/// </summary>
internal sealed class WindowGate(long grace_ms)
{
    /// <summary>False from a lost connection until a query by id, made after the new subscription, has been applied.</summary>
    public bool IsContinuous { get; set; }

    public bool MayClose(long windowEnd_ms, long exchangeClock_ms, bool hasGap) =>
        IsContinuous && !hasGap && exchangeClock_ms >= windowEnd_ms + grace_ms;
}
