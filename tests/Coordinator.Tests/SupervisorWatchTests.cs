using Microsoft.Extensions.Logging.Abstractions;
using Platform.Coordinator.Registry;
using Platform.Hosting.Alerts;
using Platform.TestKit.Clocks;
using Platform.Wire.V1;
using Xunit;

namespace Platform.Coordinator.Tests;

public sealed class SupervisorWatchTests : IDisposable
{
    private readonly ManualClock _clock = new();
    private readonly AlertPublisher _alerts;
    private readonly SupervisorWatch _watch;

    public SupervisorWatchTests()
    {
        _alerts = new AlertPublisher("coordinator", _ => { }, _clock, _clock, TimeSpan.FromMinutes(15), NullLogger.Instance);
        _watch = new SupervisorWatch(_alerts, _clock, TimeSpan.FromSeconds(5));
    }

    public void Dispose() => _alerts.Dispose();

    [Fact]
    public void An_alert_of_the_supervisor_is_active_until_it_is_no_longer_reported()
    {
        _watch.Report(Of("ended/data", "disk/data"));
        _watch.Report(Of("disk/data"));
        Assert.Equal("supervisor/disk/data", Assert.Single(_alerts.Standing).Subject);
    }

    [Fact]
    public void A_silent_supervisor_raises_an_alert_until_it_reports_again()
    {
        _watch.Report(Of());
        _clock.Advance(TimeSpan.FromSeconds(6));
        _watch.Tick();
        Assert.Equal(AlertSeverity.Critical, Assert.Single(_alerts.Standing).Severity);
        _watch.Report(Of());
        _watch.Tick();
        Assert.Empty(_alerts.Standing);
    }

    [Fact]
    public void Before_the_first_report_silence_raises_no_alert()
    {
        _clock.Advance(TimeSpan.FromHours(1));
        _watch.Tick();
        Assert.Empty(_alerts.Standing);
    }

    private static ReportAlertsRequest Of(params string[] subjects) => new()
    {
        Alerts = { subjects.Select(subject => new AlertEvent { Id = $"supervisor/{subject}", Source = "supervisor", Subject = subject, Severity = "critical", Message = "x", Active = true }) },
    };
}
