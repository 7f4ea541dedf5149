using System.Globalization;
using Platform.Hosting.Alerts;

namespace Platform.Monitor.Alerts;

/// <summary>
/// Converts readings to alerts (spec/quant.md §8.5): raised after the configured number of consecutive samples, lowered and cleared below
/// a share of the threshold. Owned by the monitor's loop.
/// </summary>
internal sealed class AlertWatch(int samples, double clearShare, AlertPublisher alerts)
{
    private sealed class Standing
    {
        public int Streak;
        public AlertSeverity? Raised;
    }

    private readonly Dictionary<string, Standing> _standing = new(StringComparer.Ordinal);

    /// <summary>Restores the alerts that were active when the previous monitor ended.</summary>
    public void Restore(IReadOnlyList<Alert> alertsBefore)
    {
        alerts.Restore(alertsBefore);
        foreach (Alert alert in alerts.Standing)
            _standing[alert.Subject] = new Standing { Streak = samples, Raised = alert.Severity };
    }

    public void Sample(Reading reading)
    {
        if (!_standing.TryGetValue(reading.Subject, out Standing? standing))
            _standing[reading.Subject] = standing = new Standing();
        AlertSeverity? breach = reading.Breach();
        standing.Streak = breach is null ? 0 : standing.Streak + 1;
        AlertSeverity? stays = standing.Raised is { } raised && reading.Breach(clearShare) is { } milder ? Min(raised, milder) : null;
        AlertSeverity? severity = standing.Raised is not null || standing.Streak >= samples ? Max(breach, stays) : null;
        if (severity is { } holds)
            alerts.Raise(reading.Subject, holds, string.Format(CultureInfo.InvariantCulture, reading.Text, reading.Value), reading.Value, reading.BoundOf(holds));
        else if (standing.Raised is not null)
            alerts.Clear(reading.Subject);
        standing.Raised = severity;
    }

    private static AlertSeverity Min(AlertSeverity left, AlertSeverity right) => left < right ? left : right;

    private static AlertSeverity? Max(AlertSeverity? left, AlertSeverity? right) => (left ?? 0) > (right ?? 0) ? left : right;
}
