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
internal sealed class LabelBoard(LabelRules rules, BarMemory memory, Func<Label, IReadOnlyList<string>> universeOf, Action<LabelVerdict> decided, TimeProvider clock, TimeProvider realTime)
{
    private readonly SortedDictionary<Label, Row> _open = [];
    private Label _newestDecided;

    /// <summary>The newest label decided on; its start is 0 before the first.</summary>
    public Label NewestDecided => _newestDecided;

    /// <summary>Labels up to this one were reported before; they are not reported again.</summary>
    public void Begin(Label newestReported) => _newestDecided = newestReported;

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
        while (_open.Count > 0)
        {
            (Label label, Row row) = _open.First();
            if (!TryDecide(label, row, exchangeClock_ms, out LabelVerdict? verdict))
                return;
            _open.Remove(label);
            _newestDecided = label;
            if (verdict is not null)
                decided(verdict);
        }
    }

    private bool TryDecide(Label label, Row row, long exchangeClock_ms, out LabelVerdict? verdict)
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
        bool late = exchangeClock_ms >= label.End_ms + rules.Deadline_ms && realTime.GetElapsedTime(row.FirstSeenAt) >= rules.Patience;
        bool ready = closed == universe || (rules.Threshold < 1 && good >= rules.Threshold * universe);
        if (!ready && !late)
            return false;
        if (universe > 0)
            verdict = new LabelVerdict(label, universe, good, missing, exchangeClock_ms, clock.NowMilliseconds());
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
