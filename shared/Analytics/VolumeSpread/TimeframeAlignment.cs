using Platform.Analytics.VolumeSpread.Phases;
using Platform.Domain.Labels;

namespace Platform.Analytics.VolumeSpread;

/// <summary>The agreement of the timeframes of one symbol (spec/quant.md §5.7).</summary>
/// <param name="Alignment">Weighted mean of the timeframe scores, −1 to 1; NaN while every timeframe is in warm-up.</param>
/// <param name="Consistency">|Σ w·s| / Σ w·|s|, 0 to 1; 0 when all scores are 0.</param>
/// <param name="Direction">Sign of Σ w·s.</param>
public readonly record struct TimeframeAlignment(double Alignment, double Consistency, int Direction)
{
    private const double PhaseWeight = 0.7;
    private const double SignalWeight = 0.3;

    /// <summary>The timeframes that can be analysed, shortest first.</summary>
    public static IReadOnlyList<BarInterval> Timeframes { get; } = [BarInterval.M5, BarInterval.M15, BarInterval.M30, BarInterval.H1, BarInterval.H4, BarInterval.D1];

    /// <summary>The weight of a timeframe, 1 for 5 minutes to 5 for a day; 0 for a timeframe that is not analysed.</summary>
    public static double Weight(BarInterval timeframe) => timeframe.Minutes switch
    {
        5 => 1,
        15 => 1.5,
        30 => 2,
        60 => 3,
        240 => 4,
        1440 => 5,
        _ => 0,
    };

    /// <summary>s of one timeframe: 0.7 · φ · confidence + 0.3 · bias · adjusted strength of the primary signal, within ±1.</summary>
    public static double Score(WyckoffPhase phase, double confidence, double biasedStrength) =>
        Math.Clamp(PhaseWeight * phase.Lean() * confidence + SignalWeight * biasedStrength, -1, 1);

    /// <summary>Combines weighted scores, one pair for each timeframe that has finished its warm-up.</summary>
    public static TimeframeAlignment Of(ReadOnlySpan<(double Weight, double Score)> timeframes)
    {
        double weights = 0, sum = 0, magnitudes = 0;
        foreach ((double weight, double score) in timeframes)
        {
            weights += weight;
            sum += weight * score;
            magnitudes += weight * Math.Abs(score);
        }

        return new TimeframeAlignment(weights > 0 ? sum / weights : double.NaN, magnitudes > 0 ? Math.Abs(sum) / magnitudes : 0, Math.Sign(sum));
    }
}
