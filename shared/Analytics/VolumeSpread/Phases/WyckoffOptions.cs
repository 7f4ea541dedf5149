namespace Platform.Analytics.VolumeSpread.Phases;

/// <summary>Levels of the phase classifier (spec/quant.md §5.4, appendix C); the defaults are the preset "standard".</summary>
public sealed record WyckoffOptions
{
    /// <summary>Efficiency ratio at or below which prices range, and at or above which they trend.</summary>
    public double RangeEfficiency { get; init; } = 0.30;
    public double TrendEfficiency { get; init; } = 0.35;

    /// <summary>Widest range, in ATR.</summary>
    public double RangeWidth { get; init; } = 6;

    /// <summary>Consecutive bars that make a range and a trend.</summary>
    public int RangeBars { get; init; } = 10;
    public int TrendBars { get; init; } = 5;

    /// <summary>Distance of a close beyond the range that breaks it, in ATR, and the relative volume that confirms it.</summary>
    public double BreakDistance { get; init; } = 0.25;
    public double BreakVolume { get; init; } = 1.2;

    /// <summary>Bars after which evidence counts half.</summary>
    public int EvidenceHalfLife { get; init; } = 20;

    /// <summary>Evidence that turns a range after a trend into accumulation or distribution, and that relabels one as the other.</summary>
    public double Confirm { get; init; } = 0.5;
    public double Relabel { get; init; } = 1.0;

    /// <summary>Efficiency ratio at which a trend has full confidence.</summary>
    public double FullTrend { get; init; } = 0.6;
}
