namespace Platform.Analytics.VolumeSpread.Features;

/// <summary>
/// The features of one closed bar (spec/quant.md §5.2 and the inputs of §5.4). Prices in quote per base, volumes in base units;
/// NaN when the history is too short or a divisor is zero.
/// </summary>
public readonly record struct BarFeatures
{
    /// <summary>Unix ms, start of the bar.</summary>
    public long OpenTime_ms { get; init; }

    public double High { get; init; }
    public double Low { get; init; }
    public double Close { get; init; }
    public double Volume { get; init; }

    public double PreviousHigh { get; init; }
    public double PreviousLow { get; init; }
    public double PreviousClose { get; init; }

    /// <summary>The smaller volume of the two previous bars.</summary>
    public double PreviousVolumeMin { get; init; }

    public double PreviousVolume { get; init; }

    /// <summary>Sign of close − previous close; 0 for the first bar.</summary>
    public int Direction { get; init; }

    /// <summary>Close location value, 0 at the low to 1 at the high; 0.5 without spread.</summary>
    public double Clv { get; init; }

    /// <summary>Relative volume: volume divided by its baseline; the baseline excludes the bar itself.</summary>
    public double Rvol { get; init; }

    /// <summary>Relative spread: spread divided by the mean spread of the previous bars.</summary>
    public double Rspr { get; init; }

    /// <summary>z-score of ln(1 + volume) relative to the previous bars, sample deviation.</summary>
    public double Zv { get; init; }

    /// <summary>z-score of ln(1 + 10,000 · spread / previous close).</summary>
    public double Zs { get; init; }

    /// <summary>Percentile rank of volume among the previous bars, 0 to 1.</summary>
    public double VolumeRank { get; init; }

    /// <summary>Wilder's average true range, in price.</summary>
    public double Atr { get; init; }

    /// <summary>Slope of the 5-bar mean close over its last 5, 15 and 40 points, in ATR per bar.</summary>
    public double Slope5 { get; init; }
    public double Slope15 { get; init; }
    public double Slope40 { get; init; }

    /// <summary>Highest high and lowest low of the previous baseline bars (R20, S20).</summary>
    public double PriorHigh { get; init; }
    public double PriorLow { get; init; }

    /// <summary>Lowest low of the previous 5 bars.</summary>
    public double PriorLow5 { get; init; }

    /// <summary>Kaufman's efficiency ratio over 30 bars; 0 without movement.</summary>
    public double EfficiencyRatio { get; init; }

    /// <summary>Highest high and lowest low of the last 30 bars, including this bar.</summary>
    public double RangeHigh { get; init; }
    public double RangeLow { get; init; }

    /// <summary>True for a bar without trades: it counts in baselines and raises no signal.</summary>
    public bool IsEmpty { get; init; }

    /// <summary>True for the first bars of the series, which raise no signal.</summary>
    public bool IsWarmUp { get; init; }

    /// <summary>zV − zS: high volume with a small spread (positive) or a large spread with low volume (negative).</summary>
    public double EffortVersusResult => Zv - Zs;

    /// <summary>The trend of the last 15 points: +1 when the slope is above the epsilon, −1 below its negative, otherwise 0.</summary>
    public int Trend(double epsilon) => Slope15 > epsilon ? 1 : Slope15 < -epsilon ? -1 : 0;
}
