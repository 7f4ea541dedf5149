using Platform.Hosting.Configuration.Running;
using Platform.Monitor.Boards;

namespace Platform.Monitor.Alerts;

/// <summary>What is watched of one account, with the thresholds of the configuration (spec/quant.md §8.5).</summary>
internal sealed class AccountReadings(MonitorOptions options)
{
    private readonly Dictionary<string, double> _peaks = [];

    public IEnumerable<Reading> Of(AccountView view)
    {
        string account = view.Event.Account;
        double equity = view.Snapshot.Equity.ToDouble();
        double peak = _peaks[account] = Math.Max(equity, _peaks.GetValueOrDefault(account, equity));
        yield return new($"{account} position deviation", view.Deviation.Notional, options.DeviationWarn, null, $"{{0:P1}} of the target notional is not held; the bound is {options.DeviationWarn:P0}");
        yield return new($"{account} gross exposure", view.Exposure.Gross.ToDouble(), options.GrossExposureWarn, null, $"{{0:N0}} USDT; the bound is {options.GrossExposureWarn:N0}");
        yield return new($"{account} net ratio", view.Exposure.NetRatio, options.NetRatioWarn, null, $"|net| / gross is {{0:P0}}; the bound is {options.NetRatioWarn:P0}");
        yield return new($"{account} available balance", view.Margin.AvailableRatio, options.AvailableRatioWarn, options.AvailableRatioCritical, "{0:P1} of the wallet is available", WorseWhenLow: true);
        yield return new($"{account} unrealised loss", -view.Margin.UnrealizedRatio, null, options.UnrealizedLossCritical, "{0:P1} of the wallet");
        yield return new($"{account} margin ratio", view.Margin.MarginRatio, options.MarginRatioWarn, options.MarginRatioCritical, "{0:P1}; the exchange liquidates at 100 %");
        yield return new($"{account} drawdown", peak > 0 ? 1 - equity / peak : 0, options.DrawdownWarn, options.DrawdownCritical, "{0:P1} below the highest equity since start");
    }
}
