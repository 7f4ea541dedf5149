using Platform.Analytics.Portfolio;
using Platform.Primitives.Numbers;
using Platform.Strategy.Targets;
using Xunit;

namespace Platform.Strategy.Tests.Targets;

public sealed class TargetBuilderTests
{
    [Fact]
    public void A_side_at_its_cap_is_a_note_and_not_degraded()
    {
        TargetSet set = Build(new PortfolioRules(Cap: 0.2), [], ("A", 1), ("B", -1));
        Assert.Empty(set.Degraded);
        Assert.Contains("cap of 0.2", Assert.Single(set.Notes), StringComparison.Ordinal);
        Assert.Equal(0.4, set.Gross, 1e-12);
    }

    [Fact]
    public void A_symbol_without_a_score_is_closed_and_one_that_left_is_closed_too()
    {
        TargetSet set = Build(new PortfolioRules(Cap: 1), new() { ["GONE"] = 0.3, ["C"] = 0.2 }, ("A", 1), ("B", -1));
        Assert.Equal([("A", 0.5), ("B", -0.5), ("C", 0), ("GONE", 0)], set.Targets.Select(target => (target.Symbol, target.Weight)));
    }

    [Fact]
    public void Smoothing_moves_the_last_weights_partially_to_the_new_ones()
    {
        TargetSet set = Build(new PortfolioRules(Cap: 1, Smoothing: 0.5), new() { ["A"] = 0.1, ["C"] = 0.9 }, ("A", 1), ("B", -1));
        Assert.Equal([("A", 0.3), ("B", -0.25), ("C", 0.45)], set.Targets.Select(target => (target.Symbol, Math.Round(target.Weight, 12))));
    }

    [Fact]
    public void Scores_that_cancel_out_hold_every_position()
    {
        TargetSet set = Build(new PortfolioRules(), new() { ["A"] = 0.5 }, ("A", 0));
        Assert.Empty(set.Targets);
        Assert.NotEmpty(set.Hold);
    }

    /// <summary>The universe is A, B and C, all priced at 100.</summary>
    private static TargetSet Build(PortfolioRules rules, Dictionary<string, double> previous, params (string Symbol, double Score)[] scores)
    {
        string[] universe = ["A", "B", "C"];
        var inputs = new TargetInputs(
            "2025-12-22-004", "2025-12-22-004-r0", [new CalculatorScores("one", scores.ToDictionary(s => s.Symbol, s => s.Score))],
            universe, universe.ToDictionary(symbol => symbol, _ => Price.Of(100)), previous, []);
        return TargetBuilder.Build(inputs, rules);
    }
}
