using Platform.Analytics.VolumeSpread;
using Platform.Analytics.VolumeSpread.Evaluation;
using Platform.Analytics.VolumeSpread.Features;
using Platform.Analytics.VolumeSpread.Signals;
using Platform.Domain.Labels;
using Xunit;

namespace Platform.Analytics.Tests.VolumeSpread;

public sealed class SignalStudyTests
{
    [Fact]
    public void A_clustered_interval_is_that_of_the_clusters_sums()
    {
        var mean = new ClusteredMean();
        foreach ((long day, double value) in new (long, double)[] { (1, 1), (1, 1), (2, 3), (2, 3), (3, -1), (3, -1) })
            mean.Add(day, value);
        Assert.Equal(1, mean.Mean, 1e-12);
        // Sums around the mean are 0, 4 and −4: sqrt(32 · 3/2) / 6.
        Assert.Equal(Math.Sqrt(48) / 6, mean.StandardError, 1e-12);
        Assert.True(double.IsNaN(new ClusteredMean().HalfWidth));
    }

    [Theory]
    [InlineData(4, 2.776)]
    [InlineData(10, 2.228)]
    [InlineData(30, 2.042)]
    [InlineData(120, 1.980)]
    public void Critical_values_and_probabilities_are_those_of_the_t_table(int degrees, double expected)
    {
        Assert.Equal(expected, ClusteredMean.CriticalValue(degrees), 0.012);
        Assert.Equal(0.05, ClusteredMean.TwoSided(expected, degrees), 0.0002);
    }

    [Fact]
    public void The_threshold_of_false_discovery_keeps_the_largest_step_that_holds()
    {
        Assert.Equal(0.04, FalseDiscovery.Threshold([0.9, 0.04, 0.001, 0.09, 0.03], 0.1), 1e-12);
        Assert.Equal(0, FalseDiscovery.Threshold([0.9, 0.5], 0.1));
        Assert.False(FalseDiscovery.Stands(0, 0));
    }

    [Fact]
    public void Returns_are_measured_against_all_bars_of_the_same_series()
    {
        PriceVolumeBar[] bars = SeededBars.Make(5, 400, 3_600_000);
        var series = new TimeframeSeries(BarInterval.H1, VolumeSpreadPreset.Standard);
        BarAnalysis[] history = [.. bars.Select(bar => series.Add(bar))];
        var study = new SignalStudy(VolumeSpreadPreset.Standard);
        study.Add(BarInterval.H1, history);
        const int horizon = 3;
        double[] all = [.. Enumerable.Range(60, 400 - 60 - horizon).Select(t => history[t + horizon].Features.Close / history[t].Features.Close - 1)];
        int[] springs = [.. Enumerable.Range(60, all.Length).Where(t => history[t].Signals.Has(SignalKind.Spring))];
        StudyResult result = study.Results.Single(row => row.Key == new StudyKey(BarInterval.H1, SignalKind.Spring, TrendRegime.Any, horizon)).Result;
        Assert.Equal(springs.Length, result.Raw.Count);
        Assert.Equal(springs.Average(t => all[t - 60] - all.Average()), result.Directed.Mean, 1e-12);
        Assert.Equal((double)springs.Count(t => all[t - 60] > 0) / springs.Length, result.HitRate, 1e-12);
        Assert.Equal((double)all.Count(change => change > 0) / all.Length, result.HitRateExpected, 1e-12);
        Assert.Equal(result.Raw.Count, new[] { TrendRegime.Up, TrendRegime.Flat, TrendRegime.Down }.Sum(regime =>
            study.Results.Where(row => row.Key == new StudyKey(BarInterval.H1, SignalKind.Spring, regime, horizon)).Sum(row => row.Result.Raw.Count)));
    }
}
