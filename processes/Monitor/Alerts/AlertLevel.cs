namespace Platform.Monitor.Alerts;

internal enum Severity
{
    Info = 1,
    Warning = 2,
    Critical = 3,
}

/// <summary>One reading against its thresholds; readings that are worse when low carry the sign in <see cref="WorseWhenLow"/>.</summary>
/// <param name="Subject">What is measured, with the account or process: "account1 margin ratio".</param>
/// <param name="Warning">Null: this reading never warns.</param>
/// <param name="Critical">Null: this reading is never critical.</param>
/// <param name="Text">The reading and its threshold for people; {0} is the value.</param>
internal sealed record Reading(string Subject, double Value, double? Warning, double? Critical, string Text, bool WorseWhenLow = false)
{
    /// <summary>The worst threshold the reading breaks when thresholds are scaled by the share; null when none.</summary>
    public Severity? Breach(double share = 1)
    {
        if (double.IsNaN(Value))
            return null;
        if (Breaks(Critical, share))
            return Severity.Critical;
        return Breaks(Warning, share) ? Severity.Warning : null;
    }

    private bool Breaks(double? threshold, double share) =>
        threshold is { } bound && (WorseWhenLow ? Value < bound / share : Value > bound * share);
}
