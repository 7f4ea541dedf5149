using System.Text.Json;
using Platform.Analytics.Portfolio;
using Platform.Domain.Instruments;
using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Xunit;

namespace Platform.Analytics.Tests.Portfolio;

public sealed class DeltaOrdersTests
{
    private static readonly Instrument Btc = InstrumentBuilder.Of("BTCUSDT", "0.001");
    private static readonly Price Mark = Price.Of(50_000);
    private static readonly Money Equity = Money.Of(100_000);
    private static readonly DeltaRules Rules = new();

    [Theory]
    [InlineData("0.5->0.8", "0.5", "0.8", FlipMode.TwoStep)]
    [InlineData("0.5->0.2", "0.5", "0.2", FlipMode.TwoStep)]
    [InlineData("0.5->0", "0.5", "0", FlipMode.TwoStep)]
    [InlineData("0.5->-0.3 two_step", "0.5", "-0.3", FlipMode.TwoStep)]
    [InlineData("0.5->-0.3 single", "0.5", "-0.3", FlipMode.Single)]
    [InlineData("-0.5->-0.7", "-0.5", "-0.7", FlipMode.TwoStep)]
    [InlineData("0->-0.3", "0", "-0.3", FlipMode.TwoStep)]
    public void One_way_orders_are_the_vector_TGT_7(string tag, string position, string target, FlipMode flip)
    {
        DeltaPlan plan = DeltaOrders.OneWay(Btc, Mark, Quantity.Parse(position), Quantity.Parse(target), Equity, new DeltaRules(flip));
        JsonElement[] expected = [.. QuantVectors.Of("TGT-7 deltas").GetProperty(tag).EnumerateArray()];
        Assert.Equal(expected.Length, plan.Orders.Count);
        foreach ((JsonElement row, DeltaOrder order) in expected.Zip(plan.Orders))
        {
            Assert.Equal(row[0].GetString(), order.Side.ToString().ToUpperInvariant());
            Assert.Equal(row[1].GetDouble(), order.Quantity.ToDouble());
            Assert.Equal(row[2].GetBoolean(), order.ReduceOnly);
            Assert.Equal(PositionSide.Both, order.PositionSide);
        }
    }

    [Theory]
    [InlineData("L0.5 S0 -> -0.3", "0.5", "0", "-0.3")]
    [InlineData("L0.5 S0.2 -> 0.4", "0.5", "0.2", "0.4")]
    [InlineData("L0 S0.3 -> 0", "0", "0.3", "0")]
    public void Hedge_orders_are_the_vector_TGT_8_and_never_reduce_only(string tag, string held, string shorted, string target)
    {
        DeltaPlan plan = DeltaOrders.Hedge(Btc, Mark, Quantity.Parse(held), Quantity.Parse(shorted), Quantity.Parse(target), Equity, Rules);
        JsonElement[] expected = [.. QuantVectors.Of("TGT-8 hedge").GetProperty(tag).EnumerateArray()];
        Assert.Equal(expected.Length, plan.Orders.Count);
        foreach ((JsonElement row, DeltaOrder order) in expected.Zip(plan.Orders))
        {
            Assert.Equal(row[0].GetString(), order.Side.ToString().ToUpperInvariant());
            Assert.Equal(row[1].GetString(), order.PositionSide.ToString().ToUpperInvariant());
            Assert.Equal(row[2].GetDouble(), order.Quantity.ToDouble());
            Assert.Equal(row[3].GetString() == "close" ? DeltaPurpose.Reduce : DeltaPurpose.Increase, order.Purpose);
            Assert.False(order.ReduceOnly);
        }
    }

    [Fact]
    public void The_opening_leg_of_a_flip_waits_for_its_closing_leg()
    {
        DeltaPlan plan = DeltaOrders.OneWay(Btc, Mark, Quantity.Parse("0.5"), Quantity.Parse("-0.3"), Equity, Rules);
        Assert.Equal([false, true], plan.Orders.Select(order => order.AfterReduction));
    }

    [Fact]
    public void A_change_inside_the_band_gives_no_order()
    {
        // 0.0005 of 1 000 000 is 500 USDT; 0.009 at 50 000 is 450.
        DeltaPlan plan = DeltaOrders.OneWay(Btc, Mark, Quantity.Parse("0.5"), Quantity.Parse("0.509"), Money.Of(1_000_000), Rules);
        Assert.Equal((0, DeltaSkip.InsideBand), (plan.Orders.Count, plan.Skip));
    }

    [Fact]
    public void A_full_close_is_ordered_however_little_it_is_worth()
    {
        Instrument doge = InstrumentBuilder.Of("DOGEUSDT", "1");
        DeltaPlan plan = DeltaOrders.OneWay(doge, Price.Parse("0.08"), Quantity.Of(12), Quantity.Zero, Equity, Rules);
        DeltaOrder order = Assert.Single(plan.Orders);
        Assert.True(order is { ReduceOnly: true, Side: Side.Sell } && order.Quantity == Quantity.Of(12));
    }

    [Fact]
    public void A_flip_whose_opening_leg_is_too_small_only_closes_and_says_so()
    {
        Instrument doge = InstrumentBuilder.Of("DOGEUSDT", "1");
        DeltaPlan plan = DeltaOrders.OneWay(doge, Price.Parse("0.08"), Quantity.Of(5000), Quantity.Of(-40), Equity, Rules);
        DeltaOrder order = Assert.Single(plan.Orders);
        Assert.True(order.ReduceOnly);
        Assert.Equal(DeltaSkip.BelowMinimum, plan.Skip);
    }

    [Fact]
    public void Dust_below_the_lot_is_not_ordered()
    {
        DeltaPlan plan = DeltaOrders.OneWay(Btc, Mark, Quantity.Parse("0.0004"), Quantity.Zero, Equity, Rules);
        Assert.Equal((0, DeltaSkip.BelowMinimum), (plan.Orders.Count, plan.Skip));
    }

    [Fact]
    public void Reductions_go_first_then_increases_by_descending_notional()
    {
        Instrument eth = InstrumentBuilder.Of("ETHUSDT", "0.01"), doge = InstrumentBuilder.Of("DOGEUSDT", "1");
        DeltaOrder[] all =
        [
            .. DeltaOrders.OneWay(doge, Price.Parse("0.1"), Quantity.Zero, Quantity.Of(10_000), Equity, Rules).Orders,
            .. DeltaOrders.OneWay(eth, Price.Of(2000), Quantity.Zero, Quantity.Of(-3), Equity, Rules).Orders,
            .. DeltaOrders.OneWay(Btc, Mark, Quantity.Parse("0.5"), Quantity.Parse("0.4"), Equity, Rules).Orders,
        ];
        Assert.Equal(["BTCUSDT", "ETHUSDT", "DOGEUSDT"], DeltaOrders.Sequence(all).Select(order => order.Symbol));
    }
}
