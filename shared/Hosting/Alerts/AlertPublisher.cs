using Microsoft.Extensions.Logging;
using Platform.Primitives.Time;

namespace Platform.Hosting.Alerts;

/// <summary>
/// The alerts of one process: the active conditions with their start times, and a message and a log line when a condition begins, becomes
/// more severe, changes or ends. A late subscriber reads <see cref="Standing"/>. Thread-safe and non-blocking.
/// </summary>
public sealed partial class AlertPublisher : IDisposable
{
    /// <summary>Maximum number of active conditions; beyond it a new condition replaces the oldest of the least severe ones unless it is less severe.</summary>
    public const int StandingMax = 200;

    /// <summary>Real time for which an incident stays active after its last occurrence.</summary>
    public static readonly TimeSpan IncidentStands = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan s_tick = TimeSpan.FromSeconds(1);

    private readonly string _source;
    private readonly Action<Alert> _send;
    private readonly TimeProvider _clock;
    private readonly TimeProvider _realTime;
    private readonly TimeSpan _repeat;
    private readonly ILogger _log;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Entry> _standing = new(StringComparer.Ordinal);
    private readonly ITimer _timer;
    private long _refused;
    private bool _disposed;

    /// <param name="send">Publishes a change on the bus; called under a lock, so that changes are sent in order. It must not block.</param>
    /// <param name="clock">Platform time, used in the alerts.</param>
    /// <param name="realTime">Real time, used to end incidents.</param>
    /// <param name="repeat">Platform time after which an active alert is logged again.</param>
    public AlertPublisher(string source, Action<Alert> send, TimeProvider clock, TimeProvider realTime, TimeSpan repeat, ILogger log)
    {
        (_source, _send, _clock, _realTime, _repeat, _log) = (source, send, clock, realTime, repeat, log);
        _timer = realTime.CreateTimer(_ => Tick(), null, s_tick, s_tick);
    }

    /// <summary>Raised for every change after it is published, under the same lock; a handler must not block.</summary>
    public event Action<Alert>? Changed;

    /// <summary>Name of the process, including its account.</summary>
    public string Source => _source;

    /// <summary>All active alerts, most severe first, then oldest first.</summary>
    public IReadOnlyList<Alert> Standing
    {
        get
        {
            lock (_gate)
                return [.. _standing.Values.Select(entry => entry.Alert).OrderByDescending(alert => alert.Severity).ThenBy(alert => alert.Since_ms)];
        }
    }

    /// <summary>Number of alerts refused because the maximum was reached by more severe alerts.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    public bool IsStanding(string subject)
    {
        lock (_gate)
            return _standing.ContainsKey(subject);
    }

    /// <summary>Starts or updates a condition, which stays active with this severity and message until <see cref="Clear"/>.</summary>
    /// <param name="subject">Name of the condition within this process; constant while it lasts.</param>
    /// <param name="value">NaN and infinities, which JSON does not support, are reported as not computable.</param>
    public void Raise(string subject, AlertSeverity severity, string message, double? value = null, double? bound = null) =>
        Stand(subject, severity, message, Finite(value), Finite(bound), isIncident: false);

    /// <summary>Reports an event without a defined end: the alert ends when the event has not happened again for <see cref="IncidentStands"/>.</summary>
    public void RaiseIncident(string subject, AlertSeverity severity, string message) => Stand(subject, severity, message, null, null, isIncident: true);

    /// <summary>Ends a condition; no effect when it is not active.</summary>
    public void Clear(string subject)
    {
        lock (_gate)
        {
            if (!_disposed && _standing.Remove(subject, out Entry? entry))
                End(entry.Alert);
        }
    }

    /// <summary>Raises the condition when it holds and clears it when it does not.</summary>
    public void Set(string subject, bool holds, AlertSeverity severity, string message, double? value = null, double? bound = null)
    {
        if (holds)
            Raise(subject, severity, message, value, bound);
        else
            Clear(subject);
    }

    /// <summary>Restores the alerts that were active when the previous process ended, with their start times.</summary>
    public void Restore(IEnumerable<Alert> alerts)
    {
        lock (_gate)
        {
            foreach (Alert alert in alerts.Where(alert => alert.IsActive && alert.Source == _source).Take(StandingMax))
                _standing[alert.Subject] = new Entry(alert) { Logged_ms = _clock.NowMilliseconds() };
        }
    }

    public void Dispose()
    {
        _timer.Dispose();
        lock (_gate)
            _disposed = true;
    }

    private void Stand(string subject, AlertSeverity severity, string message, double? value, double? bound, bool isIncident)
    {
        long now_ms = _clock.NowMilliseconds();
        lock (_gate)
        {
            if (_disposed)
                return;
            bool isNew = !_standing.TryGetValue(subject, out Entry? entry);
            if (isNew && !TryDisplace(severity))
            {
                Interlocked.Increment(ref _refused);
                return;
            }

            var alert = new Alert($"{_source}/{subject}", _source, subject, severity, message, IsActive: true, entry?.Alert.Since_ms ?? now_ms, now_ms, value, bound);
            bool isWorse = entry is null || severity > entry.Alert.Severity;
            bool isChanged = entry is null || alert with { At_ms = entry.Alert.At_ms } != entry.Alert;
            entry ??= _standing[subject] = new Entry(alert);
            entry.IncidentAt = isIncident ? _realTime.GetTimestamp() : null;
            if (!isChanged)
                return;
            entry.Alert = alert;
            if (isWorse)
                Log(entry, now_ms);
            Send(alert);
        }
    }

    /// <summary>False when every active alert is more severe than the new one.</summary>
    private bool TryDisplace(AlertSeverity severity)
    {
        if (_standing.Count < StandingMax)
            return true;
        Alert mildest = _standing.Values.Select(entry => entry.Alert).OrderBy(alert => alert.Severity).ThenBy(alert => alert.Since_ms).First();
        if (mildest.Severity > severity)
            return false;
        _standing.Remove(mildest.Subject);
        Send(mildest with { IsActive = false, At_ms = _clock.NowMilliseconds() });
        return true;
    }

    private void Tick()
    {
        long now_ms = _clock.NowMilliseconds();
        lock (_gate)
        {
            if (_disposed)
                return;
            foreach (Entry entry in _standing.Values.ToArray())
            {
                if (entry.IncidentAt is { } last && _realTime.GetElapsedTime(last) >= IncidentStands)
                {
                    _standing.Remove(entry.Alert.Subject);
                    End(entry.Alert);
                }
                else if (Math.Abs(now_ms - entry.Logged_ms) >= _repeat.TotalMilliseconds)
                {
                    Log(entry, now_ms);
                }
            }
        }
    }

    private void End(Alert alert)
    {
        Send(alert with { IsActive = false, At_ms = _clock.NowMilliseconds() });
        Cleared(alert.Subject);
    }

    private void Log(Entry entry, long now_ms)
    {
        entry.Logged_ms = now_ms;
        LogLevel level = entry.Alert.Severity switch { AlertSeverity.Critical => LogLevel.Error, AlertSeverity.Warning => LogLevel.Warning, _ => LogLevel.Information };
        Raised(level, entry.Alert.Subject, entry.Alert.Severity, entry.Alert.Message);
    }

    private void Send(Alert alert)
    {
        _send(alert);
        Changed?.Invoke(alert);
    }

    private static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;

    [LoggerMessage(Message = "Alert {Subject} ({Severity}): {What}")]
    private partial void Raised(LogLevel level, string subject, AlertSeverity severity, string what);

    [LoggerMessage(Level = LogLevel.Information, Message = "Alert {Subject} has ended")]
    private partial void Cleared(string subject);

    private sealed class Entry(Alert alert)
    {
        public Alert Alert { get; set; } = alert;

        /// <summary>Real timestamp of the last occurrence of an incident; null for a condition.</summary>
        public long? IncidentAt { get; set; }

        public long Logged_ms { get; set; }
    }
}
