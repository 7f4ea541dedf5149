using Platform.Monitor.Rows;
using Platform.Primitives.Time;
using WireRun = Platform.Wire.V1.RunRow;

namespace Platform.Monitor.Boards;

/// <summary>The newest runs of the coordinator's ledger and their latency. Written by the feed's loop only.</summary>
internal sealed class RunBoard(int runsMax, ClockAnchor anchor)
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, WireRun> _runs = new(StringComparer.Ordinal);

    /// <summary>True when something changed.</summary>
    public bool Apply(IEnumerable<WireRun> runs)
    {
        bool changed = false;
        lock (_gate)
        {
            foreach (WireRun run in runs)
            {
                changed |= !_runs.TryGetValue(run.RunId, out WireRun? held) || !held.Equals(run);
                _runs[run.RunId] = run;
            }

            while (_runs.Count > runsMax)
                _runs.Remove(_runs.First().Key);
        }

        return changed;
    }

    public RunsReply Reply(int limit)
    {
        WireRun[] runs;
        lock (_gate)
            runs = [.. _runs.Values];
        RunRow[] rows = [.. runs.Reverse().Select(ToRow)];
        double[] latencies = [.. rows.Select(row => row.CloseToAckMs).OfType<double>().Order()];
        return new RunsReply([.. rows.Take(limit)], new LatencySummary(latencies.Length, Quantile(latencies, 0.5), Quantile(latencies, 0.99)));
    }

    /// <summary>Linear interpolation between order statistics (type 7); null without values.</summary>
    internal static double? Quantile(double[] ascending, double share)
    {
        if (ascending.Length == 0)
            return null;
        double position = share * (ascending.Length - 1);
        int below = (int)position;
        int above = Math.Min(below + 1, ascending.Length - 1);
        return ascending[below] + (position - below) * (ascending[above] - ascending[below]);
    }

    private RunRow ToRow(WireRun run) => new(
        run.RunId, run.Label, run.State, run.Data?.Universe ?? 0, run.Data?.Complete ?? 0, run.Data?.Degraded ?? false, run.Data is null ? [] : [.. run.Data.Missing],
        run.Computed?.Calculators ?? 0, run.Computed?.Failed ?? 0,
        run.Data?.WallLatencyMs, run.Computed?.WallComputeMs, LastAck(run), CloseToAck(run),
        [.. run.Executed.Select(executed => new AccountRun(executed.Account, executed.Parents, executed.Orders, executed.PlannedNotional, executed.FilledNotional, executed.ResidualNotional))]);

    private static double? LastAck(WireRun run) => run.Executed.Any(executed => executed.Orders > 0) ? run.Executed.Max(executed => executed.WallLastAckMs) : null;

    private double? CloseToAck(WireRun run)
    {
        bool ended = run.Data is not null && run.Executed.Count == run.Accounts.Count && run.Executed.Any(executed => executed.Orders > 0);
        return ended ? (run.Executed.Max(executed => executed.LastAckAtMs) - run.Data!.CompletedAtMs) / anchor.Speed : null;
    }
}
