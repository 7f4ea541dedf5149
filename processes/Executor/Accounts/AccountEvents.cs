using Platform.Exchanges.Binance.Orders;
using Platform.Exchanges.Binance.Users;
using Platform.Executor.Execution;
using Platform.Executor.Gateway;
using Platform.Executor.Ledger;
using Platform.Hosting.Alerts;
using Platform.Primitives.Outcomes;

namespace Platform.Executor.Accounts;

/// <summary>
/// Passes the user stream to the account's context through a bounded queue. Events beyond the bound are dropped and counted, and their
/// content is queried from the exchange, as after every gap of the stream.
/// </summary>
internal sealed class AccountEvents(SingleThreadContext context, AccountJournal journal, OrderUpdates updates, ContractSettings settings, AccountSetup setup) : IUserSink
{
    private const int BacklogMax = 20_000;

    private long _dropped;
    private long _unreadable;
    private long _downSince = setup.RealTime.GetTimestamp();

    /// <summary>Called on the account's context: the account changed and should be read soon.</summary>
    public event Action? Changed;

    /// <summary>Called on the context: the stream is connected; earlier events were not delivered.</summary>
    public event Action? Reconnected;

    /// <summary>Events dropped because the queue was full; each is repaired by a query.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Events that are malformed or implausible; each is dropped.</summary>
    public long Unreadable => Interlocked.Read(ref _unreadable);

    /// <summary>Orders and fills on the account that this executor did not place.</summary>
    public long Foreign { get; private set; }

    /// <summary>Connections of the stream so far.</summary>
    public int Generation { get; private set; }

    public bool IsUp { get; private set; }

    /// <summary>Real ms since the stream was last connected, or since the start; 0 while it is connected.</summary>
    public double Down_ms => IsUp ? 0 : setup.RealTime.GetElapsedTime(_downSince).TotalMilliseconds;

    public void UserStreamUp(int generation) => context.Post(() =>
    {
        (Generation, IsUp) = (generation, true);
        Reconnected?.Invoke();
        setup.Alerts.Clear("user_stream");
        Changed?.Invoke();
    });

    public void UserStreamDown(int generation, string reason) => context.Post(() =>
    {
        if (IsUp)
            _downSince = setup.RealTime.GetTimestamp();
        IsUp = false;
        setup.Alerts.Raise("user_stream", AlertSeverity.Warning, $"the user stream is down: {reason}");
    });

    public void UserEvent(UserEvent happened)
    {
        if (context.Backlog > BacklogMax)
            Interlocked.Increment(ref _dropped);
        else
            context.Post(() => Take(happened));
    }

    public void UserEventUnreadable(Fault fault)
    {
        Interlocked.Increment(ref _unreadable);
        setup.Alerts.RaiseIncident("user_stream_unreadable", AlertSeverity.Warning, fault.Message);
    }

    /// <summary>Handles one event. An invalid event must not end the process: its content is queried instead.</summary>
    private void Take(UserEvent happened)
    {
        try
        {
            Apply(happened);
        }
        catch (Exception invalid) when (invalid is ArithmeticException or ArgumentException or FormatException)
        {
            UserEventUnreadable(new Fault(FaultKind.Corrupt, $"an event of the user stream is invalid ({happened.GetType().Name}): {invalid.Message}"));
            Changed?.Invoke();
        }
    }

    private void Apply(UserEvent happened)
    {
        switch (happened)
        {
            case OrderTradeUpdate update:
                TakeOrder(update);
                break;
            case AccountUpdate:
                Changed?.Invoke();
                break;
            case LeverageChanged change:
                settings.Forget(change.Symbol);
                break;
            case MarginCall call:
                setup.Alerts.RaiseIncident("margin_call", AlertSeverity.Critical, $"margin call on {string.Join(", ", call.Symbols)}: reduce positions or add margin");
                break;
        }
    }

    private void TakeOrder(OrderTradeUpdate update)
    {
        VenueOrder order = update.Order;
        if (journal.Ledger.FindOrder(order.ClientOrderId) is not { } child)
        {
            TakeForeign(update);
            return;
        }

        if (update.Fill is { } fill)
            updates.Book(child, fill);
        updates.Take(child, order, update.ExpiryReason is "" or "0" ? "" : $"ended by the exchange, reason {update.ExpiryReason}");
        if (update.Fill is not null)
            Changed?.Invoke();
    }

    private void TakeForeign(OrderTradeUpdate update)
    {
        // An order of ours that has left memory has ended; only repeats of its events can arrive.
        if (OrderIds.IsOurs(setup.Account, update.Order.ClientOrderId))
            return;
        Foreign++;
        bool isForced = update.Order.ClientOrderId.StartsWith("autoclose-", StringComparison.Ordinal) || update.Order.ClientOrderId.StartsWith("adl_autoclose", StringComparison.Ordinal);
        setup.Alerts.RaiseIncident(
            isForced ? "forced_order" : "foreign_order", isForced ? AlertSeverity.Critical : AlertSeverity.Warning,
            $"{update.Order.Symbol}: order {update.Order.ClientOrderId} ({update.Order.Side} {update.Order.Quantity}, {update.Kind}) was not placed by the platform");
        Changed?.Invoke();
    }
}
