using System.Text.Json.Serialization;
using Platform.Hosting.Alerts;
using Platform.Primitives.Outcomes;
using Platform.Store.Documents;

namespace Platform.Monitor.Alerts;

/// <summary>The alerts of every process, by id, bounded and stored on disk. Only the monitor's loop writes; any thread reads.</summary>
internal sealed class AlertBoard(string file, int alertsMax = 500)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Alert> _alerts = new(StringComparer.Ordinal);
    private bool _isUnsaved;

    /// <summary>Active first, then newest first.</summary>
    public IReadOnlyList<Alert> Alerts
    {
        get
        {
            lock (_gate)
                return [.. _alerts.Values.OrderByDescending(alert => alert.IsActive).ThenByDescending(alert => alert.At_ms)];
        }
    }

    /// <summary>True when the alert is new.</summary>
    public bool Apply(Alert alert)
    {
        lock (_gate)
        {
            if (_alerts.TryGetValue(alert.Id, out Alert? held) && held == alert)
                return false;
            _alerts[alert.Id] = alert;
            while (_alerts.Count > alertsMax)
                _alerts.Remove(_alerts.Values.OrderBy(held => held.IsActive).ThenBy(held => held.At_ms).First().Id);
            return _isUnsaved = true;
        }
    }

    /// <summary>
    /// Takes all active alerts of a process. An alert that is not in the list has ended, unless it began after the list was made.
    /// </summary>
    public bool Replace(string source, IReadOnlyList<Alert> standing, long asOf_ms)
    {
        HashSet<string> named = [.. standing.Select(alert => alert.Id)];
        bool hasChanged = false;
        foreach (Alert alert in standing)
            hasChanged |= Apply(alert);
        foreach (Alert over in Alerts.Where(alert => alert.IsActive && alert.Source == source && alert.At_ms < asOf_ms && !named.Contains(alert.Id)))
            hasChanged |= Apply(over with { IsActive = false, At_ms = asOf_ms });
        return hasChanged;
    }

    /// <summary>Reads the alerts of an earlier monitor of this folder; returns the fault of an unreadable file, which is renamed.</summary>
    public Fault? Load()
    {
        if (!File.Exists(file))
            return null;
        Result<AlertDocument> read = JsonDocumentFile.Read(file, AlertJson.Default.AlertDocument);
        if (!read.IsOk)
        {
            File.Move(file, file + ".bad", overwrite: true);
            return read.Fault with { Message = $"{read.Fault.Message} The file was kept as {Path.GetFileName(file)}.bad; alerts are read again from the processes." };
        }

        foreach (Alert alert in read.Value.Alerts)
            Apply(alert);
        _isUnsaved = false;
        return null;
    }

    /// <summary>Writes changes; a failed write is repeated at the next call.</summary>
    public Fault? Save()
    {
        AlertDocument document;
        lock (_gate)
        {
            if (!_isUnsaved)
                return null;
            _isUnsaved = false;
            document = new AlertDocument(AlertDocument.CurrentSchema, [.. _alerts.Values]);
        }

        Fault? fault = JsonDocumentFile.Write(file, document, AlertJson.Default.AlertDocument).Fault;
        if (fault is not null)
        {
            lock (_gate)
                _isUnsaved = true;
        }

        return fault;
    }
}

/// <summary>ledger/monitor_alerts.json.</summary>
internal sealed record AlertDocument(int Schema, IReadOnlyList<Alert> Alerts)
{
    public const int CurrentSchema = 1;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true)]
[JsonSerializable(typeof(AlertDocument))]
internal sealed partial class AlertJson : JsonSerializerContext;
