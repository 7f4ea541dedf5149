using Platform.Analytics.Portfolio;
using Xunit;

namespace Platform.Analytics.Tests.Portfolio;

public sealed class PortfolioWeightsTests
{
    [Fact]
    public void Scaling_to_the_gross_is_the_vector_TGT_2() =>
        QuantVectors.Close(
            QuantVectors.Numbers(QuantVectors.Of("TGT-2 L1")),
            PortfolioWeights.Scale(QuantVectors.Numbers(QuantVectors.Of("TGT-1 sum")), gross: 1));

    [Theory]
    [InlineData("TGT-3 cap 0.20", 0.20, false)]
    [InlineData("TGT-3b cap 0.15 infeasible long", 0.15, true)]
    public void The_cap_distributes_the_excess_over_the_same_side_as_in_TGT_3(string tag, double cap, bool infeasible)
    {
        (SortedDictionary<string, double> weights, bool flagged) = PortfolioWeights.ApplyCap(QuantVectors.Numbers(QuantVectors.Of("TGT-3 before cap")), cap);
        QuantVectors.Close(QuantVectors.Numbers(QuantVectors.Of(tag)), weights);
        Assert.Equal(infeasible, flagged);
    }

    [Fact]
    public void Dollar_neutrality_is_the_vector_TGT_9() =>
        QuantVectors.Close(
            QuantVectors.Numbers(QuantVectors.Of("TGT-9 dollar neutral")),
            PortfolioWeights.DollarNeutral(Scores(("A", .5), ("B", .1), ("C", -.3)), gross: 1));

    [Fact]
    public void Dollar_neutrality_with_one_side_only_gives_no_weights_and_says_why()
    {
        PortfolioWeightSet weights = PortfolioWeights.Build(Scores(("A", .5), ("B", .1)), new PortfolioRules(Neutralisation.Dollar));
        Assert.Empty(weights.Weights);
        Assert.Contains("both sides", weights.Empty, StringComparison.Ordinal);
    }

    [Fact]
    public void Smoothing_blends_with_the_previous_weights_and_includes_symbols_that_left()
    {
        var rules = new PortfolioRules(Cap: 1, Smoothing: 0.25);
        PortfolioWeightSet weights = PortfolioWeights.Build(Scores(("A", 1)), rules, new Dictionary<string, double> { ["B"] = -1 });
        QuantVectors.Close(Scores(("A", .25), ("B", -.75)), weights.Weights);
    }

    private static SortedDictionary<string, double> Scores(params (string Symbol, double Score)[] scores) =>
        new(scores.ToDictionary(s => s.Symbol, s => s.Score), StringComparer.Ordinal);
}
