using Platform.Hosting.Alerts;
using Platform.Hosting.Configuration.Running;
using Platform.Monitor.Boards;
using Platform.Monitor.Equity;

namespace Platform.Monitor.Alerts;

/// <summary>
/// The watched ratios of one account, with the thresholds of the configuration (spec/quant.md §8.5). A ratio that cannot be computed
/// because its denominator is not positive is critical while positions are open.
/// </summary>
internal sealed class AccountReadings(MonitorOptions options, EquityLedger curves)
{
    public IEnumerable<Reading> Of(MonitoredAccount view)
    {
        string account = view.Event.Account;
        double equity = view.Snapshot.Equity.ToDouble();
        double peak = Math.Max(equity, curves.Peak(account));
        int open = view.Snapshot.Positions.Count(position => !position.Quantity.IsZero);
        AlertSeverity? impossible = open > 0 ? AlertSeverity.Critical : null;
        Reading Ratio(string name, double value, double? warning, double? critical, string text, bool worseWhenLow = false) => new(
            $"{account} {name}", value, warning, critical,
            double.IsNaN(value) ? $"cannot be computed: equity {view.Snapshot.Equity}, wallet {view.Snapshot.WalletBalance}, {open} open positions" : text, worseWhenLow, impossible);

        yield return Deviation("position deviation", view.Deviation.Notional, options.DeviationWarn, null, $"{{0:P1}} of the target notional is not held; the bound is {options.DeviationWarn:P0}");
        yield return Deviation("largest position deviation", view.Deviation.Max, null, options.DeviationCritical, $"{{0:P1}} of one target is not held; the bound is {options.DeviationCritical:P0}");
        yield return Gross(account, view);
        yield return new($"{account} net ratio", view.Exposure.NetRatio, options.NetRatioWarn, null, $"|net| / gross is {{0:P0}}; the bound is {options.NetRatioWarn:P0}");
        yield return Ratio("available balance", view.Margin.AvailableRatio, options.AvailableRatioWarn, options.AvailableRatioCritical, "{0:P1} of the wallet is available", worseWhenLow: true);
        yield return Ratio("unrealised loss", -view.Margin.UnrealizedRatio, null, options.UnrealizedLossCritical, "{0:P1} of the wallet");
        yield return Ratio("margin ratio", view.Margin.MarginRatio, options.MarginRatioWarn, options.MarginRatioCritical, "{0:P1}; the exchange liquidates at 100 %");
        yield return Ratio("drawdown", peak > 0 ? 1 - equity / peak : double.NaN, options.DrawdownWarn, options.DrawdownCritical, "{0:P1} below the highest equity of the curve");

        Reading Deviation(string name, double value, double? warning, double? critical, string text) => new(
            $"{account} {name}", value, warning, critical, double.IsNaN(value) ? "positions are held although every target is zero" : text, WhenUnknown: AlertSeverity.Critical);
    }

    private Reading Gross(string account, MonitoredAccount view)
    {
        double target = view.TargetGross.ToDouble();
        double? critical = target > 0 ? options.GrossOverTargetCritical * target : null;
        string beside = critical is null ? "" : $"; the targets are {target:N0}";
        return new($"{account} gross exposure", view.Exposure.Gross.ToDouble(), options.GrossExposureWarn, critical, $"{{0:N0}} USDT{beside}; the bound is {options.GrossExposureWarn:N0}");
    }
}
