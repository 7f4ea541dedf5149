using Platform.Domain.Orders;
using Platform.Exchanges.Binance.Orders;
using Platform.Executor.Execution;
using Platform.Executor.Gateway;
using Platform.Executor.Ledger;
using Platform.Hosting.Alerts;
using Platform.Primitives.Outcomes;

namespace Platform.Executor.Reconciliation;

/// <summary>
/// Compares the ledger's orders with the open orders at the exchange: our orders take the state at the exchange, our orders without a
/// parent are cancelled, and foreign orders are reported and not changed. Runs on the account's context.
/// </summary>
internal sealed class OrderComparison(OrderLedger ledger, IOrderGateway gateway, OrderUpdates updates, AlertPublisher alerts, string account)
{
    /// <summary>False when the exchange cannot be queried now.</summary>
    public async Task<bool> CompareAsync(CancellationToken cancel)
    {
        Task<Result<IReadOnlyList<VenueOrder>>> open = gateway.OpenOrdersAsync(null, cancel);
        Task<Result<IReadOnlyList<ConditionalOrder>>> conditional = gateway.ConditionalOrdersAsync(null, cancel);
        await Task.WhenAll(open, conditional);
        if (!(await open).IsOk || !(await conditional).IsOk)
            return false;
        foreach (VenueOrder order in (await open).Value)
            await EvaluateAsync(order, cancel);
        HashSet<string> resting = [.. (await open).Value.Select(order => order.ClientOrderId)];
        foreach (ChildOrder child in ledger.Working.Where(child => child.State is OrderState.Accepted or OrderState.PartiallyFilled && !resting.Contains(child.ClientOrderId)).ToArray())
            await AdoptAsync(child, cancel);
        foreach (ConditionalOrder order in (await conditional).Value)
            Name($"{order.Symbol}: conditional order {order.ClientAlgoId} was not placed by the platform and is not changed");
        return true;
    }

    private async Task EvaluateAsync(VenueOrder order, CancellationToken cancel)
    {
        ChildOrder? child = ledger.FindOrder(order.ClientOrderId);
        if (child is not null && !child.State.IsTerminal())
        {
            updates.Take(child, order, "found by reconciliation");
            return;
        }

        if (child is null && !OrderIds.IsOurs(account, order.ClientOrderId))
        {
            Name($"{order.Symbol}: open order {order.ClientOrderId} ({order.Side} {order.Quantity}) was not placed by the platform and is not changed");
            return;
        }

        // The order may have ended between the two answers; cancelling it then has no effect.
        alerts.RaiseIncident("orphaned_order", AlertSeverity.Warning, $"{order.Symbol}: open order {order.ClientOrderId} belongs to no open parent and is cancelled");
        await gateway.CancelAsync(order.Symbol, order.ClientOrderId, cancel);
    }

    /// <summary>Our order is no longer open; a query returns its end.</summary>
    private async Task AdoptAsync(ChildOrder child, CancellationToken cancel)
    {
        Result<VenueOrder> found = await gateway.QueryAsync(child.Parent.Symbol, child.ClientOrderId, cancel);
        if (found.IsOk && !child.State.IsTerminal())
            updates.Take(child, found.Value, "found by reconciliation");
    }

    private void Name(string order) => alerts.RaiseIncident("foreign_order", AlertSeverity.Warning, order);
}
