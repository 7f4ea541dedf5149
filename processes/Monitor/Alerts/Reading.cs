using Platform.Hosting.Alerts;

namespace Platform.Monitor.Alerts;

/// <summary>One reading against its thresholds; readings that are worse when low carry the sign in <see cref="WorseWhenLow"/>.</summary>
/// <param name="Subject">What is measured, with the account or process: "account1 margin ratio".</param>
/// <param name="Value">NaN when it cannot be computed.</param>
/// <param name="Warning">Null: this reading never warns.</param>
/// <param name="Critical">Null: this reading is never critical.</param>
/// <param name="Text">The reading and its threshold for people; {0} is the value.</param>
/// <param name="WhenUnknown">What a value that cannot be computed means; null where that is no trouble.</param>
internal sealed record Reading(
    string Subject, double Value, double? Warning, double? Critical, string Text, bool WorseWhenLow = false, AlertSeverity? WhenUnknown = null)
{
    /// <summary>The worst threshold the reading breaks when thresholds are scaled by the share; null when none.</summary>
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
