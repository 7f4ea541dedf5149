using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Venue.Core.Contract;
using Xunit;

namespace Platform.Venue.Tests.Engine;

/// <summary>Retail price improvement (RPI): orders that only retail takers match (spec/binance-usdm.md §0, §2, §4.1).</summary>
public sealed class RpiTests
{
    private static readonly Quantity Half = Quantity.Parse("0.5");

    [Fact]
    public void An_rpi_order_is_in_the_rpi_book_and_in_no_other()
    {
        using var venue = new TestExchange();
        Price price = venue.Near(Side.Buy, -3);
        BookView before = venue.Exchange.Market.Book(TestExchange.Btc, 1000)!;
        Assert.Equal(OrderStatus.New, venue.Limit(venue.Alice, Side.Buy, "0.5", price, TimeInForce.Rpi).Value!.Status);
        BookView open = venue.Exchange.Market.Book(TestExchange.Btc, 1000)!, rpi = venue.Exchange.Market.RpiBook(TestExchange.Btc, 1000)!;
        Assert.Equal(before.Bids, open.Bids);
        Assert.Equal(Total(open, price) + Half, Total(rpi, price));
        Assert.True(open.LastUpdateId > before.LastUpdateId);
        Assert.Equal(open.LastUpdateId, rpi.LastUpdateId);
        Assert.Equal(open.Asks, rpi.Asks);
    }

    [Fact]
    public void Takers_of_clients_do_not_match_an_rpi_order()
    {
        using var venue = new TestExchange();
        Price touch = venue.Touch.Bid;
        long id = venue.Limit(venue.Alice, Side.Buy, "0.5", touch, TimeInForce.Rpi).Value!.OrderId;
        venue.Limit(venue.Bob, Side.Sell, (Total(venue.Exchange.Market.Book(TestExchange.Btc, 1)!, touch) + Half).ToString(), touch, TimeInForce.Ioc);
        Assert.Equal(Quantity.Zero, venue.Exchange.Accounts.Order(venue.Alice, TestExchange.Btc, id, null)!.Executed);
        Assert.True(venue.Touch.Bid < touch, "the open orders of the level are gone");
    }

    [Fact]
    public void Retail_takers_fill_it_after_the_public_orders_at_its_price_and_it_pays_an_additional_fee()
    {
        using var venue = new TestExchange();
        Price inside = venue.Touch.Bid;
        long id = venue.Limit(venue.Alice, Side.Buy, "0.5", inside, TimeInForce.Rpi).Value!.OrderId;
        for (int i = 0; i < 600 && venue.Exchange.Accounts.Order(venue.Alice, TestExchange.Btc, id, null)!.IsOpen; i++)
            venue.Run(seconds: 1);
        venue.Run(seconds: 1);
        UserTradeView fill = venue.Exchange.Accounts.Trades(venue.Alice, TestExchange.Btc, 10)[0];
        Assert.True(fill.IsMaker);
        Assert.Equal(Rate.Parse("0.00025").Of(fill.Price * fill.Quantity), fill.Commission);
        TradeView print = venue.Events.Trades.Single(trade => trade.Symbol == TestExchange.Btc && trade.Id == fill.TradeId);
        Assert.True(print.IsRpi);
        AggTradePublished whole = venue.Events.AggTrades.Single(row => row.Symbol == TestExchange.Btc && row.Trade.FirstTradeId <= print.Id && row.Trade.LastTradeId >= print.Id);
        Quantity rpi = Sum(venue.Events.Trades.Where(trade => trade.Symbol == TestExchange.Btc && trade.IsRpi && trade.Id >= whole.Trade.FirstTradeId && trade.Id <= whole.Trade.LastTradeId));
        Assert.Equal(whole.Trade.Quantity - rpi, whole.QuantityWithoutRpi);
        Assert.Equal(whole, venue.Exchange.Market.AggTrades(TestExchange.Btc, 1, whole.Trade.Id).Single());
    }

    [Fact]
    public void It_may_cross_rpi_orders_which_hides_both_but_no_open_order()
    {
        using var venue = new TestExchange();
        (Price bid, Price ask) = (venue.Touch.Bid, venue.Touch.Ask);
        Assert.Equal(-5022, venue.Limit(venue.Alice, Side.Buy, "0.5", ask, TimeInForce.Rpi).Error?.Code);

        // Bob fills the best asks, so that two RPI orders can cross inside the spread.
        venue.Limit(venue.Bob, Side.Buy, Total(venue.Exchange.Market.Book(TestExchange.Btc, 1)!, ask).ToString(), ask, TimeInForce.Ioc);
        Assert.Equal(OrderStatus.New, venue.Limit(venue.Alice, Side.Sell, "0.5", ask, TimeInForce.Rpi).Value!.Status);
        BookView shown = venue.Exchange.Market.RpiBook(TestExchange.Btc, 1000)!;
        Assert.Equal((ask, Half), (shown.Asks[0].Price, shown.Asks[0].Quantity));
        Assert.Equal(OrderStatus.New, venue.Limit(venue.Bob, Side.Buy, "0.5", ask, TimeInForce.Rpi).Value!.Status);
        BookView crossed = venue.Exchange.Market.RpiBook(TestExchange.Btc, 1000)!;
        Assert.True(crossed.Asks[0].Price > ask);
        Assert.Equal(bid, crossed.Bids[0].Price);
    }

    [Fact]
    public void It_cannot_be_modified_nor_be_conditional_and_only_some_contracts_take_it()
    {
        using var venue = new TestExchange(options => options with { Symbols = 120 });
        OrderView order = venue.Limit(venue.Alice, Side.Buy, "0.5", venue.Near(Side.Buy, -3), TimeInForce.Rpi).Value!;
        Assert.Equal(-1020, venue.Exchange.Execute(new ModifyOrder(venue.Alice, TestExchange.Btc, Side.Buy) { OrderId = order.OrderId, Quantity = Half, Price = venue.Near(Side.Buy, -4) }).Error?.Code);
        Assert.Equal(OrderStatus.Canceled, venue.Exchange.Execute(new CancelOrder(venue.Alice, TestExchange.Btc) { OrderId = order.OrderId }).Value!.Status);
        Assert.Equal(venue.Exchange.Market.Book(TestExchange.Btc, 1000)!.Bids, venue.Exchange.Market.RpiBook(TestExchange.Btc, 1000)!.Bids);
        Assert.Equal(-1115, venue.Exchange.Execute(new PlaceAlgoOrder(venue.Alice, TestExchange.Btc, Side.Buy, OrderType.Stop)
        {
            TimeInForce = TimeInForce.Rpi, Quantity = Half, Price = venue.Touch.Ask, TriggerPrice = venue.Near(Side.Sell, -50),
        }).Error?.Code);
        ListingView small = venue.Exchange.Market.Listings().First(listing => !listing.TakesRpi);
        Assert.Equal(-4188, venue.Exchange.Execute(new PlaceOrder(venue.Alice, small.Symbol, Side.Buy, OrderType.Limit)
        {
            Quantity = small.Instrument.Lot.Min, Price = venue.Exchange.Market.BookTicker(small.Symbol)!.Value.Bid, TimeInForce = TimeInForce.Rpi,
        }).Error?.Code);
    }

    private static Quantity Total(BookView book, Price price) => book.Bids.Concat(book.Asks).FirstOrDefault(level => level.Price == price).Quantity;

    private static Quantity Sum(IEnumerable<TradeView> trades)
    {
        Quantity sum = Quantity.Zero;
        foreach (TradeView trade in trades)
            sum += trade.Quantity;
        return sum;
    }
}
