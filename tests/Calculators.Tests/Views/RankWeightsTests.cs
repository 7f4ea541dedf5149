using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Platform.Calculators.Tests.Views;

public sealed class RankWeightsTests
{
    [Fact]
    public void Ties_are_broken_by_symbol_and_the_odd_symbol_is_short()
    {
        var weights = RankWeights.LongShort(new Dictionary<string, double> { ["C"] = 1, ["A"] = 1, ["B"] = 1 });
        Assert.Equal((1, -0.5, -0.5), (weights["A"], weights["B"], weights["C"]));
    }

    [Fact]
    public void One_symbol_gives_no_portfolio() => Assert.Empty(RankWeights.LongShort(new Dictionary<string, double> { ["A"] = 1, ["B"] = double.NaN }));

    [Fact]
    public void Longs_and_shorts_each_sum_to_one() =>
        Prop.ForAll(Gen.Choose(-100, 100).ArrayOf().ToArbitrary(), values =>
        {
            var weights = RankWeights.LongShort(values.Select((v, i) => KeyValuePair.Create($"S{i}", (double)v)));
            return values.Length < 2
                ? weights.Count == 0
                : Math.Abs(weights.Values.Where(w => w > 0).Sum() - 1) < 1e-9 && Math.Abs(weights.Values.Where(w => w < 0).Sum() + 1) < 1e-9;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Invalid_parameters_are_refused_with_what_was_expected()
    {
        var parameters = new CalculatorParameters(new Dictionary<string, string> { ["window"] = "many", ["extra"] = "1" });
        Assert.Contains("'many'", Assert.Throws<CalculatorParameterException>(() => parameters.Integer("window", 1, 1, 9)).Message, StringComparison.Ordinal);
        Assert.Equal(["extra"], parameters.Unread);
        Assert.Equal(7, CalculatorParameters.None.Integer("window", 7, 1, 9));
    }

    [Fact]
    public void The_contract_version_is_the_major_number_of_the_assembly() =>
        Assert.Equal(CalculatorContract.Version, typeof(ICalculator).Assembly.GetName().Version!.Major);
}
