using Platform.Wire.V1;

namespace Platform.Hosting.Alerts;

/// <summary>The severity of a condition; in messages and JSON the name in lower case.</summary>
public enum AlertSeverity
{
    Info = 1,
    Warning = 2,
    Critical = 3,
}

/// <summary>One condition that needs a person's attention, as last reported by its publisher.</summary>
/// <param name="Id">source/subject; constant while the condition lasts and equal when it returns.</param>
/// <param name="Source">The process that raised it, such as data or executor-account1.</param>
/// <param name="IsActive">False after the condition has ended.</param>
/// <param name="Since_ms">Platform time of its start, Unix ms.</param>
/// <param name="At_ms">Platform time of the newest change, Unix ms.</param>
/// <param name="Value">The measured value; null when there is none or it cannot be computed.</param>
/// <param name="Bound">The limit that the value exceeded; null when there is none.</param>
public sealed record Alert(
    string Id, string Source, string Subject, AlertSeverity Severity, string Message, bool IsActive, long Since_ms, long At_ms, double? Value = null, double? Bound = null)
{
    public AlertEvent ToWire()
    {
        var wire = new AlertEvent
        {
            Id = Id,
            Source = Source,
            Severity = Severity.ToString().ToLowerInvariant(),
            Subject = Subject,
            Message = Message,
            Active = IsActive,
            AtMs = At_ms,
            SinceMs = Since_ms,
        };
        if (Value is { } value)
            wire.Value = value;
        if (Bound is { } bound)
            wire.Bound = bound;
        return wire;
    }

    /// <summary>Reads an alert event; an unknown severity is treated as a warning.</summary>
    public static Alert FromWire(AlertEvent wire) => new(
        wire.Id, wire.Source, wire.Subject, Enum.TryParse(wire.Severity, ignoreCase: true, out AlertSeverity severity) ? severity : AlertSeverity.Warning,
        wire.Message, wire.Active, wire.SinceMs, wire.AtMs, wire.HasValue ? wire.Value : null, wire.HasBound ? wire.Bound : null);
}
