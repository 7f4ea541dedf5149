using Platform.Analytics.VolumeSpread;
using Platform.Analytics.VolumeSpread.Features;
using Platform.Domain.Labels;
using Platform.Factors;
using Xunit;

namespace Platform.Calculators.Tests.Factors;

/// <summary>vsa_signal and cvd_z: the same numbers as the analysis they stand on, and none of them from the future.</summary>
public sealed class FlowFactorsTests
{
    private const int Bars = 300;
    private static readonly Label AsOf = Label.Parse("2025-12-22-012").Value;
    private static readonly BarField[] Fields = [BarField.Open, BarField.High, BarField.Low, BarField.Close, BarField.Volume];

    [Theory]
    [InlineData(7)]
    [InlineData(8)]
    public void The_score_is_that_of_the_analysis_over_the_same_bars(int seed)
    {
        double[][] columns = Walk(seed, Bars);
        var calculator = new VsaSignal(Parameters(("timeframe", "1h"), ("output", "score")));
        var series = new TimeframeSeries(BarInterval.H1, VolumeSpreadPreset.Standard);
        BarAnalysis newest = default;
        long last_ms = AsOf.End_ms - BarInterval.H1.Length_ms;
        for (int i = 0; i < Bars; i++)
        {
            Assert.True(PriceVolumeBar.TryFromDoubles(last_ms - (Bars - 1 - i) * BarInterval.H1.Length_ms, columns[0][i], columns[1][i], columns[2][i], columns[3][i], columns[4][i], out PriceVolumeBar bar));
            newest = series.Add(bar);
        }

        Assert.Equal(newest.Score, calculator.Run(View(calculator, columns, BarInterval.H1))["X"]);
    }

    [Fact]
    public void They_run_only_when_they_are_named()
    {
        var family = new FlowFactors();
        Assert.Empty(family.DefaultNames);
        Assert.Equal("vsa_signal", family.Create("vsa_signal", Parameters())!.Name);
        Assert.Equal("cvd_z", family.Create("cvd_z", Parameters())!.Name);
        Assert.Null(family.Create("mean_x_over_y_rank", Parameters()));
        Assert.Contains("timeframe is '7m'", Assert.Throws<CalculatorParameterException>(() => family.Create("vsa_signal", Parameters(("timeframe", "7m")))).Message);
    }

    [Fact]
    public void A_signal_has_its_bias_for_a_sign_and_a_quiet_bar_scores_zero()
    {
        var calculator = new VsaSignal(Parameters(("timeframe", "1h")));
        double[] scores = [.. Enumerable.Range(0, 60).Select(seed => calculator.Run(View(calculator, Walk(seed, Bars), BarInterval.H1))["X"])];
        Assert.Contains(scores, score => score > 0);
        Assert.Contains(scores, score => score < 0);
        Assert.Contains(0, scores);
        Assert.All(scores, score => Assert.InRange(score, -1, 1));
    }

    [Fact]
    public void Young_symbols_and_missing_newest_bars_have_no_score()
    {
        var calculator = new VsaSignal(Parameters());
        double[][] missing = Walk(1, Bars);
        missing[3][^1] = double.NaN;
        Assert.Empty(calculator.Run(View(calculator, Walk(1, 60), BarInterval.H1)));
        Assert.Empty(calculator.Run(View(calculator, missing, BarInterval.H1)));
        Assert.Single(calculator.Run(View(calculator, Walk(1, 61), BarInterval.H1)));
    }

    [Fact]
    public void Cvd_z_is_the_distance_of_the_newest_sum_from_its_previous_ones()
    {
        double[] bought = [.. Enumerable.Range(0, 61).Select(i => i == 60 ? 50.0 : i % 2 == 0 ? 11 : 9)], sold = [.. Enumerable.Repeat(10.0, 61)], close = [.. Enumerable.Repeat(100.0, 61)];
        var calculator = new CvdZ(Parameters());
        AlphaView view = new AlphaViewBuilder(AsOf).Column("X", BarField.Close, close).Column("X", BarField.BuyVolume, bought).Column("X", BarField.SellVolume, sold).Build(calculator.Needs);
        // Sums alternate between 1 and 0 sixty times, then rise to 40: mean 0.5, population deviation 0.5.
        Assert.Equal((40 - 0.5) / 0.5, calculator.Run(view)["X"], 1e-9);
        AlphaView young = new AlphaViewBuilder(AsOf).Column("X", BarField.Close, close[1..]).Column("X", BarField.BuyVolume, bought[1..]).Column("X", BarField.SellVolume, sold[1..]).Build(calculator.Needs);
        Assert.Empty(calculator.Run(young));
    }

    [Fact]
    public void No_score_depends_on_anything_after_the_label()
    {
        double[][] columns = Walk(3, Bars + 40);
        for (int end = 100; end <= Bars; end += 20)
        {
            double[][] known = [.. columns.Select(column => column[..end])];
            double[][] changed = [.. columns.Select(column => column[..end].Concat(column[end..].Select(value => value * 7)).ToArray())];
            var calculator = new VsaSignal(Parameters(("lookback", "100")));
            Assert.Equal(
                calculator.Run(View(calculator, known, BarInterval.H1)),
                calculator.Run(View(calculator, [.. changed.Select(column => column[..end])], BarInterval.H1)));
        }
    }

    private static AlphaView View(ICalculator calculator, double[][] columns, BarInterval interval)
    {
        var builder = new AlphaViewBuilder(AsOf);
        for (int i = 0; i < Fields.Length; i++)
            builder.Column("X", interval, Fields[i], columns[i]);
        return builder.Build(calculator.Needs);
    }

    /// <summary>Open, high, low, close and volume of a random walk in steps of a hundredth.</summary>
    private static double[][] Walk(int seed, int count)
    {
        var random = new Random(seed);
        double[][] columns = [.. Fields.Select(_ => new double[count])];
        long close = 10_000;
        for (int i = 0; i < count; i++)
        {
            long open = close;
            close += random.Next(-40, 41);
            columns[0][i] = open / 100.0;
            columns[1][i] = (Math.Max(open, close) + random.Next(30)) / 100.0;
            columns[2][i] = (Math.Min(open, close) - random.Next(30)) / 100.0;
            columns[3][i] = close / 100.0;
            columns[4][i] = 1 + random.Next(1_000) * (random.Next(8) == 0 ? 4 : 1);
        }

        return columns;
    }

    private static CalculatorParameters Parameters(params (string Key, string Value)[] pairs) => new(pairs.ToDictionary(p => p.Key, p => p.Value));
}
