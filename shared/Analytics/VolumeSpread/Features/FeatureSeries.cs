using Platform.Domain.Labels;
using Platform.Primitives.Numbers;
using Platform.Primitives.Time;

namespace Platform.Analytics.VolumeSpread.Features;

/// <summary>
/// Computes the features of one symbol and timeframe incrementally from closed bars (spec/quant.md §5.2). It is the only implementation:
/// historical and live bars give bit-identical results. Not thread-safe.
/// </summary>
internal sealed class FeatureSeries
{
    private const int MeanLength = 5;
    private const int LowLength = 5;
    private const int ShortSlope = 5;
    private const int MiddleSlope = 15;
    private const int LongSlope = 40;

    private readonly FeatureOptions _options;
    private readonly TimeOfDayVolumes? _timeOfDay;

    // Prices and volumes are stored in whole units of 10^-8, whose sums and differences are exact in a double.
    private readonly RollingWindow _highs, _lows, _closes, _moves, _spreads, _volumes, _logVolumes, _logSpreads, _means;
    private long _bars;
    private double _trueRange, _trueRangeSum;

    public FeatureSeries(BarInterval interval, FeatureOptions options)
    {
        _options = options;
        if (options.VolumeBaseline == VolumeBaseline.TimeOfDayOnceKnown && interval.Length_ms < UnixTime.MillisecondsPerHour)
            _timeOfDay = new TimeOfDayVolumes(interval.Length_ms, options);
        int extremes = Math.Max(options.Baseline, options.EfficiencyWindow);
        _highs = new RollingWindow(extremes);
        _lows = new RollingWindow(extremes);
        _closes = new RollingWindow(Math.Max(options.EfficiencyWindow + 1, MeanLength));
        _moves = new RollingWindow(options.EfficiencyWindow);
        _spreads = new RollingWindow(options.Baseline);
        _volumes = new RollingWindow(Math.Max(options.RankWindow, options.Baseline));
        _logVolumes = new RollingWindow(options.ScoreWindow);
        _logSpreads = new RollingWindow(options.ScoreWindow);
        _means = new RollingWindow(LongSlope);
    }

    /// <summary>Adds the next closed bar and returns its features; baselines use the previous bars.</summary>
    public BarFeatures Add(in PriceVolumeBar bar)
    {
        double high = bar.High.Units, low = bar.Low.Units, close = bar.Close.Units, volume = (double)bar.Volume.Units;
        double spread = bar.IsEmpty ? 0 : high - low;
        double previous = _bars > 0 ? _closes.Newest : double.NaN;
        double logVolume = Math.Log(1 + volume / Quantity.One);
        double logSpread = Math.Log(1 + 1e4 * spread / previous);
        var features = new BarFeatures
        {
            OpenTime_ms = bar.OpenTime_ms,
            High = high / Price.One,
            Low = low / Price.One,
            Close = close / Price.One,
            Volume = volume / Quantity.One,
            PreviousHigh = _bars > 0 ? _highs.Newest / Price.One : double.NaN,
            PreviousLow = _bars > 0 ? _lows.Newest / Price.One : double.NaN,
            PreviousClose = previous / Price.One,
            PreviousVolume = _bars > 0 ? _volumes.Newest / Quantity.One : double.NaN,
            PreviousVolumeMin = _bars > 1 ? RollingWindow.Min(_volumes.Last(2)) / Quantity.One : double.NaN,
            Direction = _bars > 0 ? Math.Sign(close - previous) : 0,
            Clv = high > low ? (close - low) / (high - low) : 0.5,
            Rvol = RelativeVolume(bar.OpenTime_ms, volume),
            Rspr = Ratio(spread, _spreads),
            Zv = Score(logVolume, _logVolumes),
            Zs = Score(logSpread, _logSpreads),
            VolumeRank = _volumes.Count >= _options.RankWindow ? RollingWindow.PercentRank(volume, _volumes.Last(_options.RankWindow)) : double.NaN,
            PriorHigh = _bars >= _options.Baseline ? RollingWindow.Max(_highs.Last(_options.Baseline)) / Price.One : double.NaN,
            PriorLow = _bars >= _options.Baseline ? RollingWindow.Min(_lows.Last(_options.Baseline)) / Price.One : double.NaN,
            PriorLow5 = _bars >= LowLength ? RollingWindow.Min(_lows.Last(LowLength)) / Price.One : double.NaN,
            IsEmpty = bar.IsEmpty,
            IsWarmUp = _bars < _options.WarmUp,
        };
        Push(high, low, close, previous);
        PushFlow(bar.OpenTime_ms, volume, spread, logVolume, logSpread);
        return WithTrend(features);
    }

    public void Write(BinaryWriter writer)
    {
        writer.Write(_bars);
        writer.Write(_trueRange);
        writer.Write(_trueRangeSum);
        foreach (RollingWindow window in Windows())
            window.Write(writer);
        _timeOfDay?.Write(writer);
    }

    public void Read(BinaryReader reader)
    {
        _bars = reader.ReadInt64();
        _trueRange = reader.ReadDouble();
        _trueRangeSum = reader.ReadDouble();
        foreach (RollingWindow window in Windows())
            window.Read(reader);
        _timeOfDay?.Read(reader);
    }

    private RollingWindow[] Windows() => [_highs, _lows, _closes, _moves, _spreads, _volumes, _logVolumes, _logSpreads, _means];

    private double RelativeVolume(long openTime_ms, double volume)
    {
        double mean = _timeOfDay?.Mean(openTime_ms) ?? double.NaN;
        if (double.IsNaN(mean))
            return Ratio(volume, _volumes);
        return mean > 0 ? volume / mean : double.NaN;
    }

    private double Ratio(double value, RollingWindow previous)
    {
        if (previous.Count < _options.Baseline)
            return double.NaN;
        // The sum of whole units is exact, so the ratio is rounded once.
        double sum = RollingWindow.Sum(previous.Last(_options.Baseline));
        return sum > 0 ? value * _options.Baseline / sum : double.NaN;
    }

    private double Score(double value, RollingWindow previous) =>
        previous.Count >= _options.ScoreWindow ? RollingWindow.Score(value, previous.Last(_options.ScoreWindow)) : double.NaN;

    private void Push(double high, double low, double close, double previous)
    {
        double range = high - low;
        if (_bars > 0)
        {
            range = Math.Max(range, Math.Max(Math.Abs(high - previous), Math.Abs(low - previous)));
            _moves.Push(Math.Abs(close - previous));
        }

        _highs.Push(high);
        _lows.Push(low);
        _closes.Push(close);
        if (_closes.Count >= MeanLength)
            _means.Push(RollingWindow.Sum(_closes.Last(MeanLength)) / MeanLength);
        _bars++;
        int length = _options.AverageTrueRange;
        if (_bars <= length)
        {
            _trueRangeSum += range;
            _trueRange = _bars == length ? _trueRangeSum / length : double.NaN;
        }
        else
        {
            _trueRange = (_trueRange * (length - 1) + range) / length;
        }
    }

    private void PushFlow(long openTime_ms, double volume, double spread, double logVolume, double logSpread)
    {
        _volumes.Push(volume);
        _spreads.Push(spread);
        _logVolumes.Push(logVolume);
        if (_bars > 1)
            _logSpreads.Push(logSpread);
        _timeOfDay?.Push(openTime_ms, volume);
    }

    private BarFeatures WithTrend(in BarFeatures features)
    {
        int window = _options.EfficiencyWindow;
        bool known = _moves.Count >= window;
        return features with
        {
            Atr = _trueRange / Price.One,
            Slope5 = Slope(ShortSlope),
            Slope15 = Slope(MiddleSlope),
            Slope40 = Slope(LongSlope),
            EfficiencyRatio = known ? Efficiency(window) : double.NaN,
            RangeHigh = _highs.Count >= window ? RollingWindow.Max(_highs.Last(window)) / Price.One : double.NaN,
            RangeLow = _lows.Count >= window ? RollingWindow.Min(_lows.Last(window)) / Price.One : double.NaN,
        };
    }

    private double Slope(int points) =>
        _means.Count >= points && _trueRange > 0 ? RollingWindow.Slope(_means.Last(points)) / _trueRange : double.NaN;

    private double Efficiency(int window)
    {
        double way = RollingWindow.Sum(_moves.Last(window));
        return way > 0 ? Math.Abs(_closes.Newest - _closes.Ago(window)) / way : 0;
    }
}
