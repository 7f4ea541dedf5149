using System.Runtime.ExceptionServices;
using Platform.Analytics.Execution;
using Platform.Domain.Instruments;
using Platform.Domain.Orders;
using Platform.Executor.Ledger;
using Platform.Executor.Planning;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;

namespace Platform.Executor.Execution;

/// <summary>
/// Executes parents from start to end, concurrently: asks the policy for a decision, applies it, and waits for the next fact or time. A
/// parent's state is in the ledger and only its tasks are here, so that a restart resumes every open parent from its state. Runs on the
/// account's context.
/// </summary>
internal sealed class ParentWork(AccountJournal journal, OrderWork orders, OrderUpdates updates, MarketBoard market, ScheduleChoice choice, AccountRuntime runtime) : IDisposable
{
    private static readonly TimeSpan s_longestWait = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, Working> _working = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _life = new();

    /// <summary>Called on the context when a parent has started, with its schedule.</summary>
    public event Action<ParentOrder>? Started;

    /// <summary>Called on the context when a parent has ended.</summary>
    public event Action<ParentOrder>? Ended;

    /// <summary>Stores the prices read for a plan, so that they serve the first decisions of its parents.</summary>
    public void Take(PlanningSnapshot snapshot) => market.Take(snapshot);

    /// <summary>
    /// Starts or resumes the parent. The task completes when its first orders are answered, or when it waits for something else.
    /// </summary>
    /// <param name="acknowledged">Called after each answer to orders of its first slice.</param>
    public Task Begin(ParentOrder parent, Action? acknowledged = null)
    {
        var working = new Working(acknowledged ?? (static () => { }));
        if (!parent.IsClosed && _working.TryAdd(parent.ParentId, working))
            Start(() => WorkAsync(parent, working, _life.Token));
        else
            working.Open();
        return working.FirstRound.Task;
    }

    /// <summary>Ends the parent early: its resting orders are cancelled first. The reason becomes that of its residual.</summary>
    public void Stop(ParentOrder parent, string reason)
    {
        if (!_working.TryGetValue(parent.ParentId, out Working? working) || working.Stop.Length > 0)
            return;
        working.Stop = reason;
        updates.Wake(parent.ParentId);
    }

    /// <summary>Wakes every parent after a change of what may be sent.</summary>
    public void WakeAll()
    {
        foreach (string parentId in _working.Keys)
            updates.Wake(parentId);
    }

    /// <summary>Completes when the parent has ended.</summary>
    public Task EndOf(ParentOrder parent) => _working.TryGetValue(parent.ParentId, out Working? working) ? working.End.Task : Task.CompletedTask;

    /// <summary>Starts work that is not awaited; its failure fails the account's context.</summary>
    public void Start(Func<Task> work) => _ = GuardAsync(work);

    public void Dispose()
    {
        _life.Cancel();
        _life.Dispose();
    }

    private async Task WorkAsync(ParentOrder parent, Working working, CancellationToken cancel)
    {
        string whyNot = await WaitForOtherAsync(parent, working, cancel);
        if (whyNot.Length == 0 && parent.Schedule is null)
            whyNot = await StartAsync(parent, cancel);
        if (whyNot.Length == 0)
            whyNot = await FollowPolicyAsync(parent, working, cancel);
        while (!parent.IsSettled)
            await updates.NextAsync(parent.ParentId, TimeSpan.FromSeconds(1), runtime.RealTime, cancel);
        journal.Record(new ParentClosed(Now_ms, parent.ParentId, whyNot, market.LastMiddle(parent.Symbol)));
        _working.Remove(parent.ParentId);
        updates.Wake(parent.ParentId);
        foreach (ParentOrder next in parent.Terms.Reduces ? journal.Ledger.OpenParents.Where(open => open.Terms.After == parent.ParentId).ToArray() : [])
            updates.Wake(next.ParentId);
        working.Open();
        working.End.SetResult();
        Ended?.Invoke(parent);
    }

    /// <summary>
    /// Waits until the closing leg of a flip is filled, before its opening leg starts; returns why it must not start, or empty.
    /// </summary>
    private async Task<string> WaitForOtherAsync(ParentOrder parent, Working working, CancellationToken cancel)
    {
        if (parent.Terms.After.Length == 0 || journal.Ledger.FindParent(parent.Terms.After) is not { } other)
            return "";
        working.Open();
        while (!other.IsClosed && WhyStop(parent, working).Length == 0)
            await updates.NextAsync(parent.ParentId, s_longestWait, runtime.RealTime, cancel);
        if (WhyStop(parent, working) is { Length: > 0 } stop)
            return stop;
        return other.Residual.Sign > 0 ? $"the closing leg was not filled: {other.Residual} remains" : "";
    }

    private async Task<string> StartAsync(ParentOrder parent, CancellationToken cancel)
    {
        MarketView view = await market.ViewAsync(parent.Symbol, withVolume: false, "", cancel);
        if (await market.InstrumentAsync(parent.Symbol, cancel) is not { } instrument)
            return $"{parent.Symbol} is no longer listed";
        ScheduleTerms schedule = await choice.ChooseAsync(parent.Terms, instrument, view.Middle.IsZero ? parent.Arrival : view.Middle, cancel);
        journal.Record(new ParentStarted(schedule.Start_ms, parent.ParentId, view.Middle, schedule));
        Started?.Invoke(parent);
        return "";
    }

    /// <summary>The reason of the residual; empty when everything is filled.</summary>
    private async Task<string> FollowPolicyAsync(ParentOrder parent, Working working, CancellationToken cancel)
    {
        ExecutionSchedule schedule = ScheduleChoice.ScheduleOf(parent.Terms, parent.Schedule!);
        foreach (ChildOrder child in parent.Children.Where(child => !child.IsSettled))
            Start(() => orders.SettleAsync(child, cancel));
        while (true)
        {
            ChildDecision decision = await DecideAsync(parent, working, schedule, cancel);
            switch (decision.Action)
            {
                case ChildAction.End:
                    return parent.Residual.IsZero ? "" : ReasonOf(parent, decision.Reason);
                case ChildAction.Place:
                    foreach (ChildOrder child in await orders.PlaceAsync(parent, decision.Orders, cancel))
                        Start(() => orders.SettleAsync(child, cancel));
                    if (decision.Orders[0].Slice == 0)
                        working.Acknowledged();
                    working.Open();
                    break;
                case ChildAction.Cancel:
                    await Task.WhenAll(parent.Children.Where(child => child.State.IsWorking()).Select(child => orders.CancelAsync(child, cancel)));
                    if (parent.Children.Any(child => child.State.IsWorking()))
                        await updates.NextAsync(parent.ParentId, TimeSpan.FromSeconds(1), runtime.RealTime, cancel);
                    break;
                default:
                    working.Open();
                    await WaitAsync(parent, decision.Wake_ms, cancel);
                    break;
            }
        }
    }

    private async Task<ChildDecision> DecideAsync(ParentOrder parent, Working working, ExecutionSchedule schedule, CancellationToken cancel)
    {
        // A stop needs no market data and must not wait for it.
        bool asksVolume = parent.Schedule!.Algorithm != ParentAlgorithm.Market && WhyStop(parent, working).Length == 0;
        MarketView view = await market.ViewAsync(parent.Symbol, asksVolume, parent.Terms.IsTrade ? journal.Ledger.Safety.WhyNoTrade(parent.Symbol) : "", cancel);
        Instrument? instrument = await market.InstrumentAsync(parent.Symbol, cancel);
        if (instrument is null)
            return ChildDecision.Wait(Now_ms + 1_000, "the contract's filters are not known");
        var plan = new ParentPlan(parent.Schedule.Algorithm, parent.Terms.Side, parent.Terms.Reduces, parent.Arrival, schedule, choice.Children(parent.Terms, instrument));
        return ChildPolicy.Decide(Now_ms, plan, [.. parent.Children.Select(Progress)], view, WhyStop(parent, working));
    }

    /// <summary>
    /// The reason to stop a parent: a kill stops every parent, reduce-only stops those that open positions, including parents planned
    /// before that start later; a pause only delays.
    /// </summary>
    private string WhyStop(ParentOrder parent, Working working) =>
        working.Stop.Length > 0 ? working.Stop : journal.Ledger.Safety.WhyNot(parent.Symbol, isTrade: false, parent.Terms.Reduces);

    private static ChildProgress Progress(ChildOrder child)
    {
        ChildPhase phase = (child.State.IsTerminal(), child.State, child.IsRefused) switch
        {
            (true, _, true) => ChildPhase.Refused,
            (true, _, _) => ChildPhase.Ended,
            (_, OrderState.Unknown, _) => ChildPhase.Unknown,
            _ => ChildPhase.Working,
        };
        return new ChildProgress(child.Slice, child.IsPassive, phase, child.Quantity, child.Executed, child.Updated_ms);
    }

    private async Task WaitAsync(ParentOrder parent, long wake_ms, CancellationToken cancel)
    {
        TimeSpan wait = TimeSpan.FromMilliseconds(Math.Clamp(wake_ms - Now_ms, 1, (long)s_longestWait.TotalMilliseconds));
        await updates.NextAsync(parent.ParentId, wait, runtime.Clock, cancel);
    }

    /// <summary>Adds the exchange's answer to the last order to the reason for the end of the parent.</summary>
    private static string ReasonOf(ParentOrder parent, string reason)
    {
        string answer = parent.Children.LastOrDefault(child => child.State is OrderState.Rejected or OrderState.Denied or OrderState.Expired)?.Reason ?? "";
        return answer.Length == 0 ? reason : $"{reason}: {answer}";
    }

    private long Now_ms => runtime.Clock.NowMilliseconds();

    private async Task GuardAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (OperationCanceledException)
        {
            // The account is stopping; the next process resumes open work.
        }
        catch (Exception broken)
        {
            runtime.Context.Post(() => ExceptionDispatchInfo.Throw(broken));
        }
    }

    /// <summary>A parent that this process executes.</summary>
    private sealed class Working(Action acknowledged)
    {
        public string Stop { get; set; } = "";

        public TaskCompletionSource FirstRound { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource End { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Action Acknowledged => acknowledged;

        public void Open() => FirstRound.TrySetResult();
    }
}
