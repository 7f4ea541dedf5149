using Platform.Analytics.VolumeSpread.Features;
using Platform.Analytics.VolumeSpread.Positioning;
using Platform.Domain.Labels;

namespace Platform.Analytics.VolumeSpread;

/// <summary>A closed bar of one timeframe.</summary>
public readonly record struct TimeframeClose(BarInterval Timeframe, PriceVolumeBar Bar, PerpetualContext Perpetual);

/// <summary>The newest analysis of one timeframe.</summary>
public readonly record struct TimeframeAnalysis(BarInterval Timeframe, BarAnalysis Analysis);

/// <summary>
/// The analysis of one symbol over all timeframes. Bars that close at the same time are processed together and evaluated once
/// (spec/quant.md §5.7). Not thread-safe.
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

    /// <summary>Analysed timeframes, shortest first.</summary>
    public IEnumerable<BarInterval> Timeframes => _series.Select(series => series.Timeframe);

    /// <summary>The newest analyses, shortest timeframe first; timeframes without an analysis are omitted.</summary>
    public IEnumerable<TimeframeAnalysis> Newest =>
        _series.Zip(_newest).Where(pair => pair.Second is not null).Select(pair => new TimeframeAnalysis(pair.First.Timeframe, pair.Second!.Value));

    /// <summary>The alignment over the last closed bar of each timeframe that has finished its warm-up.</summary>
    public TimeframeAlignment Alignment { get; private set; } = TimeframeAlignment.Of([]);

    /// <summary>Unix ms of the newest bar of a timeframe; null before the first or when the timeframe is not analysed.</summary>
    public long? LastOpenTime_ms(BarInterval timeframe) => Array.Find(_series, series => series.Timeframe == timeframe)?.LastOpenTime_ms;

    /// <summary>Adds all bars that closed at the same time, then evaluates the alignment once; appends their analyses in the given order.</summary>
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
