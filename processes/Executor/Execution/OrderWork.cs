using Platform.Domain.Orders;
using Platform.Exchanges.Binance.Orders;
using Platform.Executor.Gateway;
using Platform.Executor.Ledger;
using Platform.Executor.Planning;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;

namespace Platform.Executor.Execution;

/// <summary>RetryPolicy of the order work, in real time unless said otherwise.</summary>
/// <param name="AbsentAfter_ms">Platform ms after the last sending before "the venue never saw it" is believed: the recvWindow and a second.</param>
internal sealed record OrderRetryPolicy(TimeSpan ResolveInterval, long AbsentAfter_ms, int InFlight, int Attempts = 4);

/// <summary>
/// Brings one child after the other from intent to its settled end: on disk, on the wire, answered or resolved by query,
/// and every fill booked. Runs on the account's room; many children are at work at once.
/// </summary>
internal sealed class OrderWork(
    AccountJournal journal, OrderUpdates updates, DurableBatch durable, IOrderGateway gateway, OrderRetryPolicy retryPolicy, TradingSwitch trading, TimeProvider clock, TimeProvider realTime)
{
    private const int DuplicateId = -4116;
    private const int AbsentAnswers = 3;
    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _inFlight = new(retryPolicy.InFlight);

    /// <summary>Intends and sends; returns when the venue has answered, or its answer is lost. What it definitely did not do is tried again under a new id.</summary>
    public async Task SubmitAsync(ParentOrder parent, Quantity quantity, ChildForm form, int slice, CancellationToken cancel)
    {
        for (int attempt = 0; attempt < retryPolicy.Attempts; attempt++)
        {
            string id = OrderIds.Child(parent.ParentId, slice, attempt);
            if (!journal.Record(new OrderIntended(clock.NowMilliseconds(), id, parent.ParentId, form.Type, quantity, form.LimitPrice)))
                return;
            await durable.WrittenAsync();
            if (!await SendAsync(journal.Ledger.FindOrder(id)!, cancel))
                return;
            await Task.Delay(TimeSpan.FromMilliseconds(200 << attempt), realTime, cancel);
        }
    }

    /// <summary>Returns when the order has ended and all its fills are booked; asks the venue while it does not tell.</summary>
    public async Task SettleAsync(ChildOrder child, CancellationToken cancel)
    {
        TimeSpan wait = child.State == OrderState.Unknown ? TimeSpan.FromMilliseconds(50) : retryPolicy.ResolveInterval;
        for (int absent = 0; !child.State.IsTerminal();)
        {
            await updates.NextAsync(child, wait, realTime, cancel);
            if (child.State.IsTerminal())
                break;
            Result<VenueOrder> found = await gateway.QueryAsync(child.Parent.Symbol, child.ClientOrderId, cancel);
            if (found.IsOk)
                updates.Take(child, found.Value, "found by query");
            else if (found.Fault.Kind == FaultKind.NotFound)
                BelieveAbsence(child, ++absent);
            wait = found.IsOk || wait * 2 > s_longestWait ? retryPolicy.ResolveInterval : wait * 2;
        }

        await BookAllAsync(child, cancel);
    }

    /// <summary>An order of an earlier life: whatever its state, only the venue knows its fate now.</summary>
    public void LoseTrack(ChildOrder child)
    {
        if (child.State is OrderState.Intended or OrderState.Submitted)
            updates.Signal(child, OrderSignal.LoseAnswer, "the process ended while it was on its way");
    }

    private async Task BookAllAsync(ChildOrder child, CancellationToken cancel)
    {
        for (TimeSpan wait = gateway.FillRetryPolicy; !child.IsSettled; wait = retryPolicy.ResolveInterval)
        {
            if (wait > TimeSpan.Zero)
                await updates.NextAsync(child, wait, realTime, cancel);
            if (child.IsSettled)
                return;
            Result<IReadOnlyList<VenueTrade>> trades = await gateway.TradesOfAsync(child.Parent.Symbol, child.VenueOrderId, cancel);
            foreach (VenueTrade trade in trades.IsOk ? trades.Value : [])
                updates.Book(child, trade);
        }
    }

    /// <summary>True when the venue certainly did nothing and the order may be tried again.</summary>
    private async Task<bool> SendAsync(ChildOrder child, CancellationToken cancel)
    {
        await _inFlight.WaitAsync(cancel);
        try
        {
            if (trading.WhyNot is { Length: > 0 } why)
            {
                updates.Signal(child, OrderSignal.Deny, why);
                return false;
            }

            updates.Signal(child, OrderSignal.Send);
            Result<VenueOrder> answer = await gateway.PlaceAsync(Describe(child), cancel);
            return Take(child, answer);
        }
        finally
        {
            _inFlight.Release();
        }
    }

    private bool Take(ChildOrder child, Result<VenueOrder> answer)
    {
        if (answer.TryGet(out VenueOrder? order, out Fault? fault))
        {
            updates.Take(child, order);
            return false;
        }

        // The stream may have told already what the answer does not.
        if (child.State != OrderState.Submitted)
            return false;
        if (fault.Kind == FaultKind.Unknown || fault.Code == DuplicateId)
        {
            updates.Signal(child, OrderSignal.LoseAnswer, fault.Message);
            return false;
        }

        updates.Signal(child, OrderSignal.Reject, fault.Message);
        return fault.IsTransient;
    }

    /// <summary>A new order can be unknown to a query for a moment; only patience and repetition make absence certain.</summary>
    private void BelieveAbsence(ChildOrder child, int answers)
    {
        if (answers < AbsentAnswers || clock.NowMilliseconds() - child.Intended_ms < retryPolicy.AbsentAfter_ms)
            return;
        if (child.State is OrderState.Intended or OrderState.Unknown)
            updates.Signal(child, OrderSignal.FindAbsent, "the venue never saw it");
        else
            updates.Signal(child, OrderSignal.Expire, "the venue no longer knows it");
    }

    private static NewOrder Describe(ChildOrder child)
    {
        ParentPlanned plan = child.Parent.Plan;
        bool limit = child.Type == OrderType.Limit;
        return new NewOrder(
            plan.Symbol, plan.Side, plan.PositionSide, child.Type, child.Quantity, plan.ReduceOnly, child.ClientOrderId,
            limit ? child.LimitPrice : null, limit ? TimeInForce.Ioc : null);
    }
}
