using Platform.Monitor.Rows;

namespace Platform.Monitor.Alerts;

/// <summary>Alerts of the monitor and of every other process, by id; bounded. Written by the feed's loop only.</summary>
internal sealed class AlertBoard(int alertsMax = 500)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Alert> _alerts = [];

    public void Apply(Alert alert)
    {
        lock (_gate)
        {
            _alerts[alert.Id] = alert;
            while (_alerts.Count > alertsMax)
                _alerts.Remove(_alerts.Values.OrderBy(held => held.Active).ThenBy(held => held.At_ms).First().Id);
        }
    }

    public IReadOnlyList<AlertRow> Rows()
    {
        lock (_gate)
        {
            return [.. _alerts.Values.OrderByDescending(alert => alert.Active).ThenByDescending(alert => alert.At_ms)
                .Select(alert => new AlertRow(alert.Id, alert.Source, alert.Severity.ToString().ToLowerInvariant(), alert.Subject, alert.Message, alert.Active, alert.At_ms))];
        }
    }
}
