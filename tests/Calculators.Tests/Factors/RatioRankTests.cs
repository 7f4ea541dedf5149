using System.Text.Json;
using Platform.Domain.Labels;
using Platform.Factors;
using Platform.TestKit.Files;
using Xunit;

namespace Platform.Calculators.Tests.Factors;

public sealed class RatioRankTests
{
    private static readonly Label AsOf = Label.Parse("2025-12-22-004").Value;

    [Fact]
    public void The_mean_of_ratios_and_its_ranks_are_the_vector_TS_3()
    {
        JsonElement vector = Vector();
        var calculator = (RatioRankCalculator)Create("mean_buy_dolvol4_over_dolvol_rank", ("min_valid", "1"));
        AlphaView view = View(calculator.Needs);
        Same(vector.GetProperty("scores"), calculator.Scores(view));
        Same(vector.GetProperty("weights"), calculator.Run(view));
    }

    [Fact]
    public void The_ratio_of_sums_is_the_vector_TS_3()
    {
        var calculator = (RatioRankCalculator)Create("sum_buy_dolvol4_over_dolvol_rank_3", ("min_valid", "1"));
        Same(Vector().GetProperty("ratio_of_sums"), calculator.Scores(View(calculator.Needs)));
    }

    [Theory]
    [InlineData("last_buy_dolvol4_over_dolvol_rank_3", 0.1)]
    [InlineData("std_buy_dolvol4_over_dolvol_rank_3", 0.07637626158259733)]
    [InlineData("ema_buy_dolvol4_over_dolvol_rank_3", 0.1625)]
    public void The_other_aggregates_follow_their_formula(string name, double expected)
    {
        // Ratios of the symbol: 0.25, 0.2 and 0.1; α of three bars is a half.
        var calculator = (RatioRankCalculator)Create(name, ("min_valid", "1"));
        AlphaView view = new AlphaViewBuilder(AsOf)
            .Column("XXXUSDT", BarField.BuyDolvol4, 25, 20, 10).Column("XXXUSDT", BarField.Dolvol, 100, 100, 100).Build(calculator.Needs);
        Assert.Equal(expected, calculator.Scores(view)["XXXUSDT"], 1e-12);
    }

    [Fact]
    public void A_symbol_with_too_few_bars_has_no_score_and_is_not_ranked()
    {
        var calculator = (RatioRankCalculator)Create("mean_buy_dolvol4_over_dolvol_rank", ("min_valid", "3"));
        AlphaView view = View(calculator.Needs);
        Assert.True(double.IsNaN(calculator.Scores(view)["AAA"]));
        Assert.DoesNotContain("AAA", calculator.Run(view).Keys);
    }

    [Fact]
    public void Bars_without_trade_sizes_are_skipped()
    {
        var calculator = (RatioRankCalculator)Create("mean_buy_dolvol4_over_dolvol_rank_2", ("min_valid", "1"));
        AlphaView view = new AlphaViewBuilder(AsOf)
            .Column("XXXUSDT", BarField.BuyDolvol4, double.NaN, 10).Column("XXXUSDT", BarField.Dolvol, 100, 100).Build(calculator.Needs);
        Assert.Equal(0.1, calculator.Scores(view)["XXXUSDT"]);
    }

    [Fact]
    public void Every_pair_of_columns_is_a_factor_and_other_names_are_not_of_the_family()
    {
        Assert.Equal(BarField.SellDolvol, RatioFormula.Parse("sum_selldolvol_over_quote_volume_rank_500")!.Numerator);
        Assert.Equal(500, RatioFormula.Parse("sum_selldolvol_over_quote_volume_rank_500")!.Window);
        Assert.Null(RatioFormula.Parse("close_reversal_rank"));
        Assert.Contains("'buy_dolvol5'", Assert.Throws<CalculatorParameterException>(() => RatioFormula.Parse("mean_buy_dolvol5_over_dolvol_rank")).Message, StringComparison.Ordinal);
    }

    private static ICalculator Create(string name, params (string Key, string Value)[] parameters) =>
        new RatioRankFamily().Create(name, new CalculatorParameters(parameters.ToDictionary(p => p.Key, p => p.Value)))!;

    private static JsonElement Vector()
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(RecordedData.Spec("quant-vectors.json")));
        return document.RootElement.GetProperty("TS-3 factor").Clone();
    }

    private static AlphaView View(CalculatorNeeds needs)
    {
        var builder = new AlphaViewBuilder(AsOf);
        Add("AAA", [30, 0, 50], [100, 0, 100]);
        Add("BBB", [10, 20, 30], [100, 100, 100]);
        Add("CCC", [0, 0, 0], [100, 100, 100]);
        Add("DDD", [5, 5, 5], [100, 50, 25]);
        Add("EEE", [0, 0, 0], [0, 0, 0]);
        return builder.Build(needs);

        void Add(string symbol, double[] large, double[] all) =>
            builder.Column(symbol, BarField.BuyDolvol4, large).Column(symbol, BarField.Dolvol, all);
    }

    private static void Same(JsonElement expected, IReadOnlyDictionary<string, double> actual)
    {
        foreach (JsonProperty row in expected.EnumerateObject())
        {
            if (row.Value.ValueKind == JsonValueKind.Null)
                Assert.True(double.IsNaN(actual[row.Name]), row.Name);
            else
                Assert.Equal(row.Value.GetDouble(), actual[row.Name], 1e-12);
        }

        Assert.Equal(expected.EnumerateObject().Count(), actual.Count);
    }
}
