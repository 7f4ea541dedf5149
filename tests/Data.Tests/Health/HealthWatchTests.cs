using Microsoft.Extensions.Logging.Abstractions;
using Platform.Analytics.Bars;
using Platform.Data.Health;
using Platform.Data.Ingest;
using Platform.Data.Labels;
using Platform.Data.Reference;
using Platform.Data.Store;
using Platform.Data.Tests.Kit;
using Platform.Domain.Labels;
using Platform.Hosting.Alerts;
using Platform.Primitives.Time;
using Platform.TestKit.Clocks;
using Xunit;

namespace Platform.Data.Tests.Health;

public sealed class HealthWatchTests : IDisposable
{
    private readonly ManualClock _clock = new();
    private readonly BarCounts _counts = new();
    private readonly ExchangeClock _exchangeClock = new();
    private readonly LoopbackBus _bus = new();
    private readonly LabelCompleteness _labels;
    private readonly AlertPublisher _alerts;
    private readonly HealthWatch _watch;
    private Label _newest = Label.Parse("2025-12-22-010").Value;

    public HealthWatchTests()
    {
        _alerts = new AlertPublisher("data", _ => { }, _clock, _clock, TimeSpan.FromMinutes(15), NullLogger.Instance);
        _exchangeClock.Advance(_newest.End_ms);
        var rules = new LabelRules(1, 20_000, TimeSpan.Zero, 0);
        _labels = new LabelCompleteness(rules, new BarMemory(10), new UniverseRegistry(), _exchangeClock, new CollectedReports(), new Clocks(_clock, _clock));
        _watch = new HealthWatch(
            new HealthSources(new ShardStates(), new FeedSymbols(), _exchangeClock, _labels, _counts), _bus.Publisher, _alerts,
            new HealthBounds(TimeSpan.FromSeconds(30), BarDelayWarn_s: 5, BarDelayCritical_s: 20, Speed: 10), _clock);
        Decide(_newest);
        _watch.Look();
    }

    public void Dispose()
    {
        _alerts.Dispose();
        _bus.Dispose();
    }

    [Fact]
    public void Abandoned_gaps_and_trades_from_the_future_are_incidents_that_end_by_themselves()
    {
        (_counts.GapsUnresolved, _counts.FutureTrades) = (3, 2);
        _watch.Look();
        Assert.Contains("3 gaps", _alerts.Standing.Single(alert => alert.Subject == "gaps").Message, StringComparison.Ordinal);
        Assert.Contains("later than the local clock", _watch.Trouble, StringComparison.Ordinal);

        _clock.Advance(AlertPublisher.IncidentStands + TimeSpan.FromSeconds(2));
        _watch.Look();
        Assert.False(_alerts.IsStanding("gaps") || _alerts.IsStanding("clock"));
        Assert.DoesNotContain("later than the local clock", _watch.Trouble, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4.9, null)]
    [InlineData(6, AlertSeverity.Warning)]
    [InlineData(21, AlertSeverity.Critical)]
    public void A_label_that_is_not_decided_in_time_is_an_alert_until_it_is(double late_s, AlertSeverity? expected)
    {
        Decide(_newest + 1);
        _exchangeClock.Advance((_newest + 1).End_ms + (long)(late_s * 1_000 * 10));
        _watch.Look();
        Assert.False(_alerts.IsStanding("bar_delay"));
        _watch.Look();
        Assert.Equal(expected, _alerts.Standing.SingleOrDefault(alert => alert.Subject == "bar_delay")?.Severity);
        Decide(_newest + 1);
        _watch.Look();
        Assert.False(_alerts.IsStanding("bar_delay"));
    }

    [Fact]
    public void Before_the_first_label_of_this_process_nothing_is_late()
    {
        _exchangeClock.Advance(_newest.End_ms + 10_000_000);
        _watch.Look();
        _watch.Look();
        Assert.False(_alerts.IsStanding("bar_delay"));
    }

    [Fact]
    public void Silence_raises_an_alert_with_its_bound_that_ends_with_the_next_message()
    {
        _clock.Advance(TimeSpan.FromSeconds(31));
        _watch.Look();
        Alert silence = _alerts.Standing.Single(alert => alert.Subject == "silence");
        Assert.Equal((AlertSeverity.Critical, 30d), (silence.Severity, silence.Bound));
    }

    private void Decide(Label newest)
    {
        _newest = newest;
        _labels.Begin(newest, newest + 1);
    }
}
