namespace Platform.Primitives.Time;

/// <summary>
/// The line that maps real time to platform time: virtual = VirtualStart + (real − RealStart) · Speed.
/// Every process of one run holds the same anchor, so they all read the same virtual clock.
/// </summary>
/// <param name="RealStart_ms">Unix milliseconds of the machine's clock at the anchor.</param>
/// <param name="VirtualStart_ms">Unix milliseconds that the platform shows at that instant.</param>
/// <param name="Speed">Virtual seconds per real second; 1 in testnet and live.</param>
public sealed record ClockAnchor(long RealStart_ms, long VirtualStart_ms, double Speed)
{
    /// <summary>Real time as it is.</summary>
    public static ClockAnchor RealTime { get; } = new(0, 0, 1);

    public long ToVirtual(long real_ms) => VirtualStart_ms + (long)((real_ms - RealStart_ms) * Speed);

    public long ToReal(long virtual_ms) => RealStart_ms + (long)Math.Ceiling((virtual_ms - VirtualStart_ms) / Speed);
}
