using Platform.Analytics.VolumeSpread.Signals;
using Platform.Domain.Labels;
using Platform.Primitives.Time;

namespace Platform.Analytics.VolumeSpread.Evaluation;

/// <summary>The trend at a signal: up or down when the slope of the last 15 points exceeds ±0.05 ATR per bar.</summary>
public enum TrendRegime
{
    Any = 0,
    Up = 1,
    Flat = 2,
    Down = 3,
}

/// <summary>The grouping key of a study.</summary>
public readonly record struct StudyKey(BarInterval Timeframe, SignalKind Signal, TrendRegime Regime, int Horizon);

/// <summary>Returns after the signals of one key.</summary>
/// <param name="Raw">Forward return minus the mean forward return of all bars of that symbol and timeframe, a fraction.</param>
/// <param name="Directed">The same return times the bias of the signal; without observations for signals without a bias.</param>
public sealed record StudyResult(ClusteredMean Raw, ClusteredMean Directed)
{
    /// <summary>Number of signals with a bias whose direction the price followed.</summary>
    public long Hits { get; internal set; }

    /// <summary>Expected number of hits at the rate of all bars.</summary>
    public double HitsExpected { get; internal set; }

    /// <summary>The directed return when the signal has a bias, otherwise the raw return.</summary>
    public ClusteredMean Excess => Directed.Count > 0 ? Directed : Raw;

    /// <summary>Share of signals whose direction the price followed; NaN without a bias.</summary>
    public double HitRate => Directed.Count > 0 ? (double)Hits / Directed.Count : double.NaN;

    /// <summary>The expected hit rate over all bars, with the same mix of directions as the signals.</summary>
    public double HitRateExpected => Directed.Count > 0 ? HitsExpected / Directed.Count : double.NaN;
}

/// <summary>
/// Measures the returns after each signal against the returns after every bar. The entry price is the close of the signal's bar; warm-up bars
/// are excluded from both. Not thread-safe.
/// </summary>
public sealed class SignalStudy(VolumeSpreadPreset preset)
{
    private readonly SortedDictionary<string, StudyKey> _order = new(StringComparer.Ordinal);
    private readonly Dictionary<StudyKey, StudyResult> _results = [];

    /// <summary>Numbers of bars after the signal at which returns are measured.</summary>
    public static IReadOnlyList<int> Horizons { get; } = [1, 3, 6, 12];

    /// <summary>Results by timeframe, signal, regime and horizon.</summary>
    public IEnumerable<(StudyKey Key, StudyResult Result)> Results => _order.Values.Select(key => (key, _results[key]));

    /// <summary>Adds the complete history of one symbol and timeframe, sorted by time.</summary>
    public void Add(BarInterval timeframe, IReadOnlyList<BarAnalysis> bars)
    {
        foreach (int horizon in Horizons)
            Add(timeframe, bars, horizon);
    }

    private void Add(BarInterval timeframe, IReadOnlyList<BarAnalysis> bars, int horizon)
    {
        int first = 0;
        while (first < bars.Count && bars[first].Features.IsWarmUp)
            first++;
        int end = bars.Count - horizon;
        double sum = 0;
        long rises = 0, falls = 0;
        for (int t = first; t < end; t++)
        {
            double change = Return(bars, t, horizon);
            sum += change;
            rises += change > 0 ? 1 : 0;
            falls += change < 0 ? 1 : 0;
        }

        long counted = end - first;
        for (int t = first; t < end; t++)
        {
            if (bars[t].Signals.IsEmpty)
                continue;
            var moment = new Moment(
                timeframe, horizon, bars[t].Features.OpenTime_ms / UnixTime.MillisecondsPerDay, Return(bars, t, horizon), sum / counted, (double)rises / counted, (double)falls / counted);
            Add(moment, bars[t]);
        }
    }

    private void Add(in Moment moment, in BarAnalysis bar)
    {
        TrendRegime regime = bar.Features.Trend(preset.Signals.SlopeEpsilon) switch { > 0 => TrendRegime.Up, < 0 => TrendRegime.Down, _ => TrendRegime.Flat };
        for (int i = 0; i < SignalNames.Count; i++)
        {
            var kind = (SignalKind)i;
            if (!bar.Signals.Has(kind))
                continue;
            int bias = bar.Signals.Bias(kind);
            Count(new StudyKey(moment.Timeframe, kind, TrendRegime.Any, moment.Horizon), moment, bias);
            Count(new StudyKey(moment.Timeframe, kind, regime, moment.Horizon), moment, bias);
        }
    }

    private void Count(in StudyKey key, in Moment moment, int bias)
    {
        if (!_results.TryGetValue(key, out StudyResult? result))
        {
            _results[key] = result = new StudyResult(new ClusteredMean(), new ClusteredMean());
            _order.Add($"{key.Timeframe.Minutes:D4} {(int)key.Signal:D2} {(int)key.Regime} {key.Horizon:D2}", key);
        }

        double excess = moment.Return - moment.MeanReturn;
        result.Raw.Add(moment.Day, excess);
        if (bias == 0)
            return;
        result.Directed.Add(moment.Day, bias * excess);
        result.Hits += bias * moment.Return > 0 ? 1 : 0;
        result.HitsExpected += bias > 0 ? moment.Rises : moment.Falls;
    }

    private static double Return(IReadOnlyList<BarAnalysis> bars, int t, int horizon) => bars[t + horizon].Features.Close / bars[t].Features.Close - 1;

    private readonly record struct Moment(BarInterval Timeframe, int Horizon, long Day, double Return, double MeanReturn, double Rises, double Falls);
}
