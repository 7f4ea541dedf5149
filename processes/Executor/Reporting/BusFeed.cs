using Platform.Bus.Publishing;
using Platform.Executor.Execution;
using Platform.Executor.Ledger;
using Platform.Executor.Planning;
using Platform.Hosting.Streams;
using Platform.Wire.V1;

namespace Platform.Executor.Reporting;

/// <summary>Publishes every change of every order, every fill, the account and alerts. Called on the room's thread; never waits.</summary>
internal sealed class BusFeed(BusPublisher bus, OrderLedger ledger, AccountBoard board, string account, TimeProvider clock)
{
    private readonly Dictionary<string, string> _alerts = new(StringComparer.Ordinal);

    public void Follow(Ledger.LedgerRecord fact)
    {
        if (fact is FillBooked fill && ledger.FindOrder(fill.ClientOrderId) is { } filled)
            bus.Publish(BusTopics.Fill.Of(account), LedgerRows.Fill(account, filled, fill.ToFill()), fill.At_ms);
        string orderId = fact switch { OrderIntended intent => intent.ClientOrderId, OrderSignalled signal => signal.ClientOrderId, FillBooked booked => booked.ClientOrderId, _ => "" };
        if (orderId.Length > 0 && ledger.FindOrder(orderId) is { } child)
            bus.Publish(BusTopics.Order.Of(account), LedgerRows.Order(account, child), fact.At_ms);
    }

    public void Saw(PlanningSnapshot snapshot) => bus.Publish(BusTopics.Account.Of(account), board.Saw(snapshot), snapshot.At_ms);

    /// <summary>A condition is published when it begins, changes its words, or ends; not at every look.</summary>
    public bool Alert(AccountAlert alert)
    {
        string id = $"executor-{account}:{alert.Subject}";
        bool known = _alerts.TryGetValue(id, out string? said);
        if (alert.Active ? known && said == alert.Message : !known)
            return false;
        if (alert.Active)
            _alerts[id] = alert.Message;
        else
            _alerts.Remove(id);
        long now_ms = clock.GetUtcNow().ToUnixTimeMilliseconds();
        bus.Publish(
            BusTopics.Alert.Of("executor"),
            new AlertEvent { Id = id, Source = $"executor-{account}", Severity = alert.Severity, Subject = alert.Subject, Message = alert.Message, Active = alert.Active, AtMs = now_ms },
            now_ms);
        return true;
    }
}
