using Platform.Analytics.Portfolio;
using Platform.Domain.Instruments;
using Platform.Domain.Orders;
using Platform.Exchanges.Binance.Accounts;
using Platform.Exchanges.Binance.Market;
using Platform.Executor.Ledger;
using Platform.Executor.Planning;
using Platform.Hosting.Configuration.Trading;
using Platform.Primitives.Numbers;
using Xunit;

namespace Platform.Executor.Tests.Risk;

/// <summary>Every key of the limits of orders by its effect: an account of 10,000 with 0.1 BTC at 50,000 buys 5,000 of ETH at a mark of 2,500.</summary>
public sealed class RiskGateTests
{
    private const long Now_ms = 1_746_403_200_000;

    public static TheoryData<string, RiskOptions> Keys => new()
    {
        { "order_notional_max", new() { OrderNotionalMax = 4_999 } },
        { "position_notional_max", new() { PositionNotionalMax = 4_999 } },
        { "gross_leverage_max", new() { GrossLeverageMax = 0.99 } },
        { "net_leverage_max", new() { NetLeverageMax = 0.99 } },
        { "run_turnover_max", new() { RunTurnoverMax = 0.49 } },
        { "day_turnover_max", new() { DayTurnoverMax = 0.99 } },
        { "volume_share_max", new() { VolumeShareMax = 0.0049 } },
        { "price_deviation_max", new() { PriceDeviationMax = 0.019 } },
        { "quote_deviation_max", new() { QuoteDeviationMax = 0.009 } },
        { "quote_age_max_ms", new() { QuoteAgeMax_ms = 999 } },
    };

    [Theory, MemberData(nameof(Keys))]
    public void An_order_that_would_exceed_a_limit_is_denied_with_the_key_of_the_limit(string key, RiskOptions limits) =>
        Assert.Contains($"(risk.{key})", Gate(limits).Evaluate(Buy("ETHUSDT"), Price.Parse("2451")), StringComparison.Ordinal);

    [Theory, MemberData(nameof(Keys))]
    public void A_limit_never_stops_a_reduction(string key, RiskOptions limits)
    {
        DeltaOrder close = Buy("BTCUSDT") with { Side = Side.Sell, Purpose = DeltaPurpose.Reduce, ReduceOnly = true };
        Assert.True(Gate(limits).Evaluate(close, Price.Zero).Length == 0, key);
    }

    [Fact]
    public void Within_the_defaults_an_order_is_allowed_and_counts_towards_the_next()
    {
        RiskGate gate = Gate(new RiskOptions { RunTurnoverMax = 0.9 });
        Assert.Equal("", gate.Evaluate(Buy("ETHUSDT"), Price.Parse("2451")));
        Assert.Contains("turnover of the run would be 1, above the limit of 0.9 (risk.run_turnover_max)", gate.Evaluate(Buy("ETHUSDT"), Price.Zero), StringComparison.Ordinal);
    }

    [Fact]
    public void An_order_without_margin_for_it_is_denied_unless_a_reduction_before_it_frees_some()
    {
        Assert.Contains("initial margin of 250", Gate(new RiskOptions(), available: 249).Evaluate(Buy("ETHUSDT"), Price.Zero), StringComparison.Ordinal);
        RiskGate gate = Gate(new RiskOptions(), available: 249);
        gate.Evaluate(Buy("BTCUSDT") with { Side = Side.Sell, Purpose = DeltaPurpose.Reduce, ReduceOnly = true }, Price.Zero);
        Assert.Equal("", gate.Evaluate(Buy("ETHUSDT"), Price.Zero));
    }

    [Theory]
    [InlineData("gross_leverage_max", 0.99, 0)]
    [InlineData("net_leverage_max", 0, 0.99)]
    public void A_reduction_frees_leverage_for_the_orders_after_it(string key, double gross, double net)
    {
        RiskGate gate = Gate(new RiskOptions { GrossLeverageMax = gross > 0 ? gross : 3, NetLeverageMax = net > 0 ? net : 3 });
        Assert.Contains($"(risk.{key})", gate.Evaluate(Buy("ETHUSDT"), Price.Zero), StringComparison.Ordinal);
        gate.Evaluate(Buy("BTCUSDT") with { Side = Side.Sell, Purpose = DeltaPurpose.Reduce, ReduceOnly = true }, Price.Zero);
        Assert.Equal("", gate.Evaluate(Buy("ETHUSDT"), Price.Zero));
        Assert.Contains($"(risk.{key})", gate.Evaluate(Buy("SOLUSDT"), Price.Zero), StringComparison.Ordinal);
    }

    [Fact]
    public void An_order_through_zero_needs_margin_only_for_what_it_opens_beyond_the_margin_it_frees()
    {
        DeltaOrder flip = Buy("BTCUSDT") with { Side = Side.Sell, Quantity = Quantity.Parse("0.3"), Price = Price.Of(50_000) };
        Assert.Equal("", Gate(new RiskOptions(), available: 250).Evaluate(flip, Price.Zero));
        Assert.Contains("initial margin of 250", Gate(new RiskOptions(), available: 249).Evaluate(flip, Price.Zero), StringComparison.Ordinal);
    }

    [Fact]
    public void A_changed_limit_replaces_the_configured_one()
    {
        var ledger = new OrderLedger();
        ledger.Apply(new LimitChanged(1, "order_notional_max", 100, "operator", ""), 1);
        Assert.Contains("above the limit of 100 (risk.order_notional_max)", Gate(new RiskOptions(), ledger: ledger).Evaluate(Buy("ETHUSDT"), Price.Zero), StringComparison.Ordinal);
        ledger.Apply(new LimitChanged(2, "order_notional_max", null, "operator", ""), 2);
        Assert.Equal("", Gate(new RiskOptions(), ledger: ledger).Evaluate(Buy("ETHUSDT"), Price.Zero));
    }

    private static RiskGate Gate(RiskOptions limits, double available = 10_000, OrderLedger? ledger = null)
    {
        Money equity = Money.Of(10_000);
        var totals = new AccountTotals(equity, Money.Zero, equity, Money.FromUnits((long)(available * 1e8)), Money.Zero, Money.Zero, []);
        PositionRisk held = new("BTCUSDT", PositionSide.Both, Quantity.Parse("0.1"), Price.Of(50_000), Price.Of(50_000), Money.Zero, Price.Zero, 1);
        var quote = new BestQuote("ETHUSDT", new DepthLevel(Price.Parse("2474"), Quantity.Of(9)), new DepthLevel(Price.Parse("2476"), Quantity.Of(9)), Now_ms - 1_000);
        var bitcoin = new BestQuote("BTCUSDT", new DepthLevel(Price.Of(49_990), Quantity.Of(9)), new DepthLevel(Price.Of(50_010), Quantity.Of(9)), Now_ms);
        var snapshot = new PlanningSnapshot(
            Now_ms, totals, [held], new Dictionary<string, Price> { ["BTCUSDT"] = Price.Of(50_000), ["ETHUSDT"] = Price.Of(2_500) },
            new Dictionary<string, BestQuote> { ["ETHUSDT"] = quote, ["BTCUSDT"] = bitcoin }, new Dictionary<string, Instrument>())
        { DayVolumes = new Dictionary<string, Notional> { ["ETHUSDT"] = Price.Of(1_000) * Quantity.Of(1_000) } };
        return new RiskGate(new PlanRules(new DeltaRules(), 1, false, limits), snapshot, ledger ?? Traded());
    }

    /// <summary>A ledger that has filled 5,000 today.</summary>
    private static OrderLedger Traded()
    {
        var ledger = new OrderLedger();
        LedgerRecord[] facts =
        [
            new RunOpened(1, "r", "l", RunKind.Trade),
            new ParentPlanned(2, "r", "p", "BTCUSDT", Side.Buy, PositionSide.Both, Quantity.Parse("0.1"), false, Price.Of(50_000), Quantity.Parse("0.1"), ""),
            new OrderIntended(3, "p-0-0", "p", OrderType.Market, Quantity.Parse("0.1"), Price.Zero),
            new FillBooked(Now_ms, "p-0-0", 1, Quantity.Parse("0.1"), Price.Of(50_000), Money.Zero, "USDT", Money.Zero, false),
        ];
        foreach (LedgerRecord fact in facts)
            Assert.True(ledger.Apply(fact, (ulong)fact.At_ms).IsOk);
        return ledger;
    }

    private static DeltaOrder Buy(string symbol) =>
        new(symbol, Side.Buy, PositionSide.Both, Quantity.Of(2), false, DeltaPurpose.Increase, Price.Of(2_500));
}
