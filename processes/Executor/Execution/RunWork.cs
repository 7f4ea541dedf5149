using Platform.Analytics.Portfolio;
using Platform.Executor.Gateway;
using Platform.Executor.Ledger;
using Platform.Executor.Planning;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;

namespace Platform.Executor.Execution;

/// <summary>One run as asked for: by a trigger of the strategy or by an operator.</summary>
internal sealed record RunRequest(string RunId, string Label, RunKind Kind, Func<PlanningSnapshot, RunPlan> Plan);

/// <summary>What a run came to, for the report and the log.</summary>
/// <param name="LastAck_ms">Platform time of the last answer of the venue; 0 when nothing was sent.</param>
/// <param name="WallLastAck_ms">Real ms from the request to that answer.</param>
internal sealed record RunOutcome(ExecutionRun Run, long LastAck_ms, double WallLastAck_ms, PlanningSnapshot? Snapshot);

/// <summary>Bounds of a run.</summary>
/// <param name="Deadline_ms">Platform ms within which the account must have been read; orders at work are never abandoned.</param>
internal sealed record RunRules(string Account, double SlippageMax_bps, long Deadline_ms);

/// <summary>
/// Works one run at a time from picture to closed parents: reductions first, then increases by size; the opening leg of a
/// flip only when its close is filled (spec/quant.md §6.4). Runs on the account's room.
/// </summary>
internal sealed class RunWork(
    AccountJournal journal, AccountReader reader, ContractSettings settings, OrderWork orders, DurableBatch durable, RunRules rules, TimeProvider clock, TimeProvider realTime)
{
    private static readonly TimeSpan s_readAgain = TimeSpan.FromMilliseconds(200);

    public async Task<RunOutcome> ExecuteAsync(RunRequest request, CancellationToken cancel)
    {
        long started = realTime.GetTimestamp();
        Result<PlanningSnapshot> read = await SnapshotAsync(cancel);
        journal.Record(new RunOpened(clock.NowMilliseconds(), request.RunId, request.Label, request.Kind));
        ExecutionRun run = journal.Ledger.FindRun(request.RunId)!;
        if (!read.TryGet(out PlanningSnapshot? snapshot, out Fault? fault))
            return await CloseAsync(run, $"positions are kept: {fault.Message}", 0, 0, null);

        journal.Record(new EquityMarked(snapshot.At_ms, snapshot.Equity));
        RunPlan plan = request.Plan(snapshot);
        List<ParentOrder> parents = Plan(run, plan);
        List<string> notes = [.. plan.Notes];
        HashSet<ParentOrder> held = await ApplySettingsAsync(plan, parents, notes, cancel);
        await ReleaseAsync(plan, parents, held, snapshot, cancel);
        bool sent = parents.Exists(parent => parent.Children.Count > 0);
        long lastAck_ms = sent ? clock.NowMilliseconds() : 0;
        double wall_ms = sent ? realTime.GetElapsedTime(started).TotalMilliseconds : 0;
        await Task.WhenAll(parents.SelectMany(parent => parent.Children).Select(child => orders.SettleAsync(child, cancel)));
        return await CloseAsync(run, string.Join("; ", notes), lastAck_ms, wall_ms, snapshot);
    }

    /// <summary>Ends what an earlier life of the process left open: every order resolved, every parent and run closed.</summary>
    public async Task<int> RecoverAsync(CancellationToken cancel)
    {
        ChildOrder[] left = [.. journal.Ledger.Working];
        foreach (ChildOrder child in left)
            orders.LoseTrack(child);
        ChildOrder[] unsettled = [.. journal.Ledger.Runs.Where(run => !run.IsClosed).SelectMany(run => run.Parents).SelectMany(parent => parent.Children).Where(child => !child.IsSettled)];
        await Task.WhenAll(unsettled.Select(child => orders.SettleAsync(child, cancel)));
        foreach (ExecutionRun run in journal.Ledger.Runs.Where(run => !run.IsClosed).ToArray())
            await CloseAsync(run, "interrupted by a restart; what was not sent is the residual", 0, 0, null);
        return left.Length;
    }

    private async Task<Result<PlanningSnapshot>> SnapshotAsync(CancellationToken cancel)
    {
        long deadline_ms = clock.NowMilliseconds() + rules.Deadline_ms;
        while (true)
        {
            Result<PlanningSnapshot> read = await reader.ReadAsync(cancel);
            if (read.IsOk || !read.Fault.IsTransient || clock.NowMilliseconds() > deadline_ms)
                return read;
            await Task.Delay(s_readAgain, realTime, cancel);
        }
    }

    private List<ParentOrder> Plan(ExecutionRun run, RunPlan plan)
    {
        foreach (PlannedParent planned in plan.Parents)
        {
            DeltaOrder order = planned.Order;
            journal.Record(new ParentPlanned(
                clock.NowMilliseconds(), run.RunId, OrderIds.Parent(rules.Account, run.RunId, run.Label, order.Symbol, order.Purpose, order.PositionSide),
                order.Symbol, order.Side, order.PositionSide, order.Quantity, order.ReduceOnly, planned.Arrival, planned.Target, planned.Denied));
        }

        Check.That(run.Parents.Count == plan.Parents.Count, $"run {run.RunId} planned {plan.Parents.Count} parents and the ledger holds {run.Parents.Count}");
        return [.. run.Parents];
    }

    /// <summary>Parents whose contract could not be set up; reductions are never held back by that.</summary>
    private async Task<HashSet<ParentOrder>> ApplySettingsAsync(RunPlan plan, List<ParentOrder> parents, List<string> notes, CancellationToken cancel)
    {
        int[] opening = [.. Enumerable.Range(0, parents.Count).Where(i => !parents[i].IsClosed && plan.Parents[i].Order.Purpose == DeltaPurpose.Increase)];
        Result<Done>[] applied = await Task.WhenAll(opening.Select(i => settings.ApplyToSymbolAsync(parents[i].Symbol, cancel)));
        var held = new HashSet<ParentOrder>();
        for (int k = 0; k < opening.Length; k++)
        {
            if (applied[k].IsOk)
                continue;
            ParentOrder parent = parents[opening[k]];
            held.Add(parent);
            notes.Add($"{parent.Symbol}: contract settings not applied: {applied[k].Fault!.Message}");
            journal.Record(new ParentClosed(clock.NowMilliseconds(), parent.ParentId, applied[k].Fault!.Message));
        }

        return held;
    }

    private async Task ReleaseAsync(RunPlan plan, List<ParentOrder> parents, HashSet<ParentOrder> held, PlanningSnapshot snapshot, CancellationToken cancel)
    {
        int[] open = [.. Enumerable.Range(0, parents.Count).Where(i => !parents[i].IsClosed && !held.Contains(parents[i]))];
        int[] reductions = [.. open.Where(i => plan.Parents[i].Order.Purpose == DeltaPurpose.Reduce)];
        await Task.WhenAll(reductions.Select(i => SendAsync(parents[i], plan.Parents[i], snapshot, cancel)));
        await Task.WhenAll(open.Except(reductions).Select(i => IncreaseAsync(parents[i], plan.Parents[i], parents, snapshot, cancel)));
    }

    private async Task IncreaseAsync(ParentOrder parent, PlannedParent planned, List<ParentOrder> parents, PlanningSnapshot snapshot, CancellationToken cancel)
    {
        if (planned.Order.AfterReduction)
        {
            ParentOrder close = parents.Single(other => other != parent && other.Symbol == parent.Symbol);
            await Task.WhenAll(close.Children.Select(child => orders.SettleAsync(child, cancel)));
            if (!close.Residual.IsZero)
            {
                journal.Record(new ParentClosed(clock.NowMilliseconds(), parent.ParentId, $"the close before it was not filled: {close.Residual} left"));
                return;
            }
        }

        await SendAsync(parent, planned, snapshot, cancel);
    }

    private Task SendAsync(ParentOrder parent, PlannedParent planned, PlanningSnapshot snapshot, CancellationToken cancel)
    {
        ChildForm form = OrderSlices.FormOf(
            planned.Order.Side, planned.Instrument, snapshot.Quotes.GetValueOrDefault(parent.Symbol), planned.Arrival, rules.SlippageMax_bps);
        IReadOnlyList<Quantity> pieces = OrderSlices.Split(planned.Order.Quantity, Domain.Instruments.OrderRules.CoarserLot(planned.Instrument));
        return Task.WhenAll(pieces.Select((piece, slice) => orders.SubmitAsync(parent, piece, form, slice, cancel)));
    }

    private async Task<RunOutcome> CloseAsync(ExecutionRun run, string detail, long lastAck_ms, double wall_ms, PlanningSnapshot? snapshot)
    {
        foreach (ParentOrder parent in run.Parents.Where(parent => !parent.IsClosed))
        {
            Check.That(parent.IsSettled, $"{parent.ParentId} is closed before its orders are settled");
            journal.Record(new ParentClosed(clock.NowMilliseconds(), parent.ParentId, parent.Residual.IsZero ? "" : ReasonOf(parent)));
        }

        journal.Record(new RunClosed(clock.NowMilliseconds(), run.RunId, detail));
        journal.Trim(clock.NowMilliseconds());
        await durable.WrittenAsync();
        return new RunOutcome(run, lastAck_ms, wall_ms, snapshot);
    }

    private static string ReasonOf(ParentOrder parent) =>
        parent.Children.LastOrDefault(child => child.Reason.Length > 0)?.Reason ?? "not filled";
}
