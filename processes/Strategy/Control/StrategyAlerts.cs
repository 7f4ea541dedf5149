using Platform.Contracts;
using Platform.Hosting.Alerts;
using Platform.Primitives.Outcomes;
using Platform.Strategy.Plugins;
using Platform.Strategy.Runs;

namespace Platform.Strategy.Control;

/// <summary>Raises the alerts of this process: runs that are degraded or held, and plugins that are not used.</summary>
internal sealed class StrategyAlerts(AlertPublisher alerts)
{
    /// <summary>Called on the run loop.</summary>
    public void Evaluate(RunReport report)
    {
        string hold = report.Targets.Hold;
        alerts.Set("run.held", hold.Length > 0, AlertSeverity.Critical, $"Run {report.Targets.RunId} trades nothing: {hold}");
        alerts.Set("run.degraded", report.Targets.Degraded.Count > 0, AlertSeverity.Warning, $"Run {report.Targets.RunId}: {string.Join("; ", report.Targets.Degraded)}");
    }

    /// <summary>Called on the run loop.</summary>
    public void Evaluate(StrategyTrigger trigger, Fault fault) =>
        alerts.RaiseIncident("run.failed", AlertSeverity.Critical, $"Run {trigger.RunId} was not computed: {fault.Message}");

    /// <summary>Called on the thread that reloaded the plugins.</summary>
    public void Evaluate(PluginSet set)
    {
        alerts.Set("plugins.rejected", set.Rejections.Count > 0, AlertSeverity.Warning,
            string.Join("; ", set.Rejections.Select(rejection => $"{Path.GetFileName(rejection.File)} {rejection.Name}: {rejection.Why}")));
        alerts.Set("plugins.none", set.Calculators.Count == 0, AlertSeverity.Critical, "No calculator is loaded; no run can trade.");
    }
}
