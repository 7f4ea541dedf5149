using System.Globalization;

namespace Platform.Monitor.Alerts;

/// <summary>One alert as raised, repeated or cleared.</summary>
internal sealed record Alert(string Id, string Source, Severity Severity, string Subject, string Message, bool Active, long At_ms);

/// <summary>
/// Turns readings into alerts (spec/quant.md §8.5): raised after the configured number of consecutive samples, repeated while it stands,
/// cleared below a share of the threshold. Owned by the feed's loop.
/// </summary>
internal sealed class AlertWatch(int samples, double clearShare, long repeat_ms)
{
    private sealed class Standing
    {
        public int Streak;
        public Severity? Raised;
        public long RaisedAt_ms;
    }

    private readonly Dictionary<string, Standing> _standing = [];

    /// <summary>The alert this sample raises, worsens, repeats or clears; null when it changes nothing.</summary>
    public Alert? Sample(Reading reading, long at_ms)
    {
        if (!_standing.TryGetValue(reading.Subject, out Standing? standing))
            _standing[reading.Subject] = standing = new Standing();
        Severity? breach = reading.Breach();
        standing.Streak = breach is null ? 0 : standing.Streak + 1;
        if (breach is { } severity && standing.Streak >= samples && (standing.Raised is null || severity > standing.Raised || at_ms - standing.RaisedAt_ms >= repeat_ms))
        {
            standing.Raised = severity;
            standing.RaisedAt_ms = at_ms;
            return Make(reading, severity, active: true, at_ms);
        }

        if (standing.Raised is { } raised && reading.Breach(clearShare) is null)
        {
            standing.Raised = null;
            return Make(reading, raised, active: false, at_ms);
        }

        return null;
    }

    private static Alert Make(Reading reading, Severity severity, bool active, long at_ms) => new(
        $"monitor/{reading.Subject}", "monitor", severity, reading.Subject, string.Format(CultureInfo.InvariantCulture, reading.Text, reading.Value), active, at_ms);
}
