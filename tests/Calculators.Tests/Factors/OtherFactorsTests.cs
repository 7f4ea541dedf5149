using Platform.Domain.Labels;
using Platform.Factors;
using Platform.Template;
using Xunit;

namespace Platform.Calculators.Tests.Factors;

public sealed class OtherFactorsTests
{
    private static readonly Label AsOf = Label.Parse("2025-12-22-004").Value;

    [Theory]
    [InlineData("reversal", -1.0)]
    [InlineData("momentum", 1.0)]
    public void The_riser_is_sold_by_reversal_and_bought_by_momentum(string direction, double riser)
    {
        var calculator = new CloseReversalRank(Parameters(("window", "2"), ("direction", direction)));
        AlphaView view = new AlphaViewBuilder(AsOf)
            .Column("UPUSDT", BarField.Close, 100, 90, 110).Column("DOWNUSDT", BarField.Close, 100, 120, 95)
            .Column("YOUNGUSDT", BarField.Close, 100, 101).Build(calculator.Needs);
        IReadOnlyDictionary<string, double> scores = calculator.Run(view);
        Assert.Equal(riser, scores["UPUSDT"]);
        Assert.Equal(-riser, scores["DOWNUSDT"]);
        Assert.False(scores.ContainsKey("YOUNGUSDT"));
    }

    [Fact]
    public void A_missing_last_bar_leaves_a_symbol_without_a_score()
    {
        var calculator = new CloseReversalRank(Parameters(("window", "1")));
        AlphaView view = new AlphaViewBuilder(AsOf)
            .Column("A", BarField.Close, 1, 2).Column("B", BarField.Close, 1, 3).Column("GONE", BarField.Close, 1, double.NaN).Build(calculator.Needs);
        Assert.Equal(["A", "B"], calculator.Run(view).Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Taker_imbalance_buys_what_takers_bought_and_skips_empty_bars()
    {
        var calculator = new TakerImbalanceRank(Parameters(("window", "3"), ("min_valid", "2")));
        AlphaView view = new AlphaViewBuilder(AsOf)
            .Column("BOUGHT", BarField.BuyDolvol, 30, 0, 30).Column("BOUGHT", BarField.SellDolvol, 10, 0, 10)
            .Column("SOLD", BarField.BuyDolvol, 10, 10, 10).Column("SOLD", BarField.SellDolvol, 30, 30, 30)
            .Column("QUIET", BarField.BuyDolvol, 0, 0, 30).Column("QUIET", BarField.SellDolvol, 0, 0, 0).Build(calculator.Needs);
        IReadOnlyDictionary<string, double> scores = calculator.Run(view);
        Assert.Equal(1, scores["BOUGHT"]);
        Assert.Equal(-1, scores["SOLD"]);
        Assert.Equal(2, scores.Count);
    }

    [Fact]
    public void The_template_ranks_by_the_last_return()
    {
        var calculator = new TemplateCalculator(CalculatorParameters.None);
        AlphaView view = new AlphaViewBuilder(AsOf).Column("A", BarField.Close, 1, 2).Column("B", BarField.Close, 2, 1).Build(calculator.Needs);
        Assert.Equal(1, calculator.Run(view)["A"]);
    }

    private static CalculatorParameters Parameters(params (string Key, string Value)[] pairs) => new(pairs.ToDictionary(p => p.Key, p => p.Value));
}
