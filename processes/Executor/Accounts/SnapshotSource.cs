using Platform.Executor.Execution;
using Platform.Executor.Gateway;
using Platform.Executor.Ledger;
using Platform.Executor.Planning;
using Platform.Executor.Reconciliation;
using Platform.Hosting.Configuration.Trading;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;

namespace Platform.Executor.Accounts;

/// <summary>Time limits of a run, and its clocks.</summary>
/// <param name="Deadline_ms">Platform ms within which the account must have been read; open orders are never abandoned.</param>
internal sealed record RunRules(string Account, long Deadline_ms, TimeProvider Clock, TimeProvider RealTime);

/// <summary>
/// Provides snapshots that are safe to plan on. Reads again, within the run's deadline, while the exchange does not answer, its answers
/// contradict each other, or positions differ from our fills and the regular read has not confirmed them.
/// </summary>
/// <param name="positions">Null in a dry run, whose positions are our fills.</param>
internal sealed class SnapshotSource(AccountReader reader, PositionWatch? positions, MarketBoard market, OrderLedger ledger, RiskOptions risk, RunRules rules)
{
    private static readonly TimeSpan s_readAgain = TimeSpan.FromMilliseconds(200);

    /// <summary>Reads a snapshot; after the deadline, the fault of the last attempt.</summary>
    public async Task<Result<PlanningSnapshot>> ReadAsync(CancellationToken cancel)
    {
        long deadline_ms = rules.Clock.NowMilliseconds() + rules.Deadline_ms;
        while (true)
        {
            Result<PlanningSnapshot> read = await reader.ReadAsync(cancel);
            if (read.IsOk && positions?.WhyUnexplained(read.Value) is { Length: > 0 } why)
                read = new Fault(FaultKind.Corrupt, why, IsTransient: true);
            if (read.IsOk && RiskLimits.With(risk, ledger.Safety.Limits).VolumeShareMax > 0)
                return read.Value with { DayVolumes = await market.DayVolumesAsync(cancel) };
            if (read.IsOk || !read.Fault.IsTransient || rules.Clock.NowMilliseconds() > deadline_ms)
                return read;
            await Task.Delay(s_readAgain, rules.RealTime, cancel);
        }
    }
}
