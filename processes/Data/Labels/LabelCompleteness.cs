using Platform.Analytics.Bars;
using Platform.Data.Reference;
using Platform.Data.Store;
using Platform.Domain.Labels;
using Platform.Domain.Market;
using Platform.Primitives.Time;

namespace Platform.Data.Labels;

/// <summary>The conditions under which a label is complete (spec/quant.md §1.6).</summary>
/// <param name="Threshold">Share of the universe whose bars must be closed and not suspect; 1 requires all.</param>
/// <param name="Deadline_ms">Exchange ms after the window's end at which the label is reported, complete or not.</param>
/// <param name="MinimumWait">Real time that must also have passed, because a reconnect makes the exchange clock jump.</param>
/// <param name="HistoryBars">Bars without a gap that a symbol must have before the label to belong to its universe.</param>
internal sealed record LabelRules(double Threshold, long Deadline_ms, TimeSpan MinimumWait, int HistoryBars);

/// <summary>The report of a label, sent once: every symbol of its universe closed properly, or the list of those that did not.</summary>
internal sealed record LabelOutcome(Label Label, int Universe, int Complete, IReadOnlyList<string> Missing, long ExchangeClock_ms, long Decided_ms)
{
    public bool IsDegraded => Missing.Count > 0;

    public string RunId => $"{Label}-r0";
}

/// <summary>Takes the decisions of label completeness. Called on the bar pipeline's loop; must not wait.</summary>
internal interface ILabelReports
{
    void Report(LabelOutcome outcome);

    /// <summary>A label in progress at the start that could not be completed; it is not reported.</summary>
    void PassOver(LabelOutcome outcome);

    /// <summary>
    /// Reports that a label is undecided although its deadline has passed by the local clock, and the symbols that are missing; empty
    /// when this has ended.
    /// </summary>
    void Overdue(string what);
}

/// <summary>
/// Tracks which symbols closed each label and decides once per label, in order, that it is complete or degraded (spec/quant.md §1.6). A
/// label that began before every stream was complete is reported only when it is complete. The bar pipeline's loop is its only caller.
/// </summary>
internal sealed class LabelCompleteness(
    LabelRules rules, BarMemory memory, UniverseRegistry universe, ExchangeClock exchangeClock, ILabelReports reports, Clocks clocks)
{
    /// <summary>Number of windows after the one in progress at the start from which every label is reported.</summary>
    private const int StartWindows = 2;

    private const int SymbolsShown = 5;

    private readonly SortedDictionary<Label, Row> _open = [];
    private string _overdue = "";
    private long? _lateSince;
    private Label _newestDecided;
    private Label _firstOpen;
    private long _startEnd_ms;

    /// <summary>The newest decided label; its start is 0 before the first. Any thread may read.</summary>
    public Label NewestDecided => _newestDecided;

    /// <summary>
    /// Sets where labels continue: up to the newest reported one none is reported again, and from the first open one none is omitted.
    /// </summary>
    public void Begin(Label newestReported, Label firstOpen)
    {
        _newestDecided = newestReported;
        _firstOpen = firstOpen;
        _startEnd_ms = (Label.At(clocks.NowMilliseconds()) + StartWindows).Start_ms;
    }

    /// <summary>Records that a window closed or was revised.</summary>
    public void Take(string symbol, in ClosedBar closed)
    {
        Label label = Label.At(closed.Row.OpenTime_ms);
        if (label <= _newestDecided)
            return;
        if (!_open.TryGetValue(label, out Row? row))
            _open[label] = row = new Row(clocks.Real.GetTimestamp());
        row.Closings[symbol] = !closed.HasBar ? Closing.NoHistory : closed.Row.Quality == BarQuality.Suspect ? Closing.Suspect : Closing.Good;
    }

    /// <summary>Decides the labels that can be decided at this exchange time.</summary>
    public void LookAt(long exchangeClock_ms)
    {
        OpenEnded(exchangeClock_ms);
        while (_open.Count > 0)
        {
            (Label label, Row row) = _open.First();
            if (!TryDecide(label, row, exchangeClock_ms, out LabelOutcome? outcome))
                break;
            _open.Remove(label);
            _newestDecided = label;
            if (outcome is not null)
                Report(outcome);
        }

        CheckOverdue(exchangeClock_ms);
    }

    /// <summary>Bounds the wait by the local clock: the exchange clock and its deadlines stop when the streams do.</summary>
    private void CheckOverdue(long exchangeClock_ms)
    {
        Label next = _newestDecided + 1 > _firstOpen ? _newestDecided + 1 : _firstOpen;
        long now_ms = clocks.NowMilliseconds();
        bool isLate = _firstOpen.Start_ms > 0 && now_ms > (next + 1).End_ms + rules.Deadline_ms;
        _lateSince = isLate ? _lateSince ?? clocks.Real.GetTimestamp() : null;
        string overdue = "";
        if (_lateSince is { } since && clocks.Real.GetElapsedTime(since) >= rules.MinimumWait)
        {
            Row? row = _open.GetValueOrDefault(next);
            string[] waiting = [.. universe.At(next).Where(symbol => row is null || row.Closings.GetValueOrDefault(symbol, Closing.Open) == Closing.Open)];
            overdue = $"label {next} is not decided: {waiting.Length} symbols are missing ({string.Join(", ", waiting.Take(SymbolsShown))}); the exchange clock is {(now_ms - exchangeClock_ms) / 1000.0:0} s behind";
        }

        if (overdue.Length > 0 == _overdue.Length > 0)
            return;
        _overdue = overdue;
        reports.Overdue(overdue);
    }

    /// <summary>The deadline of a label, from its window's end by the exchange clock, whether or not a symbol has closed.</summary>
    private void OpenEnded(long exchangeClock_ms)
    {
        if (_firstOpen.Start_ms == 0 || exchangeClock_ms < _firstOpen.End_ms)
            return;
        Label newest = Label.At(exchangeClock_ms) + -1, next = _newestDecided + 1;
        if (next < _firstOpen)
            next = _firstOpen;
        if (next < newest + -Label.PerDay)
            next = newest + -Label.PerDay;
        for (; next <= newest; next += 1)
        {
            if (!_open.ContainsKey(next))
                _open[next] = new Row(clocks.Real.GetTimestamp());
        }
    }

    private void Report(LabelOutcome outcome)
    {
        bool isShort = outcome.IsDegraded && outcome.Complete < rules.Threshold * outcome.Universe;
        if (isShort && outcome.Label.Start_ms < Math.Min(exchangeClock.LiveFrom_ms, _startEnd_ms))
        {
            reports.PassOver(outcome);
            return;
        }

        reports.Report(outcome);
    }

    private bool TryDecide(Label label, Row row, long exchangeClock_ms, out LabelOutcome? outcome)
    {
        int members = 0, good = 0, closed = 0;
        var missing = new List<string>();
        foreach (string symbol in universe.At(label))
        {
            Closing closing = row.Closings.GetValueOrDefault(symbol, Closing.Open);
            if (closing == Closing.NoHistory || !memory.HasHistory(symbol, label.Start_ms, rules.HistoryBars))
                continue;
            members++;
            closed += closing == Closing.Open ? 0 : 1;
            if (closing == Closing.Good)
                good++;
            else
                missing.Add(symbol);
        }

        outcome = null;
        bool late = exchangeClock_ms >= label.End_ms + rules.Deadline_ms && clocks.Real.GetElapsedTime(row.FirstSeenAt) >= rules.MinimumWait;
        bool ready = closed == members || (rules.Threshold < 1 && good >= rules.Threshold * members);
        if (!ready && !late)
            return false;
        if (members > 0)
            outcome = new LabelOutcome(label, members, good, missing, exchangeClock_ms, clocks.NowMilliseconds());
        return true;
    }

    private enum Closing : byte
    {
        Open,
        Good,
        Suspect,
        NoHistory,
    }

    private sealed class Row(long firstSeenAt)
    {
        public long FirstSeenAt { get; } = firstSeenAt;

        public Dictionary<string, Closing> Closings { get; } = new(StringComparer.Ordinal);
    }
}
