using Microsoft.Extensions.Logging.Abstractions;
using Platform.Analytics.Bars;
using Platform.Data.Health;
using Platform.Domain.Labels;
using Platform.Hosting.Alerts;
using Platform.TestKit.Clocks;
using Xunit;

namespace Platform.Data.Tests.Health;

public sealed class HealthWatchTests : IDisposable
{
    private readonly ManualClock _clock = new();
    private readonly BarCounts _counts = new();
    private readonly AlertPublisher _alerts;
    private readonly HealthWatch _watch;
    private Label _newest = Label.Parse("2025-12-22-010").Value;
    private long _exchangeClock_ms;

    public HealthWatchTests()
    {
        _alerts = new AlertPublisher("data", _ => { }, _clock, _clock, TimeSpan.FromMinutes(15), NullLogger.Instance);
        _exchangeClock_ms = _newest.End_ms;
        _watch = new HealthWatch(
            () => [], () => 0, () => 1, () => _exchangeClock_ms, () => _newest, () => 0, _counts, _ => { }, _alerts,
            new HealthBounds(TimeSpan.FromSeconds(30), BarDelayWarn_s: 5, BarDelayCritical_s: 20, Speed: 10), _clock);
        _watch.Look();
    }

    public void Dispose() => _alerts.Dispose();

    [Fact]
    public void Given_up_gaps_and_trades_from_the_future_are_incidents_that_end_by_themselves()
    {
        (_counts.GapsUnresolved, _counts.FutureTrades) = (3, 2);
        _watch.Look();
        Assert.Contains("3 gaps", _alerts.Standing.Single(alert => alert.Subject == "gaps").Message, StringComparison.Ordinal);
        Assert.Contains("future", _watch.Trouble, StringComparison.Ordinal);

        _clock.Advance(AlertPublisher.IncidentStands + TimeSpan.FromSeconds(2));
        _watch.Look();
        Assert.False(_alerts.IsStanding("gaps") || _alerts.IsStanding("clock"));
        Assert.DoesNotContain("future", _watch.Trouble, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4.9, null)]
    [InlineData(6, AlertSeverity.Warning)]
    [InlineData(21, AlertSeverity.Critical)]
    public void A_label_that_is_not_decided_in_time_is_an_alert_until_it_is(double late_s, AlertSeverity? expected)
    {
        _newest += 1;
        _exchangeClock_ms = (_newest + 1).End_ms + (long)(late_s * 1_000 * 10);
        _watch.Look();
        Assert.False(_alerts.IsStanding("bar_delay"));
        _watch.Look();
        Assert.Equal(expected, _alerts.Standing.SingleOrDefault(alert => alert.Subject == "bar_delay")?.Severity);
        _newest += 1;
        _watch.Look();
        Assert.False(_alerts.IsStanding("bar_delay"));
    }

    [Fact]
    public void Before_the_first_label_of_this_process_nothing_is_late()
    {
        _exchangeClock_ms += 10_000_000;
        _watch.Look();
        _watch.Look();
        Assert.False(_alerts.IsStanding("bar_delay"));
    }

    [Fact]
    public void Silence_is_an_alert_with_its_bound_and_ends_with_the_next_message()
    {
        _clock.Advance(TimeSpan.FromSeconds(31));
        _watch.Look();
        Alert silence = _alerts.Standing.Single(alert => alert.Subject == "silence");
        Assert.Equal((AlertSeverity.Critical, 30d), (silence.Severity, silence.Bound));
    }
}
