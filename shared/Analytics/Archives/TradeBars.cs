using Platform.Analytics.Bars;
using Platform.Analytics.Flows;
using Platform.Domain.Labels;
using Platform.Domain.Market;
using Platform.Primitives.Time;

namespace Platform.Analytics.Archives;

/// <summary>
/// The 5-minute bars of one symbol over a period with all trades available, in any order: bit for bit the same bars that
/// <see cref="BarBuilder"/> closes from the stream (quant.md §1.2). Not thread-safe; the caller must remove duplicates.
/// </summary>
public sealed class TradeBars(SizeCuts cuts)
{
    private readonly Dictionary<long, WindowAccumulator> _windows = [];
    private WindowAccumulator? _newest;

    public bool IsEmpty => _windows.Count == 0;

    public void Add(in AggTrade trade)
    {
        long start_ms = UnixTime.FloorTo(trade.Time_ms, Label.Length_ms);
        if (_newest is null || _newest.OpenTime_ms != start_ms)
            _newest = WindowAt(start_ms);
        _newest.Add(trade);
    }

    /// <summary>
    /// All windows from the first trade that end in the covered period, oldest first; empty windows carry the previous close. A window
    /// that begins before the covered period, or to which missing ids can belong, is Suspect.
    /// </summary>
    /// <param name="coveredFrom_ms">Start of the period with all trades available, inclusive, Unix ms.</param>
    /// <param name="coveredTo_ms">End of that period, exclusive, Unix ms.</param>
    public IEnumerable<BarRow> Rows(long coveredFrom_ms, long coveredTo_ms, IReadOnlyList<MissingIds> missing)
    {
        if (IsEmpty)
            yield break;
        HashSet<long> suspects = SuspectWindows(missing);
        long close = 0;
        for (long start_ms = _windows.Keys.Min(); start_ms + Label.Length_ms <= coveredTo_ms; start_ms += Label.Length_ms)
        {
            if (!_windows.TryGetValue(start_ms, out WindowAccumulator? window))
            {
                window = new WindowAccumulator(cuts);
                window.Reset(start_ms);
            }

            window.CarriedClose = close;
            window.IsSuspect = start_ms < coveredFrom_ms || suspects.Contains(start_ms);
            close = window.Close;
            if (window.TryBuild(out BarRow row))
                yield return row;
        }
    }

    /// <summary>The windows from the trade before each gap to the trade after it, both inclusive.</summary>
    private static HashSet<long> SuspectWindows(IReadOnlyList<MissingIds> missing)
    {
        var windows = new HashSet<long>();
        foreach (MissingIds gap in missing)
        {
            for (long start_ms = UnixTime.FloorTo(gap.After_ms, Label.Length_ms); start_ms <= gap.Before_ms; start_ms += Label.Length_ms)
                windows.Add(start_ms);
        }

        return windows;
    }

    private WindowAccumulator WindowAt(long start_ms)
    {
        if (_windows.TryGetValue(start_ms, out WindowAccumulator? window))
            return window;
        window = new WindowAccumulator(cuts);
        window.Reset(start_ms);
        _windows.Add(start_ms, window);
        return window;
    }
}
