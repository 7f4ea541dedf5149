using Platform.Domain.Orders;
using Platform.Exchanges.Binance.Orders;
using Platform.Executor.Gateway;
using Platform.Executor.Ledger;
using Platform.Hosting.Alerts;
using Platform.Primitives.Outcomes;

namespace Platform.Executor.Execution;

/// <summary>
/// Cancels every open order of an account or a symbol, including conditional orders and whoever placed them, and repeats until the
/// exchange shows none and no order of ours is in flight. Runs on the account's context.
/// </summary>
internal sealed class OrderSweep(IOrderGateway gateway, OrderLedger ledger, AlertPublisher alerts, AccountRuntime runtime)
{
    private static readonly TimeSpan s_firstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(5);

    /// <summary>Returns the number of orders found once none of them remains; until then an alert reports what remains.</summary>
    /// <param name="symbol">Empty for the whole account.</param>
    /// <param name="untilNone">True: orders that appear meanwhile are cancelled too; false where trading continues.</param>
    /// <param name="isWanted">Checked before each round; when it is false, the sweep ends and returns -1.</param>
    public async Task<int> SweepAsync(string symbol, bool untilNone, Func<bool> isWanted, CancellationToken cancel)
    {
        string subject = symbol.Length == 0 ? "cancel_all" : $"cancel_all_{symbol}";
        HashSet<long>? found = null;
        TimeSpan pause = s_firstPause;
        while (isWanted())
        {
            Result<IReadOnlyList<OpenOrder>> open = await OpenAsync(symbol, cancel);
            Fault? fault = open.Fault;
            if (open.IsOk)
            {
                found ??= [.. open.Value.Select(order => order.Id)];
                if (untilNone)
                    found.UnionWith(open.Value.Select(order => order.Id));
                OpenOrder[] left = [.. open.Value.Where(order => found.Contains(order.Id))];
                if (left.Length == 0 && !(untilNone && IsUnsettled(symbol)))
                {
                    alerts.Clear(subject);
                    return found.Count;
                }

                fault = await CancelAsync(left, cancel);
            }

            if (fault is not null)
                alerts.Raise(subject, AlertSeverity.Critical, $"open orders may remain; the cancel is retried until none remains: {fault.Message}");
            await Task.Delay(pause, runtime.RealTime, cancel);
            pause = pause * 2 > s_longestPause ? s_longestPause : pause * 2;
        }

        alerts.Clear(subject);
        return -1;
    }

    /// <summary>One open order at the exchange, conditional or not.</summary>
    private readonly record struct OpenOrder(string Symbol, long Id);

    private async Task<Result<IReadOnlyList<OpenOrder>>> OpenAsync(string symbol, CancellationToken cancel)
    {
        string? asked = symbol.Length == 0 ? null : symbol;
        Task<Result<IReadOnlyList<VenueOrder>>> orders = gateway.OpenOrdersAsync(asked, cancel);
        Task<Result<IReadOnlyList<ConditionalOrder>>> conditional = gateway.ConditionalOrdersAsync(asked, cancel);
        await Task.WhenAll(orders, conditional);
        if ((await orders).Fault is { } fault || ((await conditional).Fault is { } other && (fault = other) is not null))
            return fault;
        return Result<IReadOnlyList<OpenOrder>>.Ok(
            [.. (await orders).Value.Select(order => new OpenOrder(order.Symbol, order.OrderId)), .. (await conditional).Value.Select(order => new OpenOrder(order.Symbol, -order.AlgoId))]);
    }

    private async Task<Fault?> CancelAsync(IReadOnlyList<OpenOrder> open, CancellationToken cancel)
    {
        Result<Done>[] cancelled = await Task.WhenAll(open.Select(order => order.Symbol).Distinct(StringComparer.Ordinal).Select(symbol => gateway.CancelAllAsync(symbol, cancel)));
        return Array.Find(cancelled, result => !result.IsOk) is { Fault: { } fault } ? fault : null;
    }

    /// <summary>True while an order's state is unknown: it may still come to rest at the exchange.</summary>
    private bool IsUnsettled(string symbol) =>
        ledger.Working.Any(child => child.State is OrderState.Submitted or OrderState.Unknown && (symbol.Length == 0 || child.Parent.Symbol == symbol));
}
