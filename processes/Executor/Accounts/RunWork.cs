using Platform.Analytics.Portfolio;
using Platform.Domain.Orders;
using Platform.Executor.Execution;
using Platform.Executor.Gateway;
using Platform.Executor.Ledger;
using Platform.Executor.Planning;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;

namespace Platform.Executor.Accounts;

/// <summary>A request for one run, from a trigger of the strategy or from an operator.</summary>
/// <param name="SlippageMax_bps">Most distance from the arrival price at which its orders may fill; 0 for the configured distance.</param>
internal sealed record RunRequest(string RunId, string Label, RunKind Kind, Func<PlanningSnapshot, RunPlan> Plan, double SlippageMax_bps = 0)
{
    public static RunRequest Flatten(string runId, Func<PlanningSnapshot, RunPlan> plan, double slippageMax_bps) => new(runId, "", RunKind.Flatten, plan, slippageMax_bps);
}

/// <summary>The result of a run, for the report and the log.</summary>
/// <param name="LastAck_ms">Platform time of the last answer to the first orders of its parents; 0 when nothing was sent.</param>
/// <param name="WallLastAck_ms">Real ms from the request to that answer.</param>
internal sealed record RunOutcome(ExecutionRun Run, long LastAck_ms, double WallLastAck_ms);

/// <summary>
/// Plans one run at a time and starts its parents: reductions first, then increases by size; the opening leg of a flip starts only when
/// its close is filled (quant.md §6.4). Parents may outlive the planning of later runs: a parent whose target is unchanged continues; one
/// whose target has changed is stopped and must end before the new one is planned. A run is closed when all its parents have ended. Runs
/// on the account's context.
/// </summary>
internal sealed class RunWork(AccountJournal journal, SnapshotSource snapshots, ContractSettings settings, ParentWork parents, DurableBatch durable, RunRules rules)
{
    private const int PlansMax = 5;

    /// <summary>Called on the context when a run is closed and on disk.</summary>
    public event Action<RunOutcome>? Ended;

    /// <summary>Completes when the run's first orders are answered; its parents continue.</summary>
    public async Task ExecuteAsync(RunRequest request, CancellationToken cancel)
    {
        var timing = new RunTiming(rules);
        (PlanningSnapshot? snapshot, RunPlan? plan, string whyNot) = await PlanAsync(request, cancel);
        // Checked again: a command may have arrived while the account was read.
        if (WhyNot(request) is { Length: > 0 } held)
            (plan, whyNot) = (null, held);
        journal.Record(new RunOpened(Now_ms, request.RunId, request.Label, request.Kind));
        ExecutionRun run = journal.Ledger.FindRun(request.RunId)!;
        if (snapshot is null || plan is null)
        {
            await CloseAsync(run, $"positions are unchanged: {whyNot}", timing);
            return;
        }

        Record(run, request, plan);
        parents.Take(snapshot);
        await ReleaseAsync(run, timing);
        parents.Start(() => FinishAsync(run, string.Join("; ", plan.Notes), timing));
    }

    /// <summary>Resumes what an earlier process left open: resolves orders, resumes parents, and closes runs when they end.</summary>
    /// <returns>Number of orders whose state was unknown.</returns>
    public async Task<int> RecoverAsync(IEnumerable<ChildOrder> left, Func<ChildOrder, Task> resolve)
    {
        ChildOrder[] orders = [.. left];
        await Task.WhenAll(orders.Select(resolve));
        foreach (ExecutionRun run in journal.Ledger.Runs.Where(run => !run.IsClosed).ToArray())
        {
            foreach (ParentOrder parent in run.Parents)
                _ = parents.Begin(parent);
            string detail = run.Parents.Count == 0 ? "interrupted by a restart before it was planned" : "interrupted by a restart and resumed";
            parents.Start(() => FinishAsync(run, detail, new RunTiming(rules)));
        }

        return orders.Length;
    }

    /// <summary>Stops the parents; completes when they have ended.</summary>
    public Task StopAsync(IEnumerable<ParentOrder> stopped, string reason)
    {
        ParentOrder[] all = [.. stopped];
        foreach (ParentOrder parent in all)
            parents.Stop(parent, reason);
        return Task.WhenAll(all.Select(parents.EndOf));
    }

    /// <summary>Completes when every parent of the run has ended.</summary>
    public Task EndOf(ExecutionRun run) => Task.WhenAll(run.Parents.Select(parents.EndOf));

    private long Now_ms => rules.Clock.NowMilliseconds();

    /// <summary>
    /// Makes a plan that touches no symbol with an open parent. An open parent's target counts as reached; where the new plan differs,
    /// the parent is ended first and the plan is made again from live positions.
    /// </summary>
    private async Task<(PlanningSnapshot? Snapshot, RunPlan? Plan, string WhyNot)> PlanAsync(RunRequest request, CancellationToken cancel)
    {
        for (int round = 1; ; round++)
        {
            Result<PlanningSnapshot> read = await snapshots.ReadAsync(cancel);
            if (!read.IsOk)
                return (null, null, read.Fault.Message);
            ParentOrder[] open = [.. journal.Ledger.OpenParents];
            PlanningSnapshot snapshot = read.Value with { Pending = PendingOf(open) };
            RunPlan plan = request.Plan(snapshot);
            if (await BlockedAsync(plan, cancel) is { Count: > 0 } blocked)
                plan = request.Plan(snapshot with { Blocked = blocked });
            var wanted = plan.Parents.Select(parent => parent.Order.Symbol).ToHashSet(StringComparer.Ordinal);
            ParentOrder[] stale = [.. open.Where(parent => round >= PlansMax || wanted.Contains(parent.Symbol))];
            if (stale.Length == 0)
                return (snapshot, plan, "");
            await StopAsync(stale, $"superseded by {request.RunId}");
        }
    }

    private static Dictionary<(string, PositionSide), Quantity> PendingOf(IEnumerable<ParentOrder> open)
    {
        var pending = new Dictionary<(string, PositionSide), Quantity>();
        foreach (ParentOrder parent in open)
        {
            (string, PositionSide) key = (parent.Symbol, parent.Terms.PositionSide);
            pending[key] = pending.GetValueOrDefault(key) + Quantity.FromUnits((long)parent.Terms.Side * parent.Residual.Units);
        }

        return pending;
    }

    private string WhyNot(RunRequest request) => request.Kind == RunKind.Trade ? journal.Ledger.Safety.WhyNoTrade("") : journal.Ledger.Safety.WhyKilled("");

    private void Record(ExecutionRun run, RunRequest request, RunPlan plan)
    {
        var closing = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (PlannedParent planned in plan.Parents)
        {
            DeltaOrder order = planned.Order;
            string id = OrderIds.Parent(rules.Account, run.RunId, run.Label, order.Symbol, order.Purpose, order.PositionSide);
            bool reduces = order.Purpose == DeltaPurpose.Reduce;
            if (reduces)
                closing[order.Symbol] = id;
            string denied = planned.Denied.Length > 0 ? planned.Denied : journal.Ledger.Safety.WhyNot(order.Symbol, request.Kind == RunKind.Trade, reduces);
            journal.Record(new ParentPlanned(
                Now_ms, run.RunId, id, order.Symbol, order.Side, order.PositionSide, order.Quantity, order.ReduceOnly, planned.Arrival, planned.Target, denied,
                reduces, planned.Decision, order.AfterReduction ? closing.GetValueOrDefault(order.Symbol, "") : "", request.SlippageMax_bps));
        }

        Check.That(run.Parents.Count == plan.Parents.Count, $"run {run.RunId} planned {plan.Parents.Count} parents and the ledger holds {run.Parents.Count}");
    }

    /// <summary>
    /// Contracts that the plan opens but that cannot be configured at the exchange, with the reason; reductions need no settings.
    /// </summary>
    private async Task<Dictionary<string, string>> BlockedAsync(RunPlan plan, CancellationToken cancel)
    {
        string[] opening =
        [
            .. plan.Parents.Where(parent => parent.Denied.Length == 0 && parent.Order.Purpose == DeltaPurpose.Increase).Select(parent => parent.Order.Symbol).Distinct(StringComparer.Ordinal),
        ];
        Result<Done>[] applied = await Task.WhenAll(opening.Select(symbol => settings.ApplyToSymbolAsync(symbol, cancel)));
        return opening.Zip(applied).Where(pair => !pair.Second.IsOk).ToDictionary(pair => pair.First, pair => pair.Second.Fault!.Message, StringComparer.Ordinal);
    }

    private async Task ReleaseAsync(ExecutionRun run, RunTiming timing)
    {
        await Task.WhenAll(run.Parents.Where(parent => parent.Terms.Reduces).Select(parent => parents.Begin(parent, timing.Acknowledged)));
        await Task.WhenAll(run.Parents.Where(parent => !parent.Terms.Reduces).Select(parent => parents.Begin(parent, timing.Acknowledged)));
    }

    private async Task FinishAsync(ExecutionRun run, string detail, RunTiming timing)
    {
        await EndOf(run);
        await CloseAsync(run, detail, timing);
    }

    private async Task CloseAsync(ExecutionRun run, string detail, RunTiming timing)
    {
        journal.Record(new RunClosed(Now_ms, run.RunId, detail));
        journal.Trim(Now_ms);
        await durable.WrittenAsync();
        Ended?.Invoke(new RunOutcome(run, timing.LastAck_ms, timing.WallLastAck_ms));
    }

    /// <summary>Records when the first orders of a run's parents were answered.</summary>
    private sealed class RunTiming(RunRules rules)
    {
        private readonly long _started = rules.RealTime.GetTimestamp();

        public long LastAck_ms { get; private set; }

        public double WallLastAck_ms { get; private set; }

        public void Acknowledged() => (LastAck_ms, WallLastAck_ms) = (rules.Clock.NowMilliseconds(), rules.RealTime.GetElapsedTime(_started).TotalMilliseconds);
    }
}
