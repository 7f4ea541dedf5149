using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Venue.Core.Contract;
using Xunit;

namespace Platform.Venue.Tests.Engine;

public sealed class AmendmentEntryTests
{
    [Fact]
    public void A_modification_moves_the_order_and_is_kept_in_the_history_newest_first()
    {
        using var venue = new TestExchange();
        OrderView order = venue.Limit(venue.Alice, Side.Buy, "0.004", venue.Near(Side.Buy, -300)).Value!;
        OrderView changed = Modify(venue, order, "0.006", order.Price - Price.Of(1)).Value!;
        Assert.Equal(Quantity.Parse("0.006"), changed.Quantity);
        Assert.Equal(SelfTradePrevention.None, changed.SelfTradePrevention);
        Modify(venue, order, "0.008", order.Price);
        AmendmentView newest = venue.Exchange.Accounts.Amendments(venue.Alice, TestExchange.Btc, order.OrderId, null, 10)[0];
        Assert.Equal(2, newest.Count);
        Assert.Equal(Quantity.Parse("0.006"), newest.QuantityBefore);
        AccountView account = venue.Exchange.Accounts.Account(venue.Alice);
        Assert.Equal((order.Price * Quantity.Parse("0.008")).Truncate(), Assert.Single(account.Positions).BidNotional);
    }

    [Fact]
    public void The_same_values_a_false_reduce_only_and_an_unknown_order_are_refused()
    {
        using var venue = new TestExchange();
        OrderView order = venue.Limit(venue.Alice, Side.Buy, "0.004", venue.Near(Side.Buy, -300)).Value!;
        Assert.Equal(-5027, Modify(venue, order, "0.004", order.Price).Error?.Code);
        Assert.Equal(-5029, Modify(venue, order, "0.001", order.Price - Price.Of(9_000)).Error?.Code);
        ModifyOrder reduce = new(venue.Alice, TestExchange.Btc, Side.Buy) { OrderId = order.OrderId, Quantity = Quantity.Parse("0.005"), Price = order.Price, ReduceOnly = true };
        Assert.Equal(-5047, venue.Exchange.Execute(reduce).Error?.Code);
        Assert.Equal(-2013, venue.Exchange.Execute(reduce with { OrderId = 1 }).Error?.Code);
        Assert.Equal(Quantity.Parse("0.004"), venue.Exchange.Accounts.Order(venue.Alice, TestExchange.Btc, order.OrderId, null)!.Quantity);
    }

    [Fact]
    public void A_post_only_order_that_would_cross_after_the_change_is_cancelled()
    {
        using var venue = new TestExchange();
        OrderView order = venue.Limit(venue.Alice, Side.Buy, "0.004", venue.Near(Side.Buy, -300), TimeInForce.Gtx).Value!;
        Assert.Equal(OrderStatus.Canceled, Modify(venue, order, "0.004", venue.Touch.Ask).Value!.Status);
    }

    [Fact]
    public void A_modified_order_queues_behind_the_orders_at_its_price()
    {
        using var venue = new TestExchange();
        Price price = venue.Near(Side.Buy, -777);
        OrderView first = venue.Limit(venue.Alice, Side.Buy, "0.004", price).Value!;
        OrderView second = venue.Limit(venue.Bob, Side.Buy, "0.004", price).Value!;
        Modify(venue, first, "0.005", price);
        BookLevel level = venue.Exchange.Market.Book(TestExchange.Btc, 1000)!.Bids.Single(row => row.Price == price);
        Assert.True(level.Quantity >= Quantity.Parse("0.009"));
        Assert.Equal(OrderStatus.New, venue.Exchange.Accounts.Order(venue.Bob, TestExchange.Btc, second.OrderId, null)!.Status);
    }

    private static Reply<OrderView> Modify(TestExchange venue, OrderView order, string quantity, Price price) =>
        venue.Exchange.Execute(new ModifyOrder(venue.Alice, TestExchange.Btc, Side.Buy) { OrderId = order.OrderId, Quantity = Quantity.Parse(quantity), Price = price });
}
