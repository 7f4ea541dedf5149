namespace Platform.Analytics.VolumeSpread.Features;

/// <summary>Window lengths of the features, in bars unless named otherwise (spec/quant.md §5.2, appendix C).</summary>
public sealed record FeatureOptions
{
    /// <summary>Previous bars of the baselines of relative volume and relative spread, and of the prior high and low.</summary>
    public int Baseline { get; init; } = 20;

    /// <summary>Previous bars of the z-scores.</summary>
    public int ScoreWindow { get; init; } = 50;

    /// <summary>Previous bars of the percentile rank of volume.</summary>
    public int RankWindow { get; init; } = 100;

    /// <summary>Wilder's length of the average true range.</summary>
    public int AverageTrueRange { get; init; } = 14;

    /// <summary>Bars of the efficiency ratio and of the width of a range (§5.4).</summary>
    public int EfficiencyWindow { get; init; } = 30;

    /// <summary>Bars at the start of a series that raise no signal.</summary>
    public int WarmUp { get; init; } = 60;

    /// <summary>Which volumes an intraday bar is compared with.</summary>
    public VolumeBaseline VolumeBaseline { get; init; } = VolumeBaseline.TimeOfDayOnceKnown;

    /// <summary>Days with a bar of the same time of day before the time-of-day baseline replaces the rolling one.</summary>
    public int TimeOfDayDaysMin { get; init; } = 5;

    /// <summary>Days that the time-of-day baseline looks back.</summary>
    public int TimeOfDayDays { get; init; } = 20;
}

/// <summary>The baseline of relative volume (spec/quant.md §5.2).</summary>
public enum VolumeBaseline
{
    /// <summary>The mean of the previous bars.</summary>
    Rolling = 1,

    /// <summary>Below one hour the mean of the same time of day once enough days exist, the previous bars until then; from one hour on the previous bars.</summary>
    TimeOfDayOnceKnown = 2,
}
