namespace Platform.Analytics.OrderFlow;

/// <summary>A z-score against what came before the value it belongs to.</summary>
internal readonly record struct ZScore(double? Value, bool IsWarmingUp = false, bool IsStdZero = false)
{
    public static ZScore WarmingUp { get; } = new(null, IsWarmingUp: true);

    public static ZScore StdZero { get; } = new(0, IsStdZero: true);
}

/// <summary>One of the two measures of spec/quant.md §4.1; sees every accepted trade once, in order.</summary>
internal interface IZScoreMeasure
{
    /// <summary>Measures against the trades before, then takes this one into the baseline.</summary>
    ZScore Next(decimal cvd, decimal change, long? time_ms);

    void Clear();
}
