namespace Platform.Analytics.OrderFlow;

/// <summary>
/// The signed quantity of a trade relative to a robust scale of the previous trades, clipped (spec/quant.md §4.1):
/// max(0.3·A₆₀ + 0.7·A₆₀₀, 1.7·1.4826·MAD₂₀₀). A is the mean absolute change whose weights halve every 60 and every 600 seconds.
/// </summary>
internal sealed class DeltaZScore(CvdOptions options) : IZScoreMeasure
{
    private const int WarmUpTrades = 20;
    private const double Clip = 2;
    private const double ShortSilence_ms = 4_000;
    private const double LongSilence_ms = 5_000;
    private const double FastShare = 0.3;
    private const double MadFactor = 1.7 * 1.4826;

    private readonly MedianDeviation _mad = new(200);
    private DecayedMean _fast = new(60_000);
    private DecayedMean _slow = new(600_000);
    private long? _last_ms;
    private int _seen;
    private int _silenced;

    public ZScore Next(decimal cvd, decimal change, long? time_ms)
    {
        double value = (double)change;
        double elapsed_ms = time_ms is { } now && _last_ms is { } then && now > then ? (double)now - then : 0;
        ZScore score = Measure(value, elapsed_ms);
        _fast.Add(Math.Abs(value), elapsed_ms);
        _slow.Add(Math.Abs(value), elapsed_ms);
        _mad.Add(value);
        _last_ms = time_ms ?? _last_ms;
        _seen = Math.Min(_seen + 1, WarmUpTrades);
        return score;
    }

    public void Clear()
    {
        _mad.Clear();
        _fast = new DecayedMean(60_000);
        _slow = new DecayedMean(600_000);
        _last_ms = null;
        _seen = 0;
        _silenced = 0;
    }

    /// <summary>The first trade after a pause of more than 4 s, and the first two after more than 5 s, have no score.</summary>
    private ZScore Measure(double value, double elapsed_ms)
    {
        _silenced = Math.Max(_silenced, elapsed_ms > LongSilence_ms ? 2 : elapsed_ms > ShortSilence_ms ? 1 : 0);
        bool isSilenced = _silenced > 0;
        if (isSilenced)
            _silenced--;
        if (_seen < WarmUpTrades)
            return ZScore.WarmingUp;
        if (isSilenced)
            return new ZScore(null);
        double scale = Math.Max(FastShare * _fast.Mean + (1 - FastShare) * _slow.Mean, MadFactor * _mad.Value);
        return scale <= options.StdFloor ? ZScore.StdZero : new ZScore(Math.Clamp(value / scale, -Clip, Clip));
    }

    /// <summary>A mean whose weights decay with time; trades with equal time have equal weight.</summary>
    private struct DecayedMean(double halfLife_ms)
    {
        private double _sum;
        private double _weight;

        public readonly double Mean => _weight > 0 ? _sum / _weight : 0;

        public void Add(double value, double elapsed_ms)
        {
            double decay = elapsed_ms > 0 ? double.Exp2(-elapsed_ms / halfLife_ms) : 1;
            _sum = _sum * decay + value;
            _weight = _weight * decay + 1;
        }
    }
}

/// <summary>The z-score of a value relative to the previous values.</summary>
internal readonly record struct ZScore(double? Value, bool IsWarmingUp = false, bool IsStdZero = false)
{
    public static ZScore WarmingUp { get; } = new(null, IsWarmingUp: true);

    public static ZScore StdZero { get; } = new(0, IsStdZero: true);
}

/// <summary>One of the two measures of spec/quant.md §4.1; it receives every accepted trade once, in order.</summary>
internal interface IZScoreMeasure
{
    /// <summary>Computes the score relative to the previous trades, then adds this trade to the baseline.</summary>
    ZScore Next(decimal cvd, decimal change, long? time_ms);

    void Clear();
}
