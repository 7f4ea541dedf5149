using Platform.Bus.Publishing;
using Platform.Executor.Ledger;
using Platform.Executor.Planning;
using Platform.Hosting.Streams;

namespace Platform.Executor.Reporting;

/// <summary>Publishes every change of every order, every fill and the account. Called on the context's thread; never waits.</summary>
internal sealed class BusFeed(BusPublisher bus, OrderLedger ledger, AccountStatus board, string account)
{
    public void Follow(Ledger.LedgerRecord fact)
    {
        if (fact is FillBooked fill && ledger.FindOrder(fill.ClientOrderId) is { } filled)
            bus.Publish(BusTopics.Fill.Of(account), LedgerRows.Fill(account, filled, fill.ToFill()), fill.At_ms);
        string orderId = fact switch { OrderIntended intent => intent.ClientOrderId, OrderSignalled signal => signal.ClientOrderId, FillBooked booked => booked.ClientOrderId, _ => "" };
        if (orderId.Length > 0 && ledger.FindOrder(orderId) is { } child)
            bus.Publish(BusTopics.Order.Of(account), LedgerRows.Order(account, child), fact.At_ms);
    }

    public void Saw(PlanningSnapshot snapshot) => bus.Publish(BusTopics.Account.Of(account), board.Saw(snapshot), snapshot.At_ms);
}
