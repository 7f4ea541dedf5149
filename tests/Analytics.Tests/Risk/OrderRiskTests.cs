using Platform.Analytics.Risk;
using Xunit;

namespace Platform.Analytics.Tests.Risk;

public sealed class OrderRiskTests
{
    /// <summary>Sells 1,000 on top of a short of 2,000 in an account of 10,000 that holds 5,000 gross and 1,000 net.</summary>
    private static readonly OrderExposure s_order = new("BTCUSDT", -1, 1_000, -2_000, 5_000, 1_000, 10_000, 3_000, 9_000, 0.001, 500, 50, 100, 101, 100.5, 400);

    public static TheoryData<string, OrderLimits, OrderLimits> Rules => new()
    {
        { "order_notional_max", new(OrderNotionalMax: 1_000), new(OrderNotionalMax: 999) },
        { "position_notional_max", new(PositionNotionalMax: 3_000), new(PositionNotionalMax: 2_999) },
        { "gross_leverage_max", new(GrossLeverageMax: 0.6), new(GrossLeverageMax: 0.59) },
        { "net_leverage_max", new(NetLeverageMax: 0), new(NetLeverageMax: -0.01) },
        { "run_turnover_max", new(RunTurnoverMax: 0.4), new(RunTurnoverMax: 0.39) },
        { "day_turnover_max", new(DayTurnoverMax: 1), new(DayTurnoverMax: 0.99) },
        { "volume_share_max", new(VolumeShareMax: 0.001), new(VolumeShareMax: 0.0009) },
        { "price_deviation_max", new(PriceDeviationMax: 0.01), new(PriceDeviationMax: 0.009) },
        { "quote_deviation_max", new(QuoteDeviationMax: 0.005), new(QuoteDeviationMax: 0.004) },
        { "quote_age_max_ms", new(QuoteAgeMax_ms: 400), new(QuoteAgeMax_ms: 399) },
    };

    [Theory, MemberData(nameof(Rules))]
    public void A_limit_lets_what_it_names_pass_and_denies_what_is_above(string rule, OrderLimits within, OrderLimits below)
    {
        Assert.Null(OrderRisk.Check(s_order, within));
        RiskBreach breach = OrderRisk.Check(s_order, below)!;
        Assert.Equal((rule, RiskAction.Deny), (breach.Rule, breach.Action));
        Assert.Contains($"risk.{rule}", breach.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_order_needs_its_margin() =>
        Assert.Equal("the order needs an initial margin of 501, but only 500 is available", OrderRisk.Check(s_order with { InitialMargin = 501 }, new OrderLimits())!.Message);

    [Fact]
    public void What_is_not_known_fails_the_rule_that_asks_for_it_and_no_other()
    {
        Assert.Null(OrderRisk.Check(s_order with { QuoteMiddle = 0, QuoteAge_ms = double.NaN }, new OrderLimits()));
        Assert.Equal("quote_deviation_max", OrderRisk.Check(s_order with { QuoteMiddle = 0 }, new OrderLimits(QuoteDeviationMax: 0.1))!.Rule);
        Assert.Equal("gross_leverage_max", OrderRisk.Check(s_order with { Equity = 0 }, new OrderLimits(GrossLeverageMax: 3))!.Rule);
        Assert.Equal("order_notional_max", OrderRisk.Check(s_order with { Notional = double.NaN }, new OrderLimits(OrderNotionalMax: 3))!.Rule);
    }
}
