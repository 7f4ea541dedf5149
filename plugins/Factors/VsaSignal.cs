using Platform.Analytics.VolumeSpread;
using Platform.Analytics.VolumeSpread.Features;
using Platform.Calculators;
using Platform.Domain.Labels;

namespace Platform.Factors;

/// <summary>
/// Volume-spread analysis of one timeframe (spec/quant.md §5): the bias and strength of the newest bar's primary signal, or the timeframe's
/// whole score with its Wyckoff phase. −1 to 1; the analysis restarts at the first bar of the lookback and after a missing bar.
/// </summary>
/// <remarks>Parameters: timeframe (5m, 15m, 30m, 1h, 4h or 1d; 1h), lookback (300 bars), output (signal or score).</remarks>
internal sealed class VsaSignal : ICalculator
{
    private readonly BarInterval _timeframe;
    private readonly int _lookback;
    private readonly bool _whole;

    public VsaSignal(CalculatorParameters parameters)
    {
        string[] timeframes = [.. TimeframeAlignment.Timeframes.Select(timeframe => timeframe.Name)];
        _timeframe = BarInterval.Parse(parameters.Choice("timeframe", "1h", timeframes)).Value;
        _lookback = parameters.Integer("lookback", 300, min: VolumeSpreadPreset.Standard.Features.WarmUp + 1, max: 5_000);
        _whole = parameters.Choice("output", "signal", "signal", "score") == "score";
        BarField[] fields = [BarField.Open, BarField.High, BarField.Low, BarField.Close, BarField.Volume];
        Needs = _timeframe == BarInterval.M5 ? CalculatorNeeds.Bars(_lookback, fields) : CalculatorNeeds.Nothing.AndBars(_timeframe, _lookback, fields);
    }

    public string Name => "vsa_signal";

    public CalculatorNeeds Needs { get; }

    public IReadOnlyDictionary<string, double> Run(AlphaView view)
    {
        var scores = new Dictionary<string, double>(view.Symbols.Count, StringComparer.Ordinal);
        foreach (string symbol in view.Symbols)
        {
            double score = Score(view.GetBars(symbol, _lookback, _timeframe));
            if (!double.IsNaN(score))
                scores[symbol] = score;
        }

        return scores;
    }

    /// <summary>NaN without a newest bar out of warm-up.</summary>
    private double Score(in BarColumns bars)
    {
        var series = new TimeframeSeries(_timeframe, VolumeSpreadPreset.Standard);
        BarAnalysis? newest = null;
        ReadOnlySpan<double> open = bars.Open, high = bars.High, low = bars.Low, close = bars.Close, volume = bars.Volume;
        for (int i = 0; i < bars.Count; i++)
        {
            if (PriceVolumeBar.TryFromDoubles(bars.OpenTime_ms(i), open[i], high[i], low[i], close[i], volume[i], out PriceVolumeBar bar))
                newest = series.Add(bar);
            else
                (series, newest) = (new TimeframeSeries(_timeframe, VolumeSpreadPreset.Standard), null);
        }

        if (newest is not { Features.IsWarmUp: false } analysis)
            return double.NaN;
        if (_whole)
            return analysis.Score;
        return analysis.Primary is { } primary ? analysis.Signals.Bias(primary) * analysis.AdjustedStrength(primary) : 0;
    }
}
