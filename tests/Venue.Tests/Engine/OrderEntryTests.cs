using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Venue.Core.Contract;
using Xunit;

namespace Platform.Venue.Tests.Engine;

public sealed class OrderEntryTests
{
    [Fact]
    public void A_market_order_fills_at_the_best_price_and_pays_the_taker_fee()
    {
        using var venue = new TestExchange();
        Price ask = venue.Touch.Ask;
        Reply<OrderView> reply = venue.Market(venue.Alice, Side.Buy, "0.002");
        Assert.True(reply.IsOk, reply.Error?.Message);
        Assert.Equal(OrderStatus.Filled, reply.Value.Status);
        Assert.Equal(ask, reply.Value.AveragePrice);
        AccountView account = venue.Exchange.Accounts.Account(venue.Alice);
        Assert.Equal(Money.Of(100_000) - Rate.Parse("0.0005").Of(ask * Quantity.Parse("0.002")), account.WalletBalance);
        Assert.Equal(ask, venue.Position(venue.Alice)!.EntryPrice);
    }

    [Fact]
    public void The_events_of_a_fill_come_in_the_observed_order()
    {
        using var venue = new TestExchange();
        venue.Market(venue.Alice, Side.Buy, "0.002");
        Assert.Equal(
            [typeof(OrderUpdated), typeof(TradeLite), typeof(AccountUpdated), typeof(OrderUpdated)],
            venue.Events.Private.Select(happened => happened.GetType()));
        OrderUpdated fill = venue.Events.Of<OrderUpdated>().Last();
        Assert.Equal(venue.Events.Of<TradeLite>().Single().TradeId, fill.TradeId);
        Assert.Equal(fill.TradeId, venue.Events.Trades.Last().Id);
    }

    [Fact]
    public void A_resting_order_shows_in_the_book_and_fills_as_maker_for_another_client()
    {
        using var venue = new TestExchange();
        Price inside = venue.Near(Side.Buy, 1);
        if (inside >= venue.Touch.Ask)
            inside = venue.Touch.Bid;
        OrderView resting = venue.Limit(venue.Alice, Side.Buy, "0.004", inside).Value!;
        Assert.Equal(OrderStatus.New, resting.Status);
        BookView book = venue.Exchange.Market.Book(TestExchange.Btc, 5)!;
        Assert.Contains(book.Bids, level => level.Price == inside && level.Quantity >= Quantity.Parse("0.004"));
        venue.Limit(venue.Bob, Side.Sell, "0.004", inside, TimeInForce.Ioc);
        UserTradeView[] fills = [.. venue.Exchange.Accounts.Trades(venue.Alice, TestExchange.Btc, 10)];
        Assert.All(fills, fill => Assert.True(fill.IsMaker));
    }

    [Theory]
    [InlineData("0.0001", -1111)]
    [InlineData("0", -4003)]
    [InlineData("100000", -4005)]
    [InlineData("0.001", -4164)]
    public void A_quantity_that_breaks_a_filter_is_refused_with_its_code(string quantity, int code)
    {
        using var venue = new TestExchange();
        Price price = Price.Of(99_000);
        Assert.Equal(code == -4164 ? -4164 : code, venue.Limit(venue.Alice, Side.Buy, quantity, price).Error?.Code);
    }

    [Fact]
    public void Post_only_and_fill_or_kill_are_refused_when_their_condition_is_not_met()
    {
        using var venue = new TestExchange();
        Assert.Equal(-5022, venue.Limit(venue.Alice, Side.Buy, "0.002", venue.Touch.Ask, TimeInForce.Gtx).Error?.Code);
        Assert.Equal(-5021, venue.Limit(venue.Alice, Side.Buy, "0.002", venue.Near(Side.Buy, -50), TimeInForce.Fok).Error?.Code);
        Assert.Empty(venue.Exchange.Accounts.AllOrders(venue.Alice, TestExchange.Btc, 10));
    }

    [Fact]
    public void A_reduce_only_order_without_a_position_is_refused_and_with_one_is_reduced()
    {
        using var venue = new TestExchange();
        Assert.Equal(-2022, venue.Market(venue.Alice, Side.Sell, "0.002", reduceOnly: true).Error?.Code);
        venue.Market(venue.Alice, Side.Buy, "0.002");
        OrderView closed = venue.Market(venue.Alice, Side.Sell, "0.500", reduceOnly: true).Value!;
        Assert.Equal(Quantity.Parse("0.002"), closed.Executed);
        Assert.Null(venue.Position(venue.Alice));
    }

    [Fact]
    public void Closing_the_position_ends_the_reduce_only_orders_that_rested_for_it()
    {
        using var venue = new TestExchange();
        venue.Market(venue.Alice, Side.Buy, "0.002");
        OrderView resting = venue.Limit(venue.Alice, Side.Sell, "0.002", venue.Near(Side.Sell, -900), reduceOnly: true).Value!;
        Assert.Equal(-4118, venue.Limit(venue.Alice, Side.Sell, "0.002", venue.Near(Side.Sell, -900), reduceOnly: true).Error?.Code);
        venue.Market(venue.Alice, Side.Sell, "0.002");
        OrderUpdated ended = venue.Events.Of<OrderUpdated>().Last(update => update.Order.OrderId == resting.OrderId);
        Assert.Equal(ExpiryReason.ReduceOnlyKnockedOut, ended.ExpiryReason);
        Assert.Equal(OrderStatus.Expired, ended.Order.Status);
    }

    [Fact]
    public void A_client_id_is_unique_among_open_orders_only()
    {
        using var venue = new TestExchange();
        PlaceOrder order = new(venue.Alice, TestExchange.Btc, Side.Buy, OrderType.Limit)
        {
            Quantity = Quantity.Parse("0.002"), Price = venue.Near(Side.Buy, -500), TimeInForce = TimeInForce.Gtc, ClientOrderId = "twice",
        };
        Assert.True(venue.Exchange.Execute(order).IsOk);
        Assert.Equal(-4116, venue.Exchange.Execute(order).Error?.Code);
        Assert.True(venue.Exchange.Execute(new CancelOrder(venue.Alice, TestExchange.Btc) { ClientOrderId = "twice" }).IsOk);
        Assert.True(venue.Exchange.Execute(order).IsOk);
    }

    [Fact]
    public void Self_trade_prevention_expires_the_side_that_the_taker_names()
    {
        using var venue = new TestExchange();
        Price ask = venue.Touch.Ask;
        Price inside = ask - Price.Parse("0.1") > venue.Touch.Bid ? ask - Price.Parse("0.1") : ask;
        OrderView maker = venue.Limit(venue.Alice, Side.Sell, "0.002", inside, TimeInForce.Gtc).Value!;
        venue.Exchange.Execute(new PlaceOrder(venue.Alice, TestExchange.Btc, Side.Buy, OrderType.Limit)
        {
            Quantity = Quantity.Parse("9"), Price = inside, TimeInForce = TimeInForce.Ioc, SelfTradePrevention = SelfTradePrevention.ExpireMaker,
        });
        OrderView after = venue.Exchange.Accounts.Order(venue.Alice, TestExchange.Btc, maker.OrderId, null)!;
        Assert.Equal(OrderStatus.ExpiredInMatch, after.Status);
    }

    [Fact]
    public void A_countdown_cancels_resting_orders_at_its_end()
    {
        using var venue = new TestExchange();
        OrderView order = venue.Limit(venue.Alice, Side.Buy, "0.002", venue.Near(Side.Buy, -900)).Value!;
        venue.Exchange.Execute(new SetCountdown(venue.Alice, TestExchange.Btc, 5_000));
        venue.Run(seconds: 4);
        Assert.Single(venue.Exchange.Accounts.OpenOrders(venue.Alice, null));
        venue.Run(seconds: 2);
        Assert.Equal(OrderStatus.Canceled, venue.Exchange.Accounts.Order(venue.Alice, TestExchange.Btc, order.OrderId, null)!.Status);
    }

    [Fact]
    public void Every_change_of_the_book_continues_the_one_before()
    {
        using var venue = new TestExchange();
        venue.Run(seconds: 30);
        foreach (string symbol in venue.Exchange.Market.Symbols)
        {
            var changes = venue.Events.Books.Where(change => change.Symbol == symbol).ToArray();
            Assert.True(changes.Length > 10);
            for (int i = 1; i < changes.Length; i++)
            {
                Assert.Equal(changes[i - 1].Last, changes[i].Previous);
                Assert.Equal(changes[i].Previous + 1, changes[i].First);
            }
        }
    }
}
