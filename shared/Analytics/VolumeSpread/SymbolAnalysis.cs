using Platform.Analytics.VolumeSpread.Features;
using Platform.Analytics.VolumeSpread.Positioning;
using Platform.Domain.Labels;

namespace Platform.Analytics.VolumeSpread;

/// <summary>A bar of one timeframe that closed.</summary>
public readonly record struct TimeframeClose(BarInterval Timeframe, PriceVolumeBar Bar, PerpetualContext Perpetual);

/// <summary>One timeframe's newest analysis after an instant.</summary>
public readonly record struct TimeframeAnalysis(BarInterval Timeframe, BarAnalysis Analysis);

/// <summary>
/// All timeframes of one symbol. Those that close at one instant are taken together and evaluated once (spec/quant.md §5.7). One thread.
/// </summary>
public sealed class SymbolAnalysis
{
    private readonly TimeframeSeries[] _series;
    private readonly BarAnalysis?[] _newest;

    public SymbolAnalysis(string symbol, IEnumerable<BarInterval> timeframes, VolumeSpreadPreset preset)
        : this(symbol, [.. timeframes.OrderBy(timeframe => timeframe.Minutes).Select(timeframe => new TimeframeSeries(timeframe, preset))])
    {
    }

    private SymbolAnalysis(string symbol, TimeframeSeries[] series)
    {
        Symbol = symbol;
        _series = series;
        _newest = new BarAnalysis?[series.Length];
    }

    /// <summary>Exchange form, such as BTCUSDT.</summary>
    public string Symbol { get; }

    /// <summary>Shortest first.</summary>
    public IEnumerable<BarInterval> Timeframes => _series.Select(series => series.Timeframe);

    /// <summary>The newest analysis of every timeframe that has one, shortest first.</summary>
    public IEnumerable<TimeframeAnalysis> Newest =>
        _series.Zip(_newest).Where(pair => pair.Second is not null).Select(pair => new TimeframeAnalysis(pair.First.Timeframe, pair.Second!.Value));

    /// <summary>Over the last closed bar of each timeframe out of warm-up.</summary>
    public TimeframeAlignment Alignment { get; private set; } = TimeframeAlignment.Of([]);

    /// <summary>Unix ms of the newest bar of a timeframe; null before the first or when the timeframe is not analysed.</summary>
    public long? LastOpenTime_ms(BarInterval timeframe) => Array.Find(_series, series => series.Timeframe == timeframe)?.LastOpenTime_ms;

    /// <summary>Takes all bars that closed at one instant, then evaluates the alignment once; appends their analyses, in the order given.</summary>
    public void Close(IReadOnlyList<TimeframeClose> closes, ICollection<TimeframeAnalysis> analyses)
    {
        for (int i = 0; i < closes.Count; i++)
        {
            TimeframeClose close = closes[i];
            int index = Array.FindIndex(_series, series => series.Timeframe == close.Timeframe);
            BarAnalysis analysis = _series[index].Add(close.Bar, close.Perpetual);
            _newest[index] = analysis;
            analyses.Add(new TimeframeAnalysis(close.Timeframe, analysis));
        }

        Span<(double, double)> scores = stackalloc (double, double)[_series.Length];
        int count = 0;
        for (int i = 0; i < _series.Length; i++)
        {
            if (_newest[i] is { Features.IsWarmUp: false } analysis)
                scores[count++] = (TimeframeAlignment.Weight(_series[i].Timeframe), analysis.Score);
        }

        Alignment = TimeframeAlignment.Of(scores[..count]);
    }
}
