using Platform.Hosting.Alerts;
using Platform.Wire.V1;

namespace Platform.Coordinator.Registry;

/// <summary>
/// Publishes the alerts that the supervisor reports once a second, and raises an alert when the reports stop, because processes are then
/// not restarted. Nothing is expected before the first report, as processes may run without a supervisor. Thread-safe.
/// </summary>
internal sealed class SupervisorWatch(AlertPublisher alerts, TimeProvider realTime, TimeSpan silentAfter)
{
    private readonly Lock _gate = new();
    private HashSet<string> _standing = [];
    private long? _heard;

    /// <summary>Takes all active alerts of the supervisor; an alert that is no longer in the list is cleared.</summary>
    public void Report(ReportAlertsRequest request)
    {
        lock (_gate)
        {
            _heard = realTime.GetTimestamp();
            HashSet<string> named = new(StringComparer.Ordinal);
            foreach (Alert alert in request.Alerts.Select(Alert.FromWire))
            {
                string subject = $"supervisor/{alert.Subject}";
                named.Add(subject);
                alerts.Raise(subject, alert.Severity, alert.Message, alert.Value, alert.Bound);
            }

            foreach (string over in _standing.Except(named))
                alerts.Clear(over);
            _standing = named;
        }
    }

    public void Tick()
    {
        lock (_gate)
        {
            if (_heard is not { } heard)
                return;
            TimeSpan silence = realTime.GetElapsedTime(heard);
            alerts.Set(
                "supervisor", silence > silentAfter, AlertSeverity.Critical,
                "no report from the supervisor: a process that ends is not restarted; see logs/supervisor.log", silence.TotalSeconds, silentAfter.TotalSeconds);
        }
    }
}
