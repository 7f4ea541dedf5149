using Platform.Domain.Orders;
using Platform.Exchanges.Binance.Orders;
using Platform.Executor.Ledger;
using Platform.Primitives.Numbers;
using Platform.Primitives.Time;

namespace Platform.Executor.Execution;

/// <summary>
/// Turns what the venue tells about our orders, by whatever way and in whatever order, into facts; and lets others wait for
/// the next fact of an order. Owned by the account's room.
/// </summary>
internal sealed class OrderUpdates
{
    private readonly AccountJournal _journal;
    private readonly TimeProvider _clock;
    private readonly Dictionary<string, TaskCompletionSource> _waiting = new(StringComparer.Ordinal);

    public OrderUpdates(AccountJournal journal, TimeProvider clock)
    {
        (_journal, _clock) = (journal, clock);
        journal.Applied += Wake;
    }

    /// <summary>Order as acknowledged, queried or streamed. Older news than what is known changes nothing.</summary>
    public void Take(ChildOrder child, VenueOrder order, string reason = "")
    {
        OrderSignal? signal = SignalOf(order.Status);
        if (signal is not { } happened || IsStale(child, order, happened))
            return;
        _journal.Record(new OrderSignalled(_clock.NowMilliseconds(), child.ClientOrderId, happened, order.Executed, order.OrderId, reason));
    }

    public void Signal(ChildOrder child, OrderSignal signal, string reason = "") =>
        _journal.Record(new OrderSignalled(_clock.NowMilliseconds(), child.ClientOrderId, signal, child.Executed, child.VenueOrderId, reason));

    /// <summary>A fill from the stream or a query; a repeat is recognised by its trade id.</summary>
    public bool Book(ChildOrder child, VenueTrade trade)
    {
        if (child.HasTrade(trade.TradeId))
            return false;
        return _journal.Record(new FillBooked(
            trade.Time_ms, child.ClientOrderId, trade.TradeId, trade.Quantity, trade.Price, trade.Commission, trade.CommissionAsset, trade.RealizedPnl, trade.IsMaker));
    }

    /// <summary>Returns at the order's next fact, or when the real time is over.</summary>
    public async Task NextAsync(ChildOrder child, TimeSpan limit, TimeProvider realTime, CancellationToken cancel)
    {
        if (!_waiting.TryGetValue(child.ClientOrderId, out TaskCompletionSource? waiting))
            _waiting[child.ClientOrderId] = waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await waiting.Task.WaitAsync(limit, realTime, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        cancel.ThrowIfCancellationRequested();
    }

    private void Wake(LedgerRecord fact)
    {
        string id = fact switch { OrderSignalled signal => signal.ClientOrderId, FillBooked fill => fill.ClientOrderId, _ => "" };
        if (id.Length > 0 && _waiting.Remove(id, out TaskCompletionSource? waiting))
            waiting.SetResult();
    }

    /// <summary>An end that is known stays; the acknowledgement may come after the fill, a query may have been overtaken.</summary>
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
