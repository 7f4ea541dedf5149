namespace Platform.Analytics.VolumeSpread.Phases;

/// <summary>Thresholds of the phase classifier (spec/quant.md §5.4, appendix C); the defaults are the preset "standard".</summary>
public sealed record WyckoffOptions
{
    /// <summary>Efficiency ratio at or below which the market is in a range, and at or above which it is in a trend.</summary>
    public double RangeEfficiency { get; init; } = 0.30;
    public double TrendEfficiency { get; init; } = 0.35;

    /// <summary>Maximum width of a range, in ATR.</summary>
    public double RangeWidth { get; init; } = 6;

    /// <summary>Number of consecutive bars that establish a range, and a trend.</summary>
    public int RangeBars { get; init; } = 10;
    public int TrendBars { get; init; } = 5;

    /// <summary>Minimum distance of a close outside the range for a break, in ATR, and the relative volume that confirms it.</summary>
    public double BreakDistance { get; init; } = 0.25;
    public double BreakVolume { get; init; } = 1.2;

    /// <summary>Half-life of evidence, in bars.</summary>
    public int EvidenceHalfLife { get; init; } = 20;

    /// <summary>Evidence at which a range after a trend becomes accumulation or distribution, and at which one is relabelled as the other.</summary>
    public double Confirm { get; init; } = 0.5;
    public double Relabel { get; init; } = 1.0;

    /// <summary>Efficiency ratio at which a trend has full confidence.</summary>
    public double FullTrend { get; init; } = 0.6;
}
