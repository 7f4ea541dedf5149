using Platform.Primitives.Time;
using Platform.Wire.V1;

namespace Platform.Data.Health;

/// <summary>Alerts of this process by subject; publishes each change once.</summary>
internal sealed class AlertBoard(Action<AlertEvent> publish, TimeProvider clock)
{
    private readonly Dictionary<string, (bool Active, string Message)> _raised = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    /// <summary>Raises, renews or clears; a subject that was never raised is not cleared.</summary>
    public void Set(string subject, bool active, string severity, string message)
    {
        lock (_gate)
        {
            bool known = _raised.TryGetValue(subject, out (bool Active, string Message) last);
            if ((!known && !active) || (known && last.Active == active && (!active || last.Message == message)))
                return;
            _raised[subject] = (active, message);
        }

        publish(new AlertEvent
        {
            Id = $"data.{subject}",
            Source = "data",
            Severity = severity,
            Subject = subject,
            Message = message,
            Active = active,
            AtMs = clock.NowMilliseconds(),
        });
    }
}
