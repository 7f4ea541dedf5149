using Microsoft.Extensions.Logging.Abstractions;
using Platform.Hosting.Alerts;
using Platform.TestKit.Clocks;
using Xunit;

namespace Platform.Hosting.Tests;

public sealed class AlertPublisherTests : IDisposable
{
    private readonly ManualClock _clock = new();
    private readonly List<Alert> _sent = [];
    private readonly AlertPublisher _alerts;

    public AlertPublisherTests() => _alerts = new AlertPublisher("data", _sent.Add, _clock, _clock, TimeSpan.FromMinutes(15), NullLogger.Instance);

    public void Dispose() => _alerts.Dispose();

    [Fact]
    public void A_condition_is_sent_when_it_begins_and_when_it_ends_and_once_each()
    {
        _alerts.Raise("silence", AlertSeverity.Critical, "no message");
        _alerts.Raise("silence", AlertSeverity.Critical, "no message");
        _alerts.Clear("silence");
        _alerts.Clear("silence");
        Assert.Equal([true, false], _sent.Select(alert => alert.IsActive));
        Assert.All(_sent, alert => Assert.Equal("data/silence", alert.Id));
        Assert.Empty(_alerts.Standing);
    }

    [Fact]
    public void A_continuing_condition_keeps_its_start_time()
    {
        _alerts.Raise("silence", AlertSeverity.Warning, "5 s", 5, 3);
        long began_ms = _sent[0].At_ms;
        _clock.AdvanceMilliseconds(2_000);
        _alerts.Raise("silence", AlertSeverity.Critical, "7 s", 7, 3);
        Alert standing = Assert.Single(_alerts.Standing);
        Assert.Equal((began_ms, began_ms + 2_000, 7d, 3d), (standing.Since_ms, standing.At_ms, standing.Value, standing.Bound));
        Assert.Equal(AlertSeverity.Critical, standing.Severity);
    }

    [Fact]
    public void An_incident_ends_when_it_has_not_happened_again_for_its_time()
    {
        _alerts.RaiseIncident("gaps", AlertSeverity.Warning, "3 gaps");
        _clock.Advance(AlertPublisher.IncidentStands - TimeSpan.FromSeconds(5));
        _alerts.RaiseIncident("gaps", AlertSeverity.Warning, "3 gaps");
        _clock.Advance(AlertPublisher.IncidentStands - TimeSpan.FromSeconds(5));
        Assert.True(_alerts.IsStanding("gaps"));
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.False(_alerts.IsStanding("gaps"));
        Assert.False(_sent[^1].IsActive);
    }

    [Fact]
    public void A_condition_is_active_until_it_is_cleared()
    {
        _alerts.Raise("silence", AlertSeverity.Critical, "no message");
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.True(_alerts.IsStanding("silence"));
    }

    [Fact]
    public void At_the_bound_a_worse_alert_takes_the_place_of_the_mildest_and_a_milder_one_is_refused()
    {
        for (int i = 0; i < AlertPublisher.StandingMax; i++)
            _alerts.Raise($"subject{i}", AlertSeverity.Warning, "x");
        _alerts.Raise("info", AlertSeverity.Info, "x");
        Assert.Equal(1, _alerts.Refused);
        _alerts.Raise("critical", AlertSeverity.Critical, "x");
        Assert.Equal(AlertPublisher.StandingMax, _alerts.Standing.Count);
        Assert.True(_alerts.IsStanding("critical"));
        Assert.False(_alerts.IsStanding("subject0"));
        Assert.Contains(_sent, alert => alert is { Subject: "subject0", IsActive: false });
    }

    [Fact]
    public void Alerts_active_before_a_restart_continue_with_their_start_time()
    {
        var before = new Alert("data/margin", "data", "margin", AlertSeverity.Critical, "90 %", IsActive: true, Since_ms: 1_000, At_ms: 2_000);
        _alerts.Restore([before, before with { Source = "other", Subject = "foreign" }, before with { Subject = "over", IsActive = false }]);
        _alerts.Raise("margin", AlertSeverity.Critical, "91 %");
        Assert.Equal(1_000, Assert.Single(_alerts.Standing).Since_ms);
    }

    [Fact]
    public void A_value_that_is_no_number_is_left_out_because_json_cannot_carry_it()
    {
        _alerts.Raise("ratio", AlertSeverity.Critical, "cannot be computed", double.NaN, 0.5);
        Assert.Null(_sent[0].Value);
        Assert.Equal(0.5, _sent[0].Bound);
        Assert.Equal(_sent[0], Alert.FromWire(_sent[0].ToWire()));
    }
}
