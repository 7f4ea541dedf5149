using System.Text.Json;
using Platform.Analytics.Accounts;
using Platform.Analytics.Tests.Portfolio;
using Platform.Domain.Accounts;
using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Xunit;

namespace Platform.Analytics.Tests.Accounts;

public sealed class AccountMetricsTests
{
    [Fact]
    public void Exposure_is_the_vector_PF_3()
    {
        JsonElement expected = QuantVectors.Of("PF-3 exposure");
        Exposure exposure = Exposure.Of([At("BTCUSDT", "0.5", "43000"), At("ETHUSDT", "-5", "2300"), At("DOGEUSDT", "-100000", "0.08")], Money.Of(50_000));
        Assert.Equal(Notional.Parse("21500"), exposure.Long);
        Assert.Equal(Notional.Parse("19500"), exposure.Short);
        Assert.Equal(expected.GetProperty("gross").GetDouble(), exposure.Gross.ToDouble());
        Assert.Equal(expected.GetProperty("net").GetDouble(), exposure.Net.ToDouble());
        Assert.Equal(expected.GetProperty("gross_lev").GetDouble(), exposure.GrossLeverage, 1e-12);
        Assert.Equal(expected.GetProperty("net_lev").GetDouble(), exposure.NetLeverage, 1e-12);
        Assert.Equal(expected.GetProperty("net_ratio_of_gross").GetDouble(), exposure.NetRatio, 1e-12);
    }

    [Fact]
    public void Deviation_is_the_vector_PF_4()
    {
        JsonElement expected = QuantVectors.Of("PF-4 deviation");
        PositionDeviation deviation = PositionDeviation.Of([
            Pair("A", "1", "1.1", "100"), Pair("B", "-2", "-2", "50"), Pair("C", "0", "0.5", "20"), Pair("D", "3", "0", "1")]);
        QuantVectors.Close(QuantVectors.Numbers(expected.GetProperty("pct")), deviation.BySymbol);
        Assert.Equal(expected.GetProperty("avg").GetDouble(), deviation.Average, 1e-12);
        Assert.Equal(expected.GetProperty("max").GetDouble(), deviation.Max);
        Assert.Equal(expected.GetProperty("notional").GetDouble(), deviation.Notional, 1e-12);
    }

    [Fact]
    public void Margin_is_the_vector_PF_5()
    {
        JsonElement expected = QuantVectors.Of("PF-5 margin");
        var account = new AccountSnapshot("main", 0, Money.Of(49_000), Money.Of(1_000), Money.Of(24_500), Money.Zero, Money.Of(1_250), []);
        Assert.Equal(expected.GetProperty("ratio").GetDouble(), MarginUse.Of(account).MarginRatio);
        Assert.Equal(0.5, MarginUse.Of(account).AvailableRatio);
        Assert.Equal(Money.Of(550), MarginUse.Maintenance(Notional.Parse("-60000"), Rate.Parse("0.01"), Money.Of(50)));
    }

    [Fact]
    public void Performance_is_the_vector_PF_1()
    {
        JsonElement expected = QuantVectors.Of("PF-1");
        Performance performance = Performance.Of([100_000, 101_000, 99_000, 102_000, 104_000, 103_000]);
        Near(expected, "mdd", performance.MaxDrawdown);
        Near(expected, "mean", performance.Mean);
        Near(expected, "std", performance.Deviation);
        Near(expected, "sharpe365", performance.Sharpe);
        Near(expected, "sortino365", performance.Sortino);
        Near(expected, "cagr", performance.Cagr);
        Near(expected, "calmar", performance.Calmar);
        Assert.Equal(expected.GetProperty("dd").EnumerateArray().Select(d => d.GetDouble()), performance.Drawdowns, (a, b) => Math.Abs(a - b) < 1e-8);
    }

    [Fact]
    public void Five_days_are_marked_as_too_few_and_the_deepest_fall_has_its_places()
    {
        Performance performance = Performance.Of([100_000, 101_000, 99_000, 102_000, 104_000, 103_000]);
        Assert.False(performance.IsSufficient);
        Assert.True(Performance.Of([.. Enumerable.Range(0, 31).Select(i => 100.0 + i % 3)]).IsSufficient);
        Assert.Equal((1, 2, 3), performance.DeepestFall);
        Assert.Equal((0, 1, -1), Performance.Of([100, 90, 95]).DeepestFall);
        Assert.Equal(0.6, performance.PositiveShare);
    }

    [Fact]
    public void A_deposit_is_not_a_return_as_in_the_vector_PF_2()
    {
        Performance performance = Performance.Of([100_000, 112_000], new Dictionary<int, double> { [1] = 10_000 });
        Assert.Equal(QuantVectors.Of("PF-2 flow").GetProperty("r").GetDouble(), Assert.Single(performance.Returns), 1e-12);
    }

    [Fact]
    public void Turnover_is_the_vector_PF_6() =>
        Assert.Equal(QuantVectors.Of("PF-6 turnover").GetProperty("per_day").GetDouble(), Performance.TurnoverPerDay(360_000, 100_000, 3), 1e-12);

    [Fact]
    public void Ratios_of_too_few_values_are_NaN()
    {
        Performance one = Performance.Of([100]);
        Assert.True(double.IsNaN(one.Sharpe) && double.IsNaN(one.Sortino) && double.IsNaN(one.Calmar) && one.MaxDrawdown == 0);
        Assert.True(double.IsNaN(Exposure.Of([], Money.Zero).GrossLeverage));
    }

    private static void Near(JsonElement expected, string name, double actual)
    {
        double value = expected.GetProperty(name).GetDouble();
        Assert.True(Math.Abs(value - actual) <= Math.Abs(value) * 1e-9, $"{name}: expected {value}, got {actual}");
    }

    private static Position At(string symbol, string quantity, string mark) =>
        new(symbol, PositionSide.Both, Quantity.Parse(quantity), Price.Parse(mark), Price.Parse(mark));

    private static PositionPair Pair(string symbol, string current, string target, string mark) =>
        new(symbol, Quantity.Parse(current), Quantity.Parse(target), Price.Parse(mark));
}
