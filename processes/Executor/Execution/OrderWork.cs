using Platform.Analytics.Execution;
using Platform.Domain.Orders;
using Platform.Exchanges.Binance.Orders;
using Platform.Executor.Gateway;
using Platform.Executor.Ledger;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;

namespace Platform.Executor.Execution;

/// <summary>Waiting times of the order work, in real time unless stated.</summary>
/// <param name="AbsentAfter_ms">Platform ms after sending before an order counts as never received by the exchange: the recvWindow plus a second.</param>
internal sealed record OrderRetryPolicy(TimeSpan ResolveInterval, long AbsentAfter_ms, int InFlight);

/// <summary>
/// Brings child orders from intent to a settled end: journalled, sent, answered or resolved by query, and every fill booked. It never
/// sends an order twice: the execution policy requests a new order, with a new id, for one that was rejected or lost. Runs on the
/// account's context; many children are in progress concurrently.
/// </summary>
internal sealed class OrderWork(
    AccountJournal journal, OrderUpdates updates, IOrderGateway gateway, OrderRetryPolicy retryPolicy, AccountRuntime runtime)
{
    private const int DuplicateId = -4116;
    private const int AbsentAnswers = 3;
    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(10);

    /// <summary>Interval at which a resting order is queried while the user stream reports nothing about it.</summary>
    private static readonly TimeSpan s_restingWait = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Added to that interval for each order in progress, so that hundreds of resting orders do not use up the request weight; the
    /// reconciliation compares all of them with one request.
    /// </summary>
    private static readonly TimeSpan s_restingWaitOfEach = TimeSpan.FromMilliseconds(500);

    private readonly SemaphoreSlim _inFlight = new(retryPolicy.InFlight);
    private readonly Dictionary<ChildOrder, CancellationTokenSource> _leaving = [];
    private int _settling;

    /// <summary>Platform time when an order without an answer was sent; an order of an earlier process has none.</summary>
    private readonly Dictionary<ChildOrder, long> _sent_ms = [];

    /// <summary>
    /// Records all intents, makes them durable with one flush, and sends them; completes when each has its answer or has lost it.
    /// </summary>
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
    /// Cancels every send that the safety state no longer allows: an order that waits for a connection is not sent, and one already sent
    /// has an unknown outcome and is resolved by query.
    /// </summary>
    public void Recall()
    {
        foreach ((ChildOrder child, CancellationTokenSource leaving) in _leaving.ToArray())
        {
            if (WhyNot(child).Length > 0)
                leaving.Cancel();
        }
    }

    /// <summary>Requests a cancel; the order's end comes from the answer, the stream or a query, and is never assumed.</summary>
    public async Task CancelAsync(ChildOrder child, CancellationToken cancel)
    {
        Result<VenueOrder> answer = await gateway.CancelAsync(child.Parent.Symbol, child.ClientOrderId, cancel);
        if (!answer.IsOk)
            answer = await gateway.QueryAsync(child.Parent.Symbol, child.ClientOrderId, cancel);
        if (answer.IsOk)
            updates.Take(child, answer.Value);
    }

    /// <summary>Completes when the order has ended and all its fills are booked; queries the exchange while no report arrives.</summary>
    public async Task SettleAsync(ChildOrder child, CancellationToken cancel)
    {
        _settling++;
        try
        {
            await FollowAsync(child, cancel);
            await BookAllAsync(child, cancel);
        }
        finally
        {
            _settling--;
        }
    }

    private async Task FollowAsync(ChildOrder child, CancellationToken cancel)
    {
        TimeSpan wait = child.State == OrderState.Unknown ? TimeSpan.FromMilliseconds(50) : WaitOf(child);
        for (int absent = 0; !child.State.IsTerminal();)
        {
            bool hasReport = await updates.NextAsync(child.ClientOrderId, wait, runtime.RealTime, cancel);
            if (child.State.IsTerminal())
                break;
            if (hasReport && child.State != OrderState.Unknown)
            {
                wait = WaitOf(child);
                continue;
            }

            Result<VenueOrder> found = await gateway.QueryAsync(child.Parent.Symbol, child.ClientOrderId, cancel);
            if (found.IsOk)
                updates.Take(child, found.Value, "found by query");
            else if (found.Fault.Kind == FaultKind.NotFound)
                ConfirmAbsence(child, ++absent);
            wait = found.IsOk || wait * 2 > s_longestWait ? WaitOf(child) : wait * 2;
        }

        _sent_ms.Remove(child);
    }

    /// <summary>Completes when the order's state is known again, ended or not.</summary>
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

    /// <summary>An order of an earlier process: only the exchange knows its outcome now.</summary>
    public void LoseTrack(ChildOrder child)
    {
        if (child.State is OrderState.Intended or OrderState.Submitted)
            updates.Signal(child, OrderSignal.LoseAnswer, "the process ended while the order was in flight");
    }

    private long Now_ms => runtime.Clock.NowMilliseconds();

    private TimeSpan WaitOf(ChildOrder child)
    {
        TimeSpan resting = s_restingWait + _settling * s_restingWaitOfEach;
        return child.IsPassive && child.State is OrderState.Accepted or OrderState.PartiallyFilled && retryPolicy.ResolveInterval < resting ? resting : retryPolicy.ResolveInterval;
    }

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
            long sent_ms = 0;
            Result<VenueOrder> answer = await gateway.PlaceAsync(Describe(child), WhyNotNow, leaving.Token);
            Take(child, answer);
            if (child.State == OrderState.Unknown && sent_ms > 0)
                _sent_ms[child] = sent_ms;

            string WhyNotNow()
            {
                sent_ms = Now_ms;
                return WhyNot(child);
            }
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            // Recalled while the order waited for the rate budget.
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

        // The stream may already have reported what the answer does not contain.
        if (child.State != OrderState.Submitted)
            return;
        if (fault is null)
            updates.Signal(child, OrderSignal.LoseAnswer, $"the answer was for another order, {order!.ClientOrderId}");
        else if (fault.Kind == FaultKind.Unknown || fault.Code == DuplicateId)
            updates.Signal(child, OrderSignal.LoseAnswer, fault.Message);
        else
            updates.Signal(child, OrderSignal.Reject, fault.Message, isRefusal: !fault.IsTransient);
    }

    /// <summary>
    /// Decides that the exchange never received an order. A query may not find a new order for a moment, and an order in flight may be
    /// accepted until its recvWindow ends, so both the time since it was sent and repeated queries are required. An order of an earlier
    /// process counts from the restart, which is later.
    /// </summary>
    private void ConfirmAbsence(ChildOrder child, int answers)
    {
        long since_ms = child.State == OrderState.Unknown ? _sent_ms.GetValueOrDefault(child, child.Updated_ms) : child.Updated_ms;
        if (answers < AbsentAnswers || Now_ms - since_ms < retryPolicy.AbsentAfter_ms)
            return;
        if (child.State is OrderState.Intended or OrderState.Unknown)
            updates.Signal(child, OrderSignal.FindAbsent, "the exchange never received the order");
        else
            updates.Signal(child, OrderSignal.Expire, "the exchange no longer has the order");
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

/// <summary>The context, durable writes and clocks that all execution of an account uses.</summary>
/// <param name="Clock">Platform time.</param>
internal sealed record AccountRuntime(SingleThreadContext Context, DurableBatch Durable, TimeProvider Clock, TimeProvider RealTime);
