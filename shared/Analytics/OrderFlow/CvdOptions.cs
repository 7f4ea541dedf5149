using Platform.Primitives.Outcomes;

namespace Platform.Analytics.OrderFlow;

/// <summary>What the z-score measures (spec/quant.md §4.1).</summary>
public enum ZMode : byte
{
    /// <summary>The level of CVD relative to its previous window: a measure of local deviation, not a probability.</summary>
    Level,

    /// <summary>The change of CVD relative to a robust scale of recent changes, clipped.</summary>
    Delta,
}

/// <summary>When CVD is reset to zero.</summary>
public enum CvdReset : byte
{
    Never,
    DailyUtc,
    OnGap,
}

/// <summary>Parameters of one CVD; the defaults are those of spec/quant.md §4.</summary>
/// <param name="ZWindow">Accepted trades in the baseline of the level z-score.</param>
/// <param name="EmaAlpha">Weight of the newest value: 0.2 is a span of 9 and a half-life of 3.106 trades.</param>
/// <param name="StdFloor">Standard deviation at or below which z is zero and marked as such.</param>
/// <param name="ZeroTicksMax">Maximum number of trades without a price change that inherit the direction of the last change.</param>
/// <param name="ZeroTickAgeMax_ms">Maximum time since the last price change in which its direction is inherited.</param>
public sealed record CvdOptions(
    ZMode ZMode = ZMode.Level,
    CvdReset Reset = CvdReset.Never,
    int ZWindow = 300,
    double EmaAlpha = 0.2,
    double StdFloor = 1e-9,
    int ZeroTicksMax = 5,
    long ZeroTickAgeMax_ms = 2_000)
{
    public static CvdOptions Default { get; } = new();

    /// <summary>Minimum number of values in the baseline for a z-score.</summary>
    public int WarmUp => Math.Max(5, ZWindow / 5);

    /// <summary>Checks the parameters; an invalid one is a programmer's error.</summary>
    internal void Verify()
    {
        Check.That(ZWindow is >= 5 and <= 1_000_000, "the window of the z-score must be 5 to 1,000,000 trades");
        Check.That(EmaAlpha is > 0 and <= 1, "the weight of the average must be above 0 and at most 1");
        Check.That(StdFloor >= 0 && ZeroTicksMax >= 0 && ZeroTickAgeMax_ms >= 0, "limits must not be negative");
    }
}
