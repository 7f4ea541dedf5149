using Platform.Analytics.Bars;
using Platform.Data.Bars;
using Platform.Data.Store;
using Platform.Domain.Labels;
using Platform.Primitives.Outcomes;

namespace Platform.Data.Queries;

/// <summary>Reads bars of any interval from memory and day files. Any thread. A roll-up is returned only when it is complete.</summary>
internal sealed class BarQuery(BarMemory memory, BarFiles files)
{
    /// <summary>Bars fully inside [start of begin, end of end), oldest first (spec/quant.md §1.4).</summary>
    public Result<List<BarRow>> Read(string symbol, Label begin, Label end, BarInterval interval)
    {
        Result<List<BarRow>> base5m = ReadBase(symbol, begin.Start_ms, end.End_ms);
        return base5m.IsOk && interval != BarInterval.M5 ? RollUpAll(base5m.Value, interval) : base5m;
    }

    private Result<List<BarRow>> ReadBase(string symbol, long from_ms, long to_ms)
    {
        List<BarRow> recent = memory.Read(symbol, from_ms, to_ms);
        long reach_ms = recent.Count > 0 ? recent[0].OpenTime_ms : to_ms;
        if (reach_ms <= from_ms)
            return recent;
        Result<List<BarRow>> stored = files.Read(symbol, from_ms, reach_ms);
        if (!stored.TryGet(out List<BarRow>? older, out Fault? fault))
            return fault;
        older.AddRange(recent);
        return older;
    }

    private static List<BarRow> RollUpAll(List<BarRow> children, BarInterval interval)
    {
        var bars = new List<BarRow>();
        var rollUp = new RollUp();
        for (int i = 0; i + interval.Children <= children.Count;)
        {
            long start_ms = interval.StartOf(children[i].OpenTime_ms);
            bool whole = children[i].OpenTime_ms == start_ms
                && children[i + interval.Children - 1].OpenTime_ms == start_ms + interval.Length_ms - Label.Length_ms;
            if (!whole)
            {
                i++;
                continue;
            }

            rollUp.Start(interval, start_ms);
            for (int child = 0; child < interval.Children; child++)
                rollUp.Add(children[i + child]);
            if (rollUp.TryBuild(out BarRow bar))
                bars.Add(bar);
            i += interval.Children;
        }

        return bars;
    }
}
