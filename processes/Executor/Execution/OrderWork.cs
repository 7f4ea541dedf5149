using Platform.Analytics.Execution;
using Platform.Domain.Orders;
using Platform.Exchanges.Binance.Orders;
using Platform.Executor.Gateway;
using Platform.Executor.Ledger;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;

namespace Platform.Executor.Execution;

/// <summary>Waits of the order work, in real time unless stated.</summary>
/// <param name="AbsentAfter_ms">Platform ms after the answer was lost before "the exchange never received it" is believed: the recvWindow and a second.</param>
internal sealed record OrderRetryPolicy(TimeSpan ResolveInterval, long AbsentAfter_ms, int InFlight);

/// <summary>
/// Brings one child after the other from intent to its settled end: on disk, on the wire, answered or resolved by query,
/// and every fill booked. It never sends an order twice: what was refused or vanished is the policy's to ask for again,
/// under a new id. Runs on the account's context; many children are worked concurrently.
/// </summary>
internal sealed class OrderWork(
    AccountJournal journal, OrderUpdates updates, IOrderGateway gateway, OrderRetryPolicy retryPolicy, AccountRuntime runtime)
{
    private const int DuplicateId = -4116;
    private const int AbsentAnswers = 3;
    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(10);

    /// <summary>How often a resting order is queried while the user stream reports nothing about it.</summary>
    private static readonly TimeSpan s_restingWait = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _inFlight = new(retryPolicy.InFlight);
    private readonly Dictionary<ChildOrder, CancellationTokenSource> _leaving = [];

    /// <summary>Intends all, makes them durable with one flush, and sends; returns when each has an answer or lost it.</summary>
    public async Task<IReadOnlyList<ChildOrder>> PlaceAsync(ParentOrder parent, IReadOnlyList<ChildOrderIntent> intents, CancellationToken cancel)
    {
        var children = new List<ChildOrder>(intents.Count);
        foreach (ChildOrderIntent intent in intents)
        {
            string id = OrderIds.Child(parent.ParentId, intent.Slice, parent.Children.Count(child => child.Slice == intent.Slice));
            if (journal.Record(new OrderIntended(Now_ms, id, parent.ParentId, intent.Type, intent.Quantity, intent.LimitPrice, intent.Slice, intent.TimeInForce)))
                children.Add(journal.Ledger.FindOrder(id)!);
        }

        await runtime.Durable.WrittenAsync();
        await Task.WhenAll(children.Select(child => SendAsync(child, cancel)));
        return children;
    }

    /// <summary>
    /// Gives up every sending that the safety state no longer allows: what waits for a connection does not leave, and what has
    /// left is of unknown outcome and resolved by query.
    /// </summary>
    public void Recall()
    {
        foreach ((ChildOrder child, CancellationTokenSource leaving) in _leaving.ToArray())
        {
            if (WhyNot(child).Length > 0)
                leaving.Cancel();
        }
    }

    /// <summary>Asks for a cancel; the order's end comes from the answer, the stream or a query, and is never assumed.</summary>
    public async Task CancelAsync(ChildOrder child, CancellationToken cancel)
    {
        Result<VenueOrder> answer = await gateway.CancelAsync(child.Parent.Symbol, child.ClientOrderId, cancel);
        if (!answer.IsOk)
            answer = await gateway.QueryAsync(child.Parent.Symbol, child.ClientOrderId, cancel);
        if (answer.IsOk)
            updates.Take(child, answer.Value);
    }

    /// <summary>Returns when the order has ended and all its fills are booked; queries the exchange while no report arrives.</summary>
    public async Task SettleAsync(ChildOrder child, CancellationToken cancel)
    {
        TimeSpan wait = child.State == OrderState.Unknown ? TimeSpan.FromMilliseconds(50) : WaitOf(child);
        for (int absent = 0; !child.State.IsTerminal();)
        {
            bool told = await updates.NextAsync(child.ClientOrderId, wait, runtime.RealTime, cancel);
            if (child.State.IsTerminal())
                break;
            if (told && child.State != OrderState.Unknown)
            {
                wait = WaitOf(child);
                continue;
            }

            Result<VenueOrder> found = await gateway.QueryAsync(child.Parent.Symbol, child.ClientOrderId, cancel);
            if (found.IsOk)
                updates.Take(child, found.Value, "found by query");
            else if (found.Fault.Kind == FaultKind.NotFound)
                BelieveAbsence(child, ++absent);
            wait = found.IsOk || wait * 2 > s_longestWait ? WaitOf(child) : wait * 2;
        }

        await BookAllAsync(child, cancel);
    }

    /// <summary>Returns when the order's fate is known again, ended or not.</summary>
    public async Task ResolveAsync(ChildOrder child, CancellationToken cancel)
    {
        using var known = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        Task settled = SettleAsync(child, known.Token);
        while (child.State == OrderState.Unknown && !settled.IsCompleted)
            await updates.NextAsync(child.ClientOrderId, retryPolicy.ResolveInterval, runtime.RealTime, cancel);
        if (!child.State.IsTerminal())
            await known.CancelAsync();
        await settled.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        if (settled.IsFaulted)
            await settled;
    }

    /// <summary>An order of an earlier process: whatever its state, only the exchange knows its outcome now.</summary>
    public void LoseTrack(ChildOrder child)
    {
        if (child.State is OrderState.Intended or OrderState.Submitted)
            updates.Signal(child, OrderSignal.LoseAnswer, "the process ended while it was on its way");
    }

    private long Now_ms => runtime.Clock.NowMilliseconds();

    private TimeSpan WaitOf(ChildOrder child) =>
        child.IsPassive && child.State is OrderState.Accepted or OrderState.PartiallyFilled && retryPolicy.ResolveInterval < s_restingWait ? s_restingWait : retryPolicy.ResolveInterval;

    private async Task BookAllAsync(ChildOrder child, CancellationToken cancel)
    {
        for (TimeSpan wait = gateway.FillRetryPolicy; !child.IsSettled; wait = retryPolicy.ResolveInterval)
        {
            if (wait > TimeSpan.Zero)
                await updates.NextAsync(child.ClientOrderId, wait, runtime.RealTime, cancel);
            if (child.IsSettled)
                return;
            Result<IReadOnlyList<VenueTrade>> trades = await gateway.TradesOfAsync(child.Parent.Symbol, child.ExchangeOrderId, cancel);
            foreach (VenueTrade trade in trades.IsOk ? trades.Value : [])
                updates.Book(child, trade);
        }
    }

    private async Task SendAsync(ChildOrder child, CancellationToken cancel)
    {
        await _inFlight.WaitAsync(cancel);
        try
        {
            if (WhyNot(child) is { Length: > 0 } why)
            {
                updates.Signal(child, OrderSignal.Deny, why);
                return;
            }

            using var leaving = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            _leaving.Add(child, leaving);
            updates.Signal(child, OrderSignal.Send);
            Take(child, await gateway.PlaceAsync(Describe(child), () => WhyNot(child), leaving.Token));
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            // Recalled while it waited for the rate budget.
            if (child.State == OrderState.Submitted)
                updates.Signal(child, OrderSignal.Reject, $"not sent: {WhyNot(child)}");
        }
        finally
        {
            _leaving.Remove(child);
            _inFlight.Release();
        }
    }

    private string WhyNot(ChildOrder child) => journal.Ledger.Safety.WhyNot(child.Parent.Symbol, child.Parent.IsTrade, child.Parent.Reduces);

    private void Take(ChildOrder child, Result<VenueOrder> answer)
    {
        if (answer.TryGet(out VenueOrder? order, out Fault? fault) && order.ClientOrderId == child.ClientOrderId)
        {
            updates.Take(child, order);
            return;
        }

        // The stream may already have reported what the answer does not.
        if (child.State != OrderState.Submitted)
            return;
        if (fault is null)
            updates.Signal(child, OrderSignal.LoseAnswer, $"the answer was about {order!.ClientOrderId}");
        else if (fault.Kind == FaultKind.Unknown || fault.Code == DuplicateId)
            updates.Signal(child, OrderSignal.LoseAnswer, fault.Message);
        else
            updates.Signal(child, OrderSignal.Reject, fault.Message, isRefusal: !fault.IsTransient);
    }

    /// <summary>
    /// A new order can be unknown to a query for a moment, and one still on its way may be accepted until its recvWindow ends:
    /// only time since the answer was lost, and repetition, make absence certain.
    /// </summary>
    private void BelieveAbsence(ChildOrder child, int answers)
    {
        if (answers < AbsentAnswers || Now_ms - child.Updated_ms < retryPolicy.AbsentAfter_ms)
            return;
        if (child.State is OrderState.Intended or OrderState.Unknown)
            updates.Signal(child, OrderSignal.FindAbsent, "the exchange never received it");
        else
            updates.Signal(child, OrderSignal.Expire, "the exchange no longer knows it");
    }

    private static NewOrder Describe(ChildOrder child)
    {
        ParentTerms parent = child.Parent;
        bool limit = child.Type == OrderType.Limit;
        return new NewOrder(
            parent.Symbol, parent.Side, parent.PositionSide, child.Type, child.Quantity, parent.ReduceOnly, child.ClientOrderId,
            limit ? child.LimitPrice : null, limit ? child.TimeInForce ?? TimeInForce.Ioc : null);
    }
}

/// <summary>What the whole execution of an account runs on.</summary>
/// <param name="Clock">Platform time.</param>
internal sealed record AccountRuntime(SingleThreadContext Context, DurableBatch Durable, TimeProvider Clock, TimeProvider RealTime);
