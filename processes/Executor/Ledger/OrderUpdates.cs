using Platform.Domain.Orders;
using Platform.Exchanges.Binance.Orders;
using Platform.Primitives.Numbers;
using Platform.Primitives.Time;

namespace Platform.Executor.Ledger;

/// <summary>
/// Converts reports of the exchange about our orders, from every source and in any order, into facts; and provides waits for the next
/// fact of an order. Owned by the account's context.
/// </summary>
internal sealed class OrderUpdates
{
    private readonly AccountJournal _journal;
    private readonly TimeProvider _clock;
    private readonly Dictionary<string, TaskCompletionSource> _waiting = new(StringComparer.Ordinal);

    public OrderUpdates(AccountJournal journal, TimeProvider clock)
    {
        (_journal, _clock) = (journal, clock);
        journal.Applied += Follow;
    }

    /// <summary>
    /// Takes the state of an order as acknowledged, queried or streamed. A report older than the known state changes nothing.
    /// </summary>
    public void Take(ChildOrder child, VenueOrder order, string reason = "")
    {
        OrderSignal? signal = SignalOf(order.Status);
        if (signal is not { } happened || IsStale(child, order, happened))
            return;
        _journal.Record(new OrderSignalled(_clock.NowMilliseconds(), child.ClientOrderId, happened, order.Executed, order.OrderId, reason));
    }

    /// <param name="isRefusal">True when the same order would be rejected again.</param>
    public void Signal(ChildOrder child, OrderSignal signal, string reason = "", bool isRefusal = false) =>
        _journal.Record(new OrderSignalled(_clock.NowMilliseconds(), child.ClientOrderId, signal, child.Executed, child.ExchangeOrderId, reason, isRefusal));

    /// <summary>Takes a fill from the stream or a query; repeats are detected by trade id.</summary>
    public bool Book(ChildOrder child, VenueTrade trade)
    {
        if (child.HasTrade(trade.TradeId))
            return false;
        return _journal.Record(new FillBooked(
            trade.Time_ms, child.ClientOrderId, trade.TradeId, trade.Quantity, trade.Price, trade.Commission, trade.CommissionAsset, trade.RealizedPnl, trade.IsMaker));
    }

    /// <summary>Waits for the next fact of the order or of a parent's orders; false when the time has passed without one.</summary>
    /// <param name="id">Client order id or parent id.</param>
    public async Task<bool> NextAsync(string id, TimeSpan limit, TimeProvider time, CancellationToken cancel)
    {
        if (!_waiting.TryGetValue(id, out TaskCompletionSource? waiting))
            _waiting[id] = waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await waiting.Task.WaitAsync(limit, time, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        cancel.ThrowIfCancellationRequested();
        return waiting.Task.IsCompleted;
    }

    /// <summary>Wakes those who wait for the order or parent, without a fact.</summary>
    public void Wake(string id)
    {
        if (_waiting.Remove(id, out TaskCompletionSource? waiting))
            waiting.SetResult();
    }

    private void Follow(LedgerRecord fact)
    {
        string id = fact switch { OrderSignalled signal => signal.ClientOrderId, FillBooked fill => fill.ClientOrderId, _ => "" };
        if (id.Length == 0)
            return;
        Wake(id);
        if (_journal.Ledger.FindOrder(id) is { } child)
            Wake(child.Parent.ParentId);
    }

    /// <summary>A known end is final: the acknowledgement may arrive after the fill, and a query's answer may be outdated.</summary>
    private static bool IsStale(ChildOrder child, VenueOrder order, OrderSignal signal)
    {
        bool knowsMore = order.Executed > child.Executed;
        if (child.State.IsTerminal())
            return !knowsMore || !OrderTransitions.Next(child.State, signal).IsOk;
        return signal switch
        {
            OrderSignal.Accept => child.State is OrderState.Accepted or OrderState.PartiallyFilled,
            OrderSignal.FillPart => child.State == OrderState.PartiallyFilled && !knowsMore,
            _ => false,
        };
    }

    private static OrderSignal? SignalOf(VenueOrderStatus status) => status switch
    {
        VenueOrderStatus.New => OrderSignal.Accept,
        VenueOrderStatus.PartiallyFilled => OrderSignal.FillPart,
        VenueOrderStatus.Filled => OrderSignal.FillRest,
        VenueOrderStatus.Canceled => OrderSignal.Cancel,
        VenueOrderStatus.Rejected => OrderSignal.Reject,
        VenueOrderStatus.Expired => OrderSignal.Expire,
        _ => null,
    };
}
