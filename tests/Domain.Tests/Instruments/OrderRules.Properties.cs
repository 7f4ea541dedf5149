using FsCheck;
using FsCheck.Fluent;
using Platform.Domain.Instruments;
using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;
using Xunit;

namespace Platform.Domain.Tests.Instruments;

public sealed class OrderRulesProperties
{
    private sealed record Case(Instrument Instrument, Notional Wanted, Price Price);

    private static readonly Gen<Case> AnyCase =
        from step in Gen.Elements("0.001", "0.003", "0.01", "1", "10", "0.00000001")
        from marketStep in Gen.Elements("0.001", "0.002", "0.05", "1", "100")
        from minimum in Gen.Choose(0, 50)
        from minNotional in Gen.Elements("0", "5", "20", "100")
        from wanted in Gen.Choose(-2_000_000, 2_000_000)
        from price in Gen.Choose(1, 9_000_000)
        select new Case(Of(step, marketStep, minimum, minNotional), Notional.FromUnits((Int128)wanted * 1_000_000_000_000_003), Price.FromUnits(price * 10_007L));

    [Fact]
    public void A_target_quantity_is_never_rounded_up_and_keeps_its_sign() =>
        Prop.ForAll(AnyCase.ToArbitrary(), c =>
        {
            Quantity quantity = c.Instrument.TargetQuantity(c.Wanted, c.Price);
            return quantity.Abs * c.Price <= c.Wanted.Abs && (quantity.IsZero || quantity.Sign == Int128.Sign(c.Wanted.Units));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_target_quantity_that_is_not_zero_passes_the_rules_of_market_and_limit_orders_alike() =>
        Prop.ForAll(AnyCase.ToArbitrary(), c =>
        {
            Quantity quantity = c.Instrument.TargetQuantity(c.Wanted, c.Price).Abs;
            return quantity.IsZero
                || (c.Instrument.CheckQuantity(OrderType.Market, quantity).IsOk && c.Instrument.CheckQuantity(OrderType.Limit, quantity).IsOk
                    && c.Instrument.CheckNotional(c.Price, quantity, reduceOnly: false).IsOk);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_target_is_zero_only_when_the_next_smaller_order_would_break_a_rule() =>
        Prop.ForAll(AnyCase.ToArbitrary(), c =>
        {
            if (!c.Instrument.TargetQuantity(c.Wanted, c.Price).IsZero)
                return true;
            Quantity cut = c.Wanted.Abs.DivideBy(c.Price).TruncateTo(c.Instrument.CoarserLot().Step);
            return cut.IsZero || !c.Instrument.CheckQuantity(OrderType.Market, cut).IsOk || !c.Instrument.CheckQuantity(OrderType.Limit, cut).IsOk
                || !c.Instrument.CheckNotional(c.Price, cut, reduceOnly: false).IsOk;
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("0", -4003)]
    [InlineData("-1", -4003)]
    [InlineData("0.001", -4004)]
    [InlineData("2000000", -4005)]
    [InlineData("0.0105", -4023)]
    public void A_quantity_outside_the_lot_is_denied_with_the_exchanges_code(string quantity, int code)
    {
        Result<Done> verdict = Of("0.001", "0.001", minimum: 10, "5").CheckQuantity(OrderType.Limit, Quantity.Parse(quantity));
        Assert.Equal((FaultKind.Denied, code), (verdict.Fault!.Kind, verdict.Fault.Code));
    }

    [Theory]
    [InlineData("0", -4001)]
    [InlineData("300000", -4002)]
    [InlineData("0.05", -4013)]
    [InlineData("100.05", -4014)]
    public void A_price_outside_the_filter_is_denied_with_the_exchanges_code(string price, int code)
    {
        Instrument instrument = Of("0.001", "0.001", 1, "5") with { Price = new PriceFilter(Price.Parse("0.1"), Price.Of(200_000), Price.Parse("0.1")) };
        Assert.Equal(code, instrument.CheckPrice(Price.Parse(price)).Fault!.Code);
    }

    [Fact]
    public void A_reduce_only_order_may_be_worth_less_than_the_minimum()
    {
        Instrument instrument = Of("0.001", "0.001", 1, "100");
        Assert.Equal(-4164, instrument.CheckNotional(Price.Of(10), Quantity.Of(1), reduceOnly: false).Fault!.Code);
        Assert.True(instrument.CheckNotional(Price.Of(10), Quantity.Of(1), reduceOnly: true).IsOk);
    }

    private static Instrument Of(string step, string marketStep, int minimum, string minNotional) => new()
    {
        Symbol = "XUSDT", BaseAsset = "X", QuoteAsset = "USDT",
        Price = new PriceFilter(Price.Zero, Price.Zero, Price.Zero),
        Lot = new LotSize(Quantity.FromUnits(minimum * Quantity.Parse(step).Units), Quantity.Of(1_000_000), Quantity.Parse(step)),
        MarketLot = new LotSize(Quantity.Parse(marketStep), Quantity.Zero, Quantity.Parse(marketStep)),
        MinNotional = Notional.Parse(minNotional),
    };
}
