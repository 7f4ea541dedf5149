using Platform.Primitives.Numbers;

namespace Platform.Analytics.Execution;

/// <summary>The random variation of slice times and sizes, and the passive part of a slice.</summary>
/// <param name="Time">Maximum shift of a release, earlier or later, as a share of the slice interval.</param>
/// <param name="Size">Maximum change of a cumulative target, as a share of an equal slice.</param>
/// <param name="PassiveFraction">Share of the interval in which a slice rests at the best price.</param>
public sealed record SliceRules(double Time = 0.2, double Size = 0.1, double PassiveFraction = 0.6)
{
    /// <summary>No variation of times and sizes.</summary>
    public static SliceRules Even { get; } = new(0, 0);
}

/// <summary>
/// Uniform integers from a seed text: the FNV-1a hash of the text seeds SplitMix64 (Steele, Lea, Flood 2014). The same text gives
/// the same numbers on every machine and in every version, so that schedules can be rebuilt after a restart.
/// </summary>
internal struct SliceJitter
{
    private const long Million = 1_000_000;

    private ulong _state;

    public SliceJitter(string seed)
    {
        _state = 14_695_981_039_346_656_037;
        foreach (char c in seed)
            _state = (_state ^ c) * 1_099_511_628_211;
    }

    /// <summary>The next number, uniform in [-amplitude, amplitude].</summary>
    public long Next(long amplitude)
    {
        _state += 0x9E3779B97F4A7C15;
        ulong z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        z ^= z >> 31;
        return (long)(((UInt128)z * (ulong)(2 * amplitude + 1)) >> 64) - amplitude;
    }

    /// <summary>The share of an amount, truncated to whole units; the share is used with six decimals.</summary>
    public static long ShareOf(long amount, double share) => (long)((Int128)amount * (long)Math.Round(share * Million) / Million);

    /// <summary>The share of a quantity, truncated to units of 10^-8.</summary>
    public static Quantity ShareOf(Quantity quantity, double share) => Quantity.FromUnits(ShareOf(quantity.Units, share));
}
