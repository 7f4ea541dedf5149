using Platform.Domain.Orders;
using Platform.Executor.Gateway;
using Platform.Executor.Ledger;
using Platform.Hosting.Alerts;
using Platform.Primitives.Outcomes;

namespace Platform.Executor.Execution;

/// <summary>
/// Makes the exchange cancel resting orders when this process becomes silent: a countdown for every contract with a resting order of
/// ours, renewed while the process runs, and ended when none rests there. Runs on the account's context.
/// </summary>
/// <param name="countdown">Platform time; zero sets no countdown.</param>
internal sealed class DeadManSwitch(IOrderGateway gateway, OrderLedger ledger, AlertPublisher alerts, TimeSpan countdown, AccountRuntime runtime)
{
    private readonly HashSet<string> _counting = new(StringComparer.Ordinal);

    public async Task RunAsync(CancellationToken cancel)
    {
        while (countdown > TimeSpan.Zero)
        {
            HashSet<string> resting = [.. ledger.Working.Where(child => child.State is OrderState.Accepted or OrderState.PartiallyFilled).Select(child => child.Parent.Symbol)];
            Result<Done>[] set = await Task.WhenAll([
                .. resting.Select(symbol => gateway.CountDownAsync(symbol, (long)countdown.TotalMilliseconds, cancel)),
                .. _counting.Except(resting).Select(symbol => gateway.CountDownAsync(symbol, 0, cancel))]);
            Fault? fault = Array.Find(set, result => !result.IsOk).Fault;
            alerts.Set("dead_man_switch", fault is not null, AlertSeverity.Warning, $"the cancel countdown at the exchange cannot be renewed: {fault?.Message}");
            _counting.Clear();
            _counting.UnionWith(resting);
            await Task.Delay(countdown / 3, runtime.Clock, cancel);
        }

        await Task.Delay(Timeout.InfiniteTimeSpan, runtime.RealTime, cancel);
    }
}
