using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Platform.Analytics.Accounts;
using Platform.Analytics.Tests.Portfolio;
using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Xunit;

namespace Platform.Analytics.Tests.Accounts;

public sealed class ParentCostTests
{
    [Fact]
    public void A_buy_costs_what_the_vector_TCA_1_says()
    {
        var parent = new ParentFills(Side.Buy, Quantity.Of(1000), Price.Of(40), P("40.04"), Quantity.Of(700), P("40.05") * Quantity.Of(700), Quantity.Of(350), P("40.08"), Money.Of(17));
        ParentCost cost = ParentCost.Of(parent, new MarketInterval(Quantity.Of(50_000), P("40.06") * Quantity.Of(50_000), 40.055));
        Evaluate(QuantVectors.Of("TCA-1 textbook buy"), cost, parent);
        Assert.Equal((Notional.Parse("40"), Notional.Parse("7"), Notional.Parse("12"), Notional.Parse("76")), (cost.Delay, cost.Impact, cost.Opportunity, cost.Shortfall));
        Assert.Equal(0.5, cost.MakerShare);
    }

    [Fact]
    public void A_short_sale_costs_what_the_vector_TCA_2_says()
    {
        var parent = new ParentFills(Side.Sell, Quantity.Of(2), Price.Of(43_250), Price.Of(43_245), Quantity.Of(2), Price.Of(43_240) * Quantity.Of(2), Quantity.Zero, Price.Of(43_240), Money.Parse("34.59"));
        Evaluate(QuantVectors.Of("TCA-2 short sell"), ParentCost.Of(parent, new MarketInterval(Quantity.Of(80), Price.Of(43_242) * Quantity.Of(80), 43_241)), parent);
    }

    [Fact]
    public void The_average_price_and_the_fee_are_the_vector_TCA_3()
    {
        JsonElement vector = QuantVectors.Of("TCA-3 avg px");
        Notional quote = Price.Of(43_251) * Quantity.Parse("0.5") + Price.Of(43_253) * Quantity.Parse("0.3") + Price.Of(43_250) * Quantity.Parse("0.2");
        Assert.Equal(vector.GetProperty("pbar").GetDouble(), quote.DivideBy(Quantity.Of(1)).ToDouble(), 1e-9);
        Assert.Equal(vector.GetProperty("fee_taker_5bps").GetDouble(), Rate.Parse("0.0005").Of(quote).ToDouble(), 1e-9);
    }

    [Fact]
    public void Without_fills_the_ratios_are_not_numbers_and_the_shortfall_is()
    {
        var parent = new ParentFills(Side.Buy, Quantity.Of(1), Price.Of(100), Price.Of(101), Quantity.Zero, Notional.Zero, Quantity.Zero, Price.Of(103), Money.Zero);
        ParentCost cost = ParentCost.Of(parent, null);
        Assert.Equal((Notional.Parse("1"), Notional.Zero, Notional.Parse("2")), (cost.Delay, cost.Impact, cost.Opportunity));
        Assert.Equal(300, cost.ShortfallBps, 1e-9);
        Assert.True(double.IsNaN(cost.ArrivalBps) && double.IsNaN(cost.VwapBps) && double.IsNaN(cost.Participation) && double.IsNaN(cost.MakerShare) && cost.FillRatio == 0);
    }

    [Fact]
    public void The_parts_sum_to_the_shortfall_of_Perold() =>
        Prop.ForAll(Gen.Choose(1, 1_000_000).ArrayOf(6).ToArbitrary(), Gen.Elements(Side.Buy, Side.Sell).ToArbitrary(), (numbers, side) =>
        {
            Quantity ordered = Quantity.FromUnits(numbers[0] * 1_000L), filled = Quantity.FromUnits(Math.Min(numbers[0], numbers[1]) * 1_000L);
            var parent = new ParentFills(
                side, ordered, Price.FromUnits(numbers[2]), Price.FromUnits(numbers[3]), filled, Price.FromUnits(numbers[4]) * filled, Quantity.Zero, Price.FromUnits(numbers[5]), Money.FromUnits(numbers[1]));
            return ParentCost.Of(parent, null).Shortfall == ParentCost.Perold(parent);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_time_weighted_price_holds_each_price_until_the_next_trade()
    {
        (long, Price)[] prints = [(-50, Price.Of(10)), (25, Price.Of(20)), (75, Price.Of(40)), (100, Price.Of(1_000))];
        Assert.Equal((10 * 25 + 20 * 50 + 40 * 25) / 100.0, MarketInterval.TimeWeighted(prints, 0, 100));
        Assert.True(double.IsNaN(MarketInterval.TimeWeighted([], 0, 100)));
        Assert.Equal(20, MarketInterval.TimeWeighted([(50, Price.Of(20))], 0, 100));
    }

    private static void Evaluate(JsonElement expected, ParentCost cost, ParentFills parent)
    {
        Near(expected, "delay", cost.Delay.ToDouble());
        Near(expected, "impact", cost.Impact.ToDouble());
        Near(expected, "opportunity", cost.Opportunity.ToDouble());
        Near(expected, "IS", cost.Shortfall.ToDouble());
        Near(expected, "check", ParentCost.Perold(parent).ToDouble());
        Near(expected, "IS_bps", cost.ShortfallBps);
        Near(expected, "arrival_bps", cost.ArrivalBps);
        Near(expected, "vwap_bps", cost.VwapBps);
        Near(expected, "twap_bps", cost.TwapBps);
        Near(expected, "participation", cost.Participation);
        Near(expected, "fill_ratio", cost.FillRatio);
    }

    private static void Near(JsonElement expected, string name, double actual) => Assert.Equal(expected.GetProperty(name).GetDouble(), actual, 1e-8);

    private static Price P(string text) => Price.Parse(text);
}
