using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Venue.Core.Contract;
using Xunit;

namespace Platform.Venue.Tests.Engine;

public sealed class ConditionalOrderEngineTests
{
    [Fact]
    public void A_stop_that_would_trigger_immediately_is_refused()
    {
        using var venue = new TestExchange();
        Assert.Equal(-2021, Stop(venue, Side.Buy, Price.Of(50_000)).Error?.Code);
        Assert.Equal(-2021, Stop(venue, Side.Sell, Price.Of(200_000)).Error?.Code);
    }

    [Fact]
    public void A_triggered_stop_becomes_an_order_with_its_client_id_and_finishes_with_it()
    {
        using var venue = new TestExchange();
        venue.Market(venue.Alice, Side.Buy, "0.010");
        Price near = Price.FromUnits(venue.Touch.Bid.Units - Price.Parse("15").Units);
        AlgoOrderView placed = Stop(venue, Side.Sell, near, "sl-1").Value!;
        Assert.Equal(AlgoStatus.New, placed.Status);
        Assert.Single(venue.Exchange.Accounts.OpenAlgoOrders(venue.Alice, TestExchange.Btc));
        for (int i = 0; i < 5_000 && venue.Position(venue.Alice) is not null; i++)
            venue.Run(seconds: 2);
        AlgoOrderView done = venue.Exchange.Accounts.AlgoOrder(venue.Alice, null, "sl-1")!;
        Assert.Equal(AlgoStatus.Finished, done.Status);
        OrderView order = venue.Exchange.Accounts.Order(venue.Alice, TestExchange.Btc, done.ActualOrderId, null)!;
        Assert.Equal("sl-1", order.ClientOrderId);
        Assert.Equal(OrderType.StopMarket, order.OriginalType);
        Assert.Equal(
            [AlgoStatus.New, AlgoStatus.Triggering, AlgoStatus.Triggered, AlgoStatus.Finished],
            venue.Events.Of<AlgoOrderUpdated>().Select(update => update.Order.Status).Distinct());
        Assert.Equal(-2011, venue.Exchange.Execute(new CancelAlgoOrder(venue.Alice, done.AlgoId, null)).Error?.Code);
    }

    [Fact]
    public void A_close_position_order_takes_no_quantity_and_ends_when_the_position_is_gone()
    {
        using var venue = new TestExchange();
        venue.Market(venue.Alice, Side.Buy, "0.010");
        PlaceAlgoOrder close = new(venue.Alice, TestExchange.Btc, Side.Sell, OrderType.StopMarket) { TriggerPrice = Price.Of(60_000), ClosePosition = true };
        Assert.Equal(-4137, venue.Exchange.Execute(close with { Quantity = Quantity.Of(1) }).Error?.Code);
        AlgoOrderView placed = venue.Exchange.Execute(close).Value!;
        venue.Market(venue.Alice, Side.Sell, "0.010");
        Assert.Equal(AlgoStatus.Expired, venue.Exchange.Accounts.AlgoOrder(venue.Alice, placed.AlgoId, null)!.Status);
    }

    [Fact]
    public void An_order_that_ends_with_the_position_needs_a_position()
    {
        using var venue = new TestExchange();
        PlaceAlgoOrder close = new(venue.Alice, TestExchange.Btc, Side.Sell, OrderType.StopMarket) { TriggerPrice = Price.Of(60_000), ClosePosition = true };
        Assert.Equal(-4509, venue.Exchange.Execute(close).Error?.Code);
        Assert.Equal(-4509, venue.Exchange.Execute(close with { ClosePosition = false, Quantity = Quantity.Parse("0.010"), EndsWithPosition = true }).Error?.Code);
        venue.Market(venue.Alice, Side.Buy, "0.010");
        Assert.True(venue.Exchange.Execute(close).IsOk);
        Assert.Equal(-4509, venue.Exchange.Execute(close with { Account = venue.Bob }).Error?.Code);
    }

    [Fact]
    public void One_stop_and_one_take_profit_close_a_position_and_a_second_of_its_kind_is_refused()
    {
        using var venue = new TestExchange();
        venue.Market(venue.Alice, Side.Buy, "0.010");
        PlaceAlgoOrder stop = new(venue.Alice, TestExchange.Btc, Side.Sell, OrderType.StopMarket) { TriggerPrice = Price.Of(60_000), ClosePosition = true };
        PlaceAlgoOrder profit = stop with { Type = OrderType.TakeProfitMarket, TriggerPrice = Price.Of(200_000) };
        AlgoOrderView first = venue.Exchange.Execute(stop).Value!;
        Assert.Equal(-4130, venue.Exchange.Execute(stop with { TriggerPrice = Price.Of(59_000) }).Error?.Code);
        Assert.True(venue.Exchange.Execute(profit).IsOk);
        Assert.Equal(-4130, venue.Exchange.Execute(profit).Error?.Code);
        Assert.True(venue.Exchange.Execute(stop with { Side = Side.Buy, TriggerPrice = Price.Of(200_000) }).IsOk);
        Assert.True(venue.Exchange.Execute(stop with { ClosePosition = false, Quantity = Quantity.Parse("0.010") }).IsOk);
        Assert.True(venue.Exchange.Execute(new CancelAlgoOrder(venue.Alice, first.AlgoId, null)).IsOk);
        Assert.True(venue.Exchange.Execute(stop).IsOk);
    }

    [Fact]
    public void A_trailing_stop_follows_the_price_and_triggers_at_the_reversal()
    {
        using var venue = new TestExchange();
        venue.Market(venue.Alice, Side.Buy, "0.010");
        AlgoOrderView placed = venue.Exchange.Execute(new PlaceAlgoOrder(venue.Alice, TestExchange.Btc, Side.Sell, OrderType.TrailingStopMarket)
        {
            Quantity = Quantity.Parse("0.010"), CallbackPercent = Rate.Parse("0.1"), ReduceOnly = true,
        }).Value!;
        Assert.True(placed.IsActivated);
        for (int i = 0; i < 5_000 && venue.Position(venue.Alice) is not null; i++)
            venue.Run(seconds: 2);
        Assert.Equal(AlgoStatus.Finished, venue.Exchange.Accounts.AlgoOrder(venue.Alice, placed.AlgoId, null)!.Status);
    }

    [Fact]
    public void Conditional_types_on_the_plain_endpoint_are_sent_to_the_algo_endpoint()
    {
        using var venue = new TestExchange();
        Assert.Equal(-4120, venue.Exchange.Execute(new PlaceOrder(venue.Alice, TestExchange.Btc, Side.Buy, OrderType.StopMarket)).Error?.Code);
    }

    private static Reply<AlgoOrderView> Stop(TestExchange venue, Side side, Price trigger, string? id = null) =>
        venue.Exchange.Execute(new PlaceAlgoOrder(venue.Alice, TestExchange.Btc, side, OrderType.StopMarket)
        {
            Quantity = Quantity.Parse("0.010"), TriggerPrice = trigger.FloorTo(Price.Parse("0.1")), ClientAlgoId = id,
        });
}
