using Platform.Monitor.Alerts;
using Xunit;

namespace Platform.Monitor.Tests;

public class AlertWatchTests
{
    private const long Repeat_ms = 900_000;

    private readonly AlertWatch _watch = new(samples: 2, clearShare: 0.9, Repeat_ms);

    [Fact]
    public void One_sample_over_the_bound_raises_nothing() =>
        Assert.Null(_watch.Sample(Margin(0.6), at_ms: 0));

    [Fact]
    public void Two_samples_in_a_row_raise_a_warning_and_a_third_says_nothing_more()
    {
        _watch.Sample(Margin(0.6), 0);
        Alert? raised = _watch.Sample(Margin(0.6), 1_000);
        Assert.NotNull(raised);
        Assert.True(raised.Active);
        Assert.Equal(Severity.Warning, raised.Severity);
        Assert.Null(_watch.Sample(Margin(0.6), 2_000));
    }

    [Fact]
    public void A_sample_below_the_bound_in_between_starts_the_count_anew()
    {
        _watch.Sample(Margin(0.6), 0);
        _watch.Sample(Margin(0.4), 1_000);
        Assert.Null(_watch.Sample(Margin(0.6), 2_000));
    }

    [Fact]
    public void A_warning_that_worsens_is_raised_again_as_critical()
    {
        Raise(0.6);
        Alert? worse = _watch.Sample(Margin(0.85), 2_000);
        Assert.Equal(Severity.Critical, worse?.Severity);
    }

    [Fact]
    public void An_alert_stands_until_the_reading_is_below_the_clear_share_of_the_bound()
    {
        Raise(0.6);
        Assert.Null(_watch.Sample(Margin(0.46), 2_000));
        Alert? cleared = _watch.Sample(Margin(0.44), 3_000);
        Assert.NotNull(cleared);
        Assert.False(cleared.Active);
    }

    [Fact]
    public void A_standing_alert_is_repeated_after_the_configured_time()
    {
        Raise(0.6);
        Assert.Null(_watch.Sample(Margin(0.6), Repeat_ms));
        Assert.True(_watch.Sample(Margin(0.6), Repeat_ms + 1_000)?.Active);
    }

    [Fact]
    public void A_reading_that_is_worse_when_low_breaches_below_its_bound()
    {
        Assert.Equal(Severity.Warning, Available(0.08).Breach());
        Assert.Equal(Severity.Critical, Available(0.04).Breach());
        Assert.Null(Available(0.2).Breach());
    }

    [Fact]
    public void A_reading_without_a_value_breaches_nothing() => Assert.Null(Margin(double.NaN).Breach());

    private void Raise(double value)
    {
        _watch.Sample(Margin(value), 0);
        Assert.NotNull(_watch.Sample(Margin(value), 1_000));
    }

    private static Reading Margin(double value) => new("account1 margin ratio", value, 0.5, 0.8, "{0:P1}");

    private static Reading Available(double value) => new("account1 available", value, 0.10, 0.05, "{0:P1}", WorseWhenLow: true);
}
