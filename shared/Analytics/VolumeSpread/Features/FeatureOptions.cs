namespace Platform.Analytics.VolumeSpread.Features;

/// <summary>Window lengths of the features, in bars unless named otherwise (spec/quant.md §5.2, appendix C).</summary>
public sealed record FeatureOptions
{
    /// <summary>Number of previous bars for the baselines of relative volume and spread, and for the prior high and low.</summary>
    public int Baseline { get; init; } = 20;

    /// <summary>Number of previous bars for the z-scores.</summary>
    public int ScoreWindow { get; init; } = 50;

    /// <summary>Number of previous bars for the percentile rank of volume.</summary>
    public int RankWindow { get; init; } = 100;

    /// <summary>Wilder's length of the average true range.</summary>
    public int AverageTrueRange { get; init; } = 14;

    /// <summary>Number of bars for the efficiency ratio and for the width of a range (§5.4).</summary>
    public int EfficiencyWindow { get; init; } = 30;

    /// <summary>Number of bars at the start of a series that raise no signal.</summary>
    public int WarmUp { get; init; } = 60;

    /// <summary>Baseline of the relative volume of intraday bars.</summary>
    public VolumeBaseline VolumeBaseline { get; init; } = VolumeBaseline.TimeOfDayOnceKnown;

    /// <summary>Minimum number of days with a bar at the same time of day before the time-of-day baseline replaces the rolling one.</summary>
    public int TimeOfDayDaysMin { get; init; } = 5;

    /// <summary>Lookback of the time-of-day baseline, in days.</summary>
    public int TimeOfDayDays { get; init; } = 20;
}

/// <summary>The baseline of relative volume (spec/quant.md §5.2).</summary>
public enum VolumeBaseline
{
    /// <summary>The mean of the previous bars.</summary>
    Rolling = 1,

    /// <summary>
    /// For timeframes below one hour the mean of the same time of day, and the rolling mean until enough days exist; for longer
    /// timeframes the rolling mean.
    /// </summary>
    TimeOfDayOnceKnown = 2,
}
