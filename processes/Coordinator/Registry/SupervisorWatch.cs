using Platform.Hosting.Alerts;
using Platform.Wire.V1;

namespace Platform.Coordinator.Registry;

/// <summary>
/// Passes on what the supervisor reports once a second, and raises an alert when it reports no more: what ends is then not started
/// again. Nothing is expected before the first report, as processes may be started without a supervisor. Safe from any thread.
/// </summary>
internal sealed class SupervisorWatch(AlertPublisher alerts, TimeProvider realTime, TimeSpan silentAfter)
{
    private readonly Lock _gate = new();
    private HashSet<string> _standing = [];
    private long? _heard;

    /// <summary>All active alerts of the supervisor; one that it no longer names is over.</summary>
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
                "the supervisor does not report: a process that ends is not started again; see logs/supervisor.log", silence.TotalSeconds, silentAfter.TotalSeconds);
        }
    }
}
