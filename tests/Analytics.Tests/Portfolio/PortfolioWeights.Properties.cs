using FsCheck;
using FsCheck.Fluent;
using Platform.Analytics.Portfolio;
using Xunit;

namespace Platform.Analytics.Tests.Portfolio;

public sealed class PortfolioWeightsProperties
{
    private const double Tolerance = 1e-9;

    private static readonly Gen<SortedDictionary<string, double>> AnyScores =
        Gen.Choose(-1000, 1000).ArrayOf().Select(values => new SortedDictionary<string, double>(
            values.Select((value, i) => (Symbol: $"S{i:D3}", Score: value / 100.0)).Where(pair => pair.Score != 0)
                .ToDictionary(pair => pair.Symbol, pair => pair.Score), StringComparer.Ordinal));

    [Fact]
    public void Weights_never_exceed_the_gross_nor_the_cap_and_keep_their_sign() =>
        Prop.ForAll(AnyScores.ToArbitrary(), Gen.Choose(1, 100).Select(c => c / 100.0).ToArbitrary(), (scores, cap) =>
        {
            PortfolioWeightSet built = PortfolioWeights.Build(scores, new PortfolioRules(Cap: cap));
            double gross = built.Weights.Values.Sum(Math.Abs);
            return gross <= 1 + Tolerance
                && built.Weights.All(pair => Math.Abs(pair.Value) <= cap + Tolerance && Math.Sign(pair.Value) == Math.Sign(scores[pair.Key]))
                && (built.CapInfeasible || scores.Count == 0 || gross >= 1 - Tolerance);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_cap_keeps_the_total_of_each_feasible_side() =>
        Prop.ForAll(AnyScores.ToArbitrary(), scores =>
        {
            (SortedDictionary<string, double> capped, bool infeasible) = PortfolioWeights.ApplyCap(scores, cap: 2.5);
            return infeasible || (Math.Abs(Side(capped, 1) - Side(scores, 1)) < 1e-7 && Math.Abs(Side(capped, -1) - Side(scores, -1)) < 1e-7);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_cap_never_reorders_names_of_one_side() =>
        Prop.ForAll(AnyScores.ToArbitrary(), scores =>
        {
            (SortedDictionary<string, double> capped, bool _) = PortfolioWeights.ApplyCap(scores, cap: 2.5);
            double[] byScore = [.. scores.Where(p => p.Value > 0).OrderBy(p => p.Value).Select(p => capped[p.Key])];
            return byScore.Zip(byScore.Skip(1)).All(pair => pair.First <= pair.Second + Tolerance);
        }).QuickCheckThrowOnFailure();

    private static double Side(SortedDictionary<string, double> weights, int sign) => weights.Values.Where(w => Math.Sign(w) == sign).Sum();
}
