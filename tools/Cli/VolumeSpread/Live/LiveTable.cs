using System.Globalization;
using Platform.Analytics.VolumeSpread;
using Platform.Analytics.VolumeSpread.Phases;
using Platform.Analytics.VolumeSpread.Signals;
using Platform.Cli.VolumeSpread.Commentary;
using Platform.Cli.VolumeSpread.Results;
using Platform.Domain.Labels;
using Platform.Primitives.Time;
using Spectre.Console;

namespace Platform.Cli.VolumeSpread.Live;

/// <summary>
/// Shows a live session: on a terminal a table updated in place, otherwise one line per alert; in both cases JSON lines to a stream.
/// </summary>
internal sealed class LiveTable(LiveDisplayContext? display, TextWriter output, AnalysisLines? lines, CommentarySession? commentary) : ILiveView
{
    private const double AlertStrength = 0.6;
    private const int AlertsShown = 6;
    private readonly Queue<string> _alerts = new();
    private readonly Dictionary<(string Symbol, BarInterval Timeframe), WyckoffPhase> _phases = [];
    private long _instants;
    private TimeSpan _slowest;

    public void Closed(SymbolMonitor monitor, AnalysedInstant instant, TimeSpan took)
    {
        _instants++;
        _slowest = took > _slowest ? took : _slowest;
        foreach (TimeframeAnalysis closed in instant.Closed)
        {
            lines?.Write(monitor.Symbol, closed, instant.Alignment);
            AlertOf(monitor.Symbol, closed);
            commentary?.Closed(monitor.Symbol, closed);
        }
    }

    public void Alert(string text)
    {
        if (display is null)
        {
            output.WriteLine(text);
            return;
        }

        _alerts.Enqueue(text);
        while (_alerts.Count > AlertsShown)
            _alerts.Dequeue();
    }

    /// <summary>The table as of the last refresh.</summary>
    public Table? Last { get; private set; }

    public void Refresh(IReadOnlyList<SymbolMonitor> monitors, KlineSink stream, long now_ms)
    {
        while (commentary?.TryTake(out string? text) == true)
            Alert(text);
        Last = NewTable(monitors, stream, now_ms);
        display?.UpdateTarget(Last);
    }

    private Table NewTable(IReadOnlyList<SymbolMonitor> monitors, KlineSink stream, long now_ms)
    {
        var table = new Table().Border(TableBorder.Simple).Caption(Markup.Escape(Caption(stream)));
        foreach (string column in new[] { "symbol", "tf", "signal", "strength", "phase", "confidence", "alignment", "source", "quality", "age", "late", "wrong" })
            table.AddColumn(new TableColumn(column).NoWrap());
        foreach (SymbolMonitor monitor in monitors)
        {
            foreach (TimeframeAnalysis newest in monitor.Analysis.Newest)
                table.AddRow([.. Cells(monitor, newest, now_ms).Select(Markup.Escape)]);
        }

        return table;
    }

    private static IEnumerable<string> Cells(SymbolMonitor monitor, TimeframeAnalysis newest, long now_ms)
    {
        BarAnalysis analysis = newest.Analysis;
        SeriesFeed feed = monitor.Feed(newest.Timeframe);
        TimeSpan age = TimeSpan.FromMilliseconds(Math.Max(0, now_ms - analysis.Features.OpenTime_ms - newest.Timeframe.Length_ms));
        return
        [
            monitor.Symbol, newest.Timeframe.Name, analysis.Features.IsWarmUp ? "warm-up" : SignalText(analysis.Primary),
            analysis.Primary is { } primary ? Text(analysis.AdjustedStrength(primary)) : "", analysis.Wyckoff.Phase.Name(), Text(analysis.Wyckoff.Confidence),
            Text(monitor.Analysis.Alignment.Alignment), feed.Source == BarSource.Stream ? "stream" : "REST", Text(feed.Quality),
            age.ToString(@"d\.hh\:mm\:ss", CultureInfo.InvariantCulture), Count(feed.Counts.Late), Count(feed.Counts.Wrong),
        ];
    }

    /// <summary>Appends Coulling's name to the two climaxes, because she uses each name for the opposite climax.</summary>
    private static string SignalText(SignalKind? kind) =>
        kind is { } known && known.CoullingName() != known.Name() ? $"{known.Name()} (Coulling: {known.CoullingName()})" : SignalNames.Name(kind);

    private string Caption(KlineSink stream) => string.Create(
        CultureInfo.InvariantCulture,
        $"{_instants} instants analysed, slowest {_slowest.TotalMilliseconds:0.0} ms after its last bar; {(stream.Down.Length == 0 ? "stream up" : "stream down: " + stream.Down)}; {stream.Reconnects} reconnects, {stream.Malformed} malformed, {stream.Dropped} dropped{commentary?.Summary}{string.Concat(_alerts.Select(alert => "\n" + alert))}");

    private void AlertOf(string symbol, in TimeframeAnalysis closed)
    {
        BarAnalysis analysis = closed.Analysis;
        string at = UnixTime.ToText(analysis.Features.OpenTime_ms + closed.Timeframe.Length_ms)[..16];
        if (analysis.Primary is { } primary && analysis.AdjustedStrength(primary) is >= AlertStrength and var strength)
            Alert(string.Create(CultureInfo.InvariantCulture, $"{at} {symbol} {closed.Timeframe}: {SignalText(primary)} {strength:0.00}"));
        WyckoffPhase before = _phases.GetValueOrDefault((symbol, closed.Timeframe), analysis.Wyckoff.Phase);
        if (before != analysis.Wyckoff.Phase)
            Alert($"{at} {symbol} {closed.Timeframe}: {before.Name()} → {analysis.Wyckoff.Phase.Name()}");
        _phases[(symbol, closed.Timeframe)] = analysis.Wyckoff.Phase;
    }

    private static string Text(double value) => double.IsNaN(value) ? "" : value.ToString("0.00", CultureInfo.InvariantCulture);

    private static string Count(long value) => value.ToString(CultureInfo.InvariantCulture);
}
