using Platform.Hosting.Alerts;

namespace Platform.Monitor.Alerts;

/// <summary>One reading with its thresholds. <see cref="WorseWhenLow"/> is true for readings that are worse when low.</summary>
/// <param name="Subject">The measured quantity, with the account or process, such as "account1 margin ratio".</param>
/// <param name="Value">NaN when it cannot be computed.</param>
/// <param name="Warning">Null when the reading has no warning threshold.</param>
/// <param name="Critical">Null when the reading has no critical threshold.</param>
/// <param name="Text">The reading and its threshold as text; {0} is the value.</param>
/// <param name="WhenUnknown">Severity of a value that cannot be computed; null when it is no fault.</param>
internal sealed record Reading(
    string Subject, double Value, double? Warning, double? Critical, string Text, bool WorseWhenLow = false, AlertSeverity? WhenUnknown = null)
{
    /// <summary>The most severe threshold that the reading violates, with thresholds scaled by the share; null when none.</summary>
    public AlertSeverity? Breach(double share = 1)
    {
        if (double.IsNaN(Value))
            return WhenUnknown;
        if (Breaks(Critical, share))
            return AlertSeverity.Critical;
        return Breaks(Warning, share) ? AlertSeverity.Warning : null;
    }

    /// <summary>The threshold of that severity.</summary>
    public double? BoundOf(AlertSeverity severity) => severity == AlertSeverity.Critical ? Critical ?? Warning : Warning ?? Critical;

    private bool Breaks(double? threshold, double share) =>
        threshold is { } bound && (WorseWhenLow ? Value < bound / share : Value > bound * share);
}
