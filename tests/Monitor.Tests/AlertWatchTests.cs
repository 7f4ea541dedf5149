using Microsoft.Extensions.Logging.Abstractions;
using Platform.Hosting.Alerts;
using Platform.Monitor.Alerts;
using Platform.TestKit.Clocks;
using Xunit;

namespace Platform.Monitor.Tests;

public sealed class AlertWatchTests : IDisposable
{
    private readonly ManualClock _clock = new();
    private readonly AlertPublisher _alerts;
    private readonly AlertWatch _watch;

    public AlertWatchTests()
    {
        _alerts = new AlertPublisher("monitor", _ => { }, _clock, _clock, TimeSpan.FromMinutes(15), NullLogger.Instance);
        _watch = new AlertWatch(samples: 2, clearShare: 0.9, _alerts);
    }

    public void Dispose() => _alerts.Dispose();

    [Fact]
    public void One_sample_over_the_bound_raises_nothing()
    {
        _watch.Sample(Margin(0.6));
        Assert.Empty(_alerts.Standing);
    }

    [Fact]
    public void Two_samples_in_a_row_raise_a_warning_with_value_and_bound()
    {
        Raise(0.6);
        Alert raised = Assert.Single(_alerts.Standing);
        Assert.Equal((AlertSeverity.Warning, 0.6, 0.5), (raised.Severity, raised.Value, raised.Bound));
    }

    [Fact]
    public void A_sample_below_the_bound_restarts_the_count()
    {
        _watch.Sample(Margin(0.6));
        _watch.Sample(Margin(0.4));
        _watch.Sample(Margin(0.6));
        Assert.Empty(_alerts.Standing);
    }

    [Fact]
    public void A_warning_that_worsens_becomes_critical_and_a_warning_again_below_the_clear_share_of_that_bound()
    {
        Raise(0.6);
        _watch.Sample(Margin(0.85));
        Assert.Equal(AlertSeverity.Critical, _alerts.Standing[0].Severity);
        _watch.Sample(Margin(0.75));
        Assert.Equal(AlertSeverity.Critical, _alerts.Standing[0].Severity);
        _watch.Sample(Margin(0.71));
        Assert.Equal((AlertSeverity.Warning, 0.5), (_alerts.Standing[0].Severity, _alerts.Standing[0].Bound));
    }

    [Fact]
    public void An_alert_is_active_until_the_reading_is_below_the_clear_share_of_the_bound()
    {
        Raise(0.6);
        _watch.Sample(Margin(0.46));
        Assert.Single(_alerts.Standing);
        _watch.Sample(Margin(0.44));
        Assert.Empty(_alerts.Standing);
    }

    [Fact]
    public void A_reading_that_is_worse_when_low_breaches_below_its_bound()
    {
        Assert.Equal(AlertSeverity.Warning, Available(0.08).Breach());
        Assert.Equal(AlertSeverity.Critical, Available(0.04).Breach());
        Assert.Null(Available(0.2).Breach());
    }

    [Fact]
    public void A_reading_that_cannot_be_computed_has_its_own_severity_and_clears_no_alert()
    {
        Raise(0.85);
        _watch.Sample(Margin(double.NaN) with { WhenUnknown = AlertSeverity.Critical });
        Assert.Equal(AlertSeverity.Critical, Assert.Single(_alerts.Standing).Severity);
        Assert.Null(_alerts.Standing[0].Value);
        _watch.Sample(Margin(double.NaN));
        Assert.Empty(_alerts.Standing);
    }

    [Fact]
    public void Active_alerts_survive_a_restart_and_clear_by_the_same_rule()
    {
        _watch.Restore([new Alert("monitor/account1 margin ratio", "monitor", "account1 margin ratio", AlertSeverity.Warning, "60 %", IsActive: true, Since_ms: 7, At_ms: 8)]);
        _watch.Sample(Margin(0.6));
        Assert.Equal(7, Assert.Single(_alerts.Standing).Since_ms);
        _watch.Sample(Margin(0.1));
        Assert.Empty(_alerts.Standing);
    }

    private void Raise(double value)
    {
        _watch.Sample(Margin(value));
        _watch.Sample(Margin(value));
    }

    private static Reading Margin(double value) => new("account1 margin ratio", value, 0.5, 0.8, "{0:P1}");

    private static Reading Available(double value) => new("account1 available", value, 0.10, 0.05, "{0:P1}", WorseWhenLow: true);
}
