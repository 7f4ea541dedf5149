using Platform.Bus.Publishing;
using Platform.Hosting.Streams;
using Platform.Primitives.Time;
using Platform.Strategy.Plugins;
using Platform.Strategy.Runs;
using Platform.Wire.V1;

namespace Platform.Strategy.Control;

/// <summary>Raises and clears this process's alerts on the bus: runs that are degraded or held, and plugins that are not used.</summary>
internal sealed class StrategyAlerts(BusPublisher bus, TimeProvider clock)
{
    private readonly HashSet<string> _active = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    /// <summary>Called on the run loop.</summary>
    public void Evaluate(RunReport report)
    {
        string hold = report.Targets.Hold;
        Set("run.held", "critical", hold.Length > 0, $"Run {report.Targets.RunId} trades nothing: {hold}");
        Set("run.degraded", "warning", report.Targets.Degraded.Count > 0, $"Run {report.Targets.RunId}: {string.Join("; ", report.Targets.Degraded)}");
    }

    /// <summary>Called on the thread that reloaded the plugins.</summary>
    public void Evaluate(PluginSet set)
    {
        Set("plugins.rejected", "warning", set.Rejections.Count > 0, string.Join("; ", set.Rejections.Select(rejection => $"{Path.GetFileName(rejection.File)} {rejection.Name}: {rejection.Why}")));
        Set("plugins.none", "critical", set.Calculators.Count == 0, "No calculator is loaded; no run can trade.");
    }

    /// <summary>An alert that stands is told again with its newest words; one that never stood is not cleared.</summary>
    private void Set(string subject, string severity, bool active, string message)
    {
        lock (_gate)
        {
            if (!active && !_active.Remove(subject))
                return;
            if (active)
                _active.Add(subject);
        }

        var alert = new AlertEvent
        {
            Id = $"strategy.{subject}", Source = "strategy", Severity = severity, Subject = subject,
            Message = active ? message : "", Active = active, AtMs = clock.NowMilliseconds(),
        };
        bus.Publish(BusTopics.Alert.Of("strategy"), alert, exchangeTime_ms: 0);
    }
}
