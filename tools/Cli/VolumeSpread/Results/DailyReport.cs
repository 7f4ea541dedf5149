using Platform.Analytics.VolumeSpread;
using Platform.Analytics.VolumeSpread.Phases;
using Platform.Analytics.VolumeSpread.Signals;
using Platform.Domain.Labels;

namespace Platform.Cli.VolumeSpread.Results;

/// <summary>A phase change.</summary>
internal readonly record struct PhaseChange(string Symbol, BarInterval Timeframe, long Close_ms, WyckoffPhase From, WyckoffPhase To, double Confidence);

/// <summary>A period of one phase, for the ribbon of a timeframe.</summary>
internal readonly record struct PhaseStretch(long From_ms, long To_ms, WyckoffPhase Phase);

/// <summary>Collects the results of volume-spread analysis over one UTC day. Single-threaded.</summary>
/// <param name="from_ms">Start of the day, Unix ms; bars that close after it and up to its end belong to it.</param>
internal sealed class DailyReport(long from_ms, long to_ms)
{
    private readonly Dictionary<(string Symbol, BarInterval Timeframe), WyckoffPhase> _phases = [];
    private readonly Dictionary<(string Symbol, BarInterval Timeframe), List<PhaseStretch>> _ribbons = [];
    private readonly Dictionary<string, (double Alignment, double Consistency, long Count)> _agreement = new(StringComparer.Ordinal);
    private readonly Dictionary<(SignalKind Kind, BarInterval Timeframe), long> _counts = [];

    public long From_ms => from_ms;

    public long To_ms => to_ms;

    public long Bars { get; private set; }

    public List<PhaseChange> Changes { get; } = [];

    /// <summary>In order of the symbol, then of the timeframe.</summary>
    public IEnumerable<(string Symbol, BarInterval Timeframe, IReadOnlyList<PhaseStretch> Stretches)> Ribbons =>
        _ribbons.OrderBy(ribbon => ribbon.Key.Symbol, StringComparer.Ordinal).ThenBy(ribbon => ribbon.Key.Timeframe.Minutes)
            .Select(ribbon => (ribbon.Key.Symbol, ribbon.Key.Timeframe, (IReadOnlyList<PhaseStretch>)ribbon.Value));

    /// <summary>Means over the day's instants, by symbol.</summary>
    public IEnumerable<(string Symbol, double Alignment, double Consistency)> Agreement =>
        _agreement.OrderBy(row => row.Key, StringComparer.Ordinal).Select(row => (row.Key, row.Value.Alignment / row.Value.Count, row.Value.Consistency / row.Value.Count));

    public long Count(SignalKind kind, BarInterval timeframe) => _counts.GetValueOrDefault((kind, timeframe));

    /// <summary>Takes the whole history of a symbol; bars before the day only give its initial phase.</summary>
    public void Add(string symbol, IEnumerable<AnalysedInstant> instants)
    {
        foreach (AnalysedInstant instant in instants)
            Add(symbol, instant);
    }

    private void Add(string symbol, in AnalysedInstant instant)
    {
        bool inside = instant.Close_ms > from_ms && instant.Close_ms <= to_ms;
        foreach (TimeframeAnalysis closed in instant.Closed)
        {
            (string, BarInterval) key = (symbol, closed.Timeframe);
            WyckoffState state = closed.Analysis.Wyckoff;
            WyckoffPhase before = _phases.GetValueOrDefault(key, state.Phase);
            _phases[key] = state.Phase;
            if (inside)
                Take(symbol, closed, before, instant.Close_ms);
        }

        if (!inside || double.IsNaN(instant.Alignment.Alignment))
            return;
        (double alignment, double consistency, long count) = _agreement.GetValueOrDefault(symbol);
        _agreement[symbol] = (alignment + instant.Alignment.Alignment, consistency + instant.Alignment.Consistency, count + 1);
    }

    private void Take(string symbol, in TimeframeAnalysis closed, WyckoffPhase before, long close_ms)
    {
        Bars++;
        WyckoffState state = closed.Analysis.Wyckoff;
        if (before != state.Phase)
            Changes.Add(new PhaseChange(symbol, closed.Timeframe, close_ms, before, state.Phase, state.Confidence));
        for (int i = 0; i < SignalNames.Count; i++)
        {
            if (closed.Analysis.Signals.Has((SignalKind)i))
                _counts[((SignalKind)i, closed.Timeframe)] = Count((SignalKind)i, closed.Timeframe) + 1;
        }

        if (!_ribbons.TryGetValue((symbol, closed.Timeframe), out List<PhaseStretch>? ribbon))
            _ribbons[(symbol, closed.Timeframe)] = ribbon = [];
        long open_ms = Math.Max(from_ms, close_ms - closed.Timeframe.Length_ms);
        if (ribbon.Count > 0 && ribbon[^1].Phase == state.Phase && ribbon[^1].To_ms == open_ms)
            ribbon[^1] = ribbon[^1] with { To_ms = close_ms };
        else
            ribbon.Add(new PhaseStretch(open_ms, close_ms, state.Phase));
    }
}
