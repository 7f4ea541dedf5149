namespace Platform.Analytics.VolumeSpread.Signals;

/// <summary>The thresholds of the signals (spec/quant.md §5.3, appendix C); the defaults are the preset "standard".</summary>
public sealed record SignalThresholds
{
    /// <summary>Absolute slope above which there is an up or down trend, in ATR per bar.</summary>
    public double SlopeEpsilon { get; init; } = 0.05;

    /// <summary>Thresholds of relative volume.</summary>
    public double LowVolume { get; init; } = 0.8;
    public double AboveVolume { get; init; } = 1.2;
    public double HighVolume { get; init; } = 1.5;
    public double UltraVolume { get; init; } = 2.0;

    /// <summary>Thresholds of relative spread.</summary>
    public double NarrowSpread { get; init; } = 0.7;
    public double WideSpread { get; init; } = 1.2;
    public double NormalSpread { get; init; } = 1.0;

    /// <summary>Minimum distance of a wick beyond the prior high or low, in ATR.</summary>
    public double Pierce { get; init; } = 0.1;

    /// <summary>Thresholds of the close location value.</summary>
    public double CloseLow { get; init; } = 0.3;
    public double CloseMiddleLow { get; init; } = 0.4;
    public double CloseMiddle { get; init; } = 0.5;
    public double CloseMiddleHigh { get; init; } = 0.6;
    public double CloseHigh { get; init; } = 0.7;

    /// <summary>Threshold of the difference between effort and result, in standard deviations.</summary>
    public double EffortVersusResult { get; init; } = 1.5;

    /// <summary>Upper limits of relative volume for spring classes 3 and 2.</summary>
    public double QuietSpring { get; init; } = 1.0;
    public double LoudSpring { get; init; } = 1.5;
}
