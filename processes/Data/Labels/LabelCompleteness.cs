using Platform.Analytics.Bars;
using Platform.Data.Bars;
using Platform.Domain.Labels;
using Platform.Domain.Market;
using Platform.Primitives.Time;

namespace Platform.Data.Labels;

/// <summary>
/// Follows which symbols closed each label and decides, once per label and in order, that it is complete or degraded
/// (spec/quant.md §1.6). The bar pipeline's loop is its only caller.
/// </summary>
/// <param name="liveFrom_ms">From when every stream has delivered whole; a label that began before it is said only when it is complete.</param>
internal sealed class LabelCompleteness(
    LabelRules rules, BarMemory memory, Func<Label, IReadOnlyList<string>> universeOf, Func<long> liveFrom_ms, Action<LabelOutcome> decided, TimeProvider clock, TimeProvider realTime)
{
    /// <summary>Windows after the one in progress at the start from which a label is said whatever its streams.</summary>
    private const int StartWindows = 2;

    private readonly SortedDictionary<Label, Row> _open = [];
    private readonly List<Label> _passedOver = [];
    private Label _newestDecided;
    private Label _firstOpen;
    private long _startEnd_ms;

    /// <summary>Labels of the start whose windows could not be made whole, none of which is said; given once, with the first label that is. Raised on the pipeline's loop.</summary>
    public event Action<IReadOnlyList<Label>, Label>? PassedOver;

    /// <summary>The newest label decided on; its start is 0 before the first.</summary>
    public Label NewestDecided => _newestDecided;

    /// <summary>Labels up to the newest reported one are not reported again; from the first open one on none is left out.</summary>
    public void Begin(Label newestReported, Label firstOpen)
    {
        _newestDecided = newestReported;
        _firstOpen = firstOpen;
        _startEnd_ms = (Label.At(clock.NowMilliseconds()) + StartWindows).Start_ms;
    }

    /// <summary>A window closed or was revised.</summary>
    public void Take(string symbol, in ClosedBar closed)
    {
        Label label = Label.At(closed.Row.OpenTime_ms);
        if (label <= _newestDecided)
            return;
        if (!_open.TryGetValue(label, out Row? row))
            _open[label] = row = new Row(realTime.GetTimestamp());
        row.Closings[symbol] = !closed.HasBar ? Closing.NoHistory : closed.Row.Quality == BarQuality.Suspect ? Closing.Suspect : Closing.Good;
    }

    /// <summary>Decides what can be decided at this exchange time.</summary>
    public void LookAt(long exchangeClock_ms)
    {
        OpenEnded(exchangeClock_ms);
        while (_open.Count > 0)
        {
            (Label label, Row row) = _open.First();
            if (!TryDecide(label, row, exchangeClock_ms, out LabelOutcome? verdict))
                return;
            _open.Remove(label);
            _newestDecided = label;
            if (verdict is not null)
                Say(verdict);
        }
    }

    /// <summary>The deadline of a label runs from its window's end by the exchange clock, whether or not any symbol has closed.</summary>
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
                _open[next] = new Row(realTime.GetTimestamp());
        }
    }

    private void Say(LabelOutcome verdict)
    {
        bool isShort = verdict.IsDegraded && verdict.Complete < rules.Threshold * verdict.Universe;
        if (isShort && verdict.Label.Start_ms < Math.Min(liveFrom_ms(), _startEnd_ms))
        {
            _passedOver.Add(verdict.Label);
            return;
        }

        if (_passedOver.Count > 0)
            PassedOver?.Invoke([.. _passedOver], verdict.Label);
        _passedOver.Clear();
        decided(verdict);
    }

    private bool TryDecide(Label label, Row row, long exchangeClock_ms, out LabelOutcome? verdict)
    {
        int universe = 0, good = 0, closed = 0;
        var missing = new List<string>();
        foreach (string symbol in universeOf(label))
        {
            Closing closing = row.Closings.GetValueOrDefault(symbol, Closing.Open);
            if (closing == Closing.NoHistory || !memory.HasHistory(symbol, label.Start_ms, rules.HistoryBars))
                continue;
            universe++;
            closed += closing == Closing.Open ? 0 : 1;
            if (closing == Closing.Good)
                good++;
            else
                missing.Add(symbol);
        }

        verdict = null;
        bool late = exchangeClock_ms >= label.End_ms + rules.Deadline_ms && realTime.GetElapsedTime(row.FirstSeenAt) >= rules.RetryPolicy;
        bool ready = closed == universe || (rules.Threshold < 1 && good >= rules.Threshold * universe);
        if (!ready && !late)
            return false;
        if (universe > 0)
            verdict = new LabelOutcome(label, universe, good, missing, exchangeClock_ms, clock.NowMilliseconds());
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
