using Platform.Analytics.Portfolio;
using Xunit;

namespace Platform.Analytics.Tests.Portfolio;

public sealed class SignalCombinerTests
{
    private static readonly Dictionary<string, double> Scores = new() { ["A"] = 3, ["B"] = 1, ["C"] = 1, ["D"] = -2, ["E"] = 10 };

    [Fact]
    public void The_sum_of_two_calculators_is_the_vector_TGT_1()
    {
        CombinedSignal signal = SignalCombiner.Combine([First, Second]);
        QuantVectors.Close(QuantVectors.Numbers(QuantVectors.Of("TGT-1 sum")), signal.Scores);
    }

    [Fact]
    public void The_sum_does_not_depend_on_the_order_of_the_calculators()
    {
        Assert.Equal(SignalCombiner.Combine([First, Second]).Scores, SignalCombiner.Combine([Second, First]).Scores);
    }

    [Fact]
    public void Rank_standardisation_is_the_vector_TGT_4()
    {
        var expected = QuantVectors.Of("TGT-4 rank");
        QuantVectors.Close(QuantVectors.Numbers(expected.GetProperty("ranks")), Standardise.AverageRanks(new(Scores, StringComparer.Ordinal)));
        QuantVectors.Close(QuantVectors.Numbers(expected.GetProperty("weights")), Standardise.Apply(Standardisation.Rank, Scores));
    }

    [Fact]
    public void Z_score_standardisation_is_the_vector_TGT_5()
    {
        var expected = QuantVectors.Of("TGT-5 zscore");
        (double _, double high) = Standardise.WinsorBounds(Scores.Values)!.Value;
        Assert.Equal(expected.GetProperty("winsor_hi").GetDouble(), high, 1e-9);
        QuantVectors.Close(QuantVectors.Numbers(expected.GetProperty("weights")), Standardise.Apply(Standardisation.ZScore, Scores));
    }

    [Fact]
    public void Equal_scores_have_a_z_score_of_zero_and_leave_no_signal()
    {
        var equal = new CalculatorScores("flat", new Dictionary<string, double> { ["A"] = 2, ["B"] = 2 }, 1, Standardisation.ZScore);
        Assert.Empty(SignalCombiner.Combine([equal]).Scores);
    }

    [Fact]
    public void Scores_that_are_not_finite_are_dropped_and_reported()
    {
        var broken = new CalculatorScores("broken", new Dictionary<string, double> { ["A"] = double.NaN, ["B"] = double.PositiveInfinity, ["C"] = 1 });
        CombinedSignal signal = SignalCombiner.Combine([broken]);
        Assert.Equal(["broken/A", "broken/B"], signal.NotFinite);
        Assert.Equal(["C"], signal.Scores.Keys);
    }

    [Fact]
    public void Opposite_scores_that_cancel_are_no_signal()
    {
        CombinedSignal signal = SignalCombiner.Combine([
            new("a", new Dictionary<string, double> { ["X"] = 0.3, ["Y"] = 1 }), new("b", new Dictionary<string, double> { ["X"] = -0.3 })]);
        Assert.Equal(["Y"], signal.Scores.Keys);
        Assert.Equal(-0.3, signal.Parts["b"]["X"]);
    }

    private static CalculatorScores First { get; } =
        new("first", new Dictionary<string, double> { ["AAA"] = .5, ["BBB"] = .5, ["CCC"] = -.5, ["DDD"] = -.5 });

    private static CalculatorScores Second { get; } =
        new("second", new Dictionary<string, double> { ["AAA"] = .5, ["BBB"] = -.3, ["CCC"] = .4, ["EEE"] = -.6 });
}
