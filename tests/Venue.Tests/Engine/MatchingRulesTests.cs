using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Venue.Core.Contract;
using Xunit;

namespace Platform.Venue.Tests.Engine;

/// <summary>The matching rules between clients, at prices inside the market maker's spread (spec/binance-usdm.md §4.1 to §4.3).</summary>
public sealed class MatchingRulesTests
{
    private static readonly AccountId Carol = new(2);

    [Fact]
    public void A_reduced_order_also_moves_to_the_end_of_its_queue()
    {
        using TestExchange venue = Open();
        Price inside = Inside(venue);
        OrderView first = venue.Limit(venue.Alice, Side.Buy, "0.005", inside).Value!, second = venue.Limit(venue.Bob, Side.Buy, "0.004", inside).Value!;
        Assert.True(venue.Exchange.Execute(new ModifyOrder(venue.Alice, TestExchange.Btc, Side.Buy) { OrderId = first.OrderId, Quantity = Quantity.Parse("0.004"), Price = inside }).IsOk);
        Assert.Equal(OrderStatus.Filled, venue.Limit(Carol, Side.Sell, "0.004", inside, TimeInForce.Ioc).Value!.Status);
        Assert.Equal(OrderStatus.New, Find(venue, venue.Alice, first).Status);
        Assert.Equal(OrderStatus.Filled, Find(venue, venue.Bob, second).Status);
    }

    [Fact]
    public void A_better_price_comes_before_an_earlier_order_and_the_taker_pays_the_makers_price()
    {
        using TestExchange venue = Open();
        Price inside = Inside(venue), better = inside + Price.Parse("0.1");
        venue.Limit(venue.Alice, Side.Buy, "0.004", inside);
        venue.Limit(venue.Bob, Side.Buy, "0.004", better);
        OrderView taker = venue.Limit(Carol, Side.Sell, "0.006", inside, TimeInForce.Ioc).Value!;
        UserTradeView[] fills = [.. venue.Exchange.Accounts.Trades(Carol, TestExchange.Btc, 10)];
        Assert.Equal([(better, Quantity.Parse("0.004")), (inside, Quantity.Parse("0.002"))], fills.Select(fill => (fill.Price, fill.Quantity)));
        Assert.Equal(better * Quantity.Parse("0.004") + inside * Quantity.Parse("0.002"), taker.ExecutedQuote);
    }

    [Theory]
    [InlineData("ExpireTaker", "Ioc", "ExpiredInMatch", "IocSelfTrade", "New")]
    [InlineData("ExpireTaker", "Gtc", "ExpiredInMatch", "SelfTrade", "New")]
    [InlineData("ExpireMaker", "Gtc", "New", "None", "ExpiredInMatch")]
    [InlineData("ExpireMaker", "Ioc", "Expired", "IocRemainder", "ExpiredInMatch")]
    [InlineData("ExpireBoth", "Gtd", "ExpiredInMatch", "SelfTrade", "ExpiredInMatch")]
    [InlineData("None", "Gtc", "Filled", "None", "Filled")]
    [InlineData("ExpireBoth", "Fok", "Filled", "None", "Filled")]
    public void Self_trades_are_prevented_by_the_takers_mode_except_for_fok(string mode, string terms, string takerStatus, string takerReason, string makerStatus)
    {
        using TestExchange venue = Open();
        Price inside = Inside(venue);
        OrderView maker = venue.Limit(venue.Alice, Side.Sell, "0.004", inside).Value!;
        OrderView taker = venue.Exchange.Execute(new PlaceOrder(venue.Alice, TestExchange.Btc, Side.Buy, OrderType.Limit)
        {
            Quantity = Quantity.Parse("0.004"), Price = inside, TimeInForce = Enum.Parse<TimeInForce>(terms), SelfTradePrevention = Enum.Parse<SelfTradePrevention>(mode),
            GoodTillDate_ms = terms == "Gtd" ? venue.Exchange.Clock.Now_ms + 700_000 : 0,
        }).Value!;
        Assert.Equal((takerStatus, makerStatus), (taker.Status.ToString(), Find(venue, venue.Alice, maker).Status.ToString()));
        OrderUpdated last = venue.Events.Of<OrderUpdated>().Last(update => update.Order.OrderId == taker.OrderId);
        Assert.Equal(takerReason, last.ExpiryReason.ToString());
        OrderUpdated ofMaker = venue.Events.Of<OrderUpdated>().Last(update => update.Order.OrderId == maker.OrderId);
        Assert.Equal(makerStatus == "ExpiredInMatch" ? ExpiryReason.SelfTrade : ExpiryReason.None, ofMaker.ExpiryReason);
    }

    [Fact]
    public void A_self_trade_is_prevented_after_fills_with_other_accounts()
    {
        using TestExchange venue = Open();
        Price inside = Inside(venue);
        venue.Limit(venue.Bob, Side.Sell, "0.003", inside);
        venue.Limit(venue.Alice, Side.Sell, "0.003", inside);
        OrderView taker = venue.Exchange.Execute(new PlaceOrder(venue.Alice, TestExchange.Btc, Side.Buy, OrderType.Limit)
        {
            Quantity = Quantity.Parse("0.005"), Price = inside, TimeInForce = TimeInForce.Gtc, SelfTradePrevention = SelfTradePrevention.ExpireTaker,
        }).Value!;
        Assert.Equal((OrderStatus.ExpiredInMatch, Quantity.Parse("0.003")), (taker.Status, taker.Executed));
    }

    [Fact]
    public void The_unfilled_part_of_an_ioc_or_market_order_expires_with_its_reason()
    {
        using TestExchange venue = Open();
        Price inside = Inside(venue);
        venue.Limit(venue.Bob, Side.Sell, "0.003", inside);
        OrderView immediate = venue.Limit(venue.Alice, Side.Buy, "0.005", inside, TimeInForce.Ioc).Value!;
        Assert.Equal((OrderStatus.Expired, Quantity.Parse("0.003")), (immediate.Status, immediate.Executed));
        Assert.Equal(ExpiryReason.IocRemainder, venue.Events.Of<OrderUpdated>().Last(update => update.Order.OrderId == immediate.OrderId).ExpiryReason);

        // No time passes, so that the market maker does not quote again while its side of the book is filled.
        string most = venue.Exchange.Market.Listing(TestExchange.Btc)!.Instrument.MarketLot.Max.ToString();
        OrderView large = venue.Market(venue.Alice, Side.Sell, most).Value!;
        for (int i = 0; i < 50 && large.Status == OrderStatus.Filled; i++)
            large = venue.Market(venue.Alice, Side.Sell, most).Value!;
        Assert.Equal(OrderStatus.Expired, large.Status);
        Assert.Equal(ExpiryReason.MarketRemainder, venue.Events.Of<OrderUpdated>().Last(update => update.Order.OrderId == large.OrderId).ExpiryReason);
    }

    [Fact]
    public void A_good_till_date_order_ends_in_the_second_of_its_date()
    {
        using TestExchange venue = Open();
        long until_ms = venue.Exchange.Clock.Now_ms + 605_432;
        OrderView order = venue.Exchange.Execute(new PlaceOrder(venue.Alice, TestExchange.Btc, Side.Buy, OrderType.Limit)
        {
            Quantity = Quantity.Parse("0.004"), Price = venue.Near(Side.Buy, -40_000), TimeInForce = TimeInForce.Gtd, GoodTillDate_ms = until_ms,
        }).Value!;
        Assert.Equal(until_ms / 1000 * 1000, order.GoodTillDate_ms);
        venue.Run(seconds: 604);
        Assert.Equal(OrderStatus.New, Find(venue, venue.Alice, order).Status);
        venue.Run(seconds: 2);
        OrderView ended = Find(venue, venue.Alice, order);
        Assert.Equal((OrderStatus.Expired, order.GoodTillDate_ms), (ended.Status, ended.Updated_ms));
    }

    [Theory]
    [InlineData("Opponent", 0)]
    [InlineData("Opponent5", 4)]
    [InlineData("Opponent10", 9)]
    [InlineData("Opponent20", 19)]
    [InlineData("Queue", 0)]
    [InlineData("Queue5", 4)]
    [InlineData("Queue10", 9)]
    [InlineData("Queue20", 19)]
    public void A_price_match_uses_the_level_that_it_names(string match, int depth)
    {
        foreach (Side side in new[] { Side.Buy, Side.Sell })
        {
            using TestExchange venue = Open();
            BookView book = venue.Exchange.Market.Book(TestExchange.Btc, 20)!;
            bool ownSide = match.StartsWith("Queue", StringComparison.Ordinal);
            IReadOnlyList<BookLevel> levels = ownSide == (side == Side.Buy) ? book.Bids : book.Asks;
            OrderView order = venue.Exchange.Execute(new PlaceOrder(venue.Alice, TestExchange.Btc, side, OrderType.Limit)
            {
                Quantity = Quantity.Parse("0.004"), TimeInForce = TimeInForce.Gtc, PriceMatch = Enum.Parse<PriceMatch>(match),
            }).Value!;
            Assert.Equal(levels[depth].Price, order.Price);
            Assert.Equal(ownSide ? OrderStatus.New : OrderStatus.Filled, order.Status);
        }
    }

    [Fact]
    public void When_a_position_decreases_its_newest_closing_orders_are_reduced()
    {
        using TestExchange venue = Open();
        venue.Market(venue.Alice, Side.Buy, "0.010");
        OrderView older = venue.Limit(venue.Alice, Side.Sell, "0.006", venue.Near(Side.Sell, -5_000), reduceOnly: true).Value!;
        OrderView younger = venue.Limit(venue.Alice, Side.Sell, "0.004", venue.Near(Side.Sell, -4_000), reduceOnly: true).Value!;
        Assert.Equal(-4118, venue.Limit(venue.Alice, Side.Sell, "0.001", venue.Near(Side.Sell, -4_000), reduceOnly: true).Error?.Code);
        venue.Market(venue.Alice, Side.Sell, "0.003");
        Assert.Equal((Quantity.Parse("0.006"), Quantity.Parse("0.001")), (Find(venue, venue.Alice, older).Quantity, Find(venue, venue.Alice, younger).Quantity));
        OrderUpdated trimmed = venue.Events.Of<OrderUpdated>().Last(update => update.Order.OrderId == younger.OrderId);
        Assert.Equal((ExecutionType.Amendment, ExpiryReason.ReduceOnlyKnockedOut), (trimmed.Execution, trimmed.ExpiryReason));
        venue.Market(venue.Alice, Side.Sell, "0.002");
        Assert.Equal(Quantity.Parse("0.005"), Find(venue, venue.Alice, older).Quantity);
        Assert.Equal(OrderStatus.Expired, Find(venue, venue.Alice, younger).Status);
    }

    [Fact]
    public void One_order_reverses_a_position_and_realizes_the_profit_of_the_closed_part()
    {
        using TestExchange venue = Open();
        Price bought = venue.Market(venue.Alice, Side.Buy, "0.010").Value!.AveragePrice;
        OrderView turned = venue.Market(venue.Alice, Side.Sell, "0.025").Value!;
        PositionView position = venue.Position(venue.Alice)!;
        Assert.Equal(Quantity.Parse("-0.015"), position.Amount);
        Assert.Equal(turned.AveragePrice, position.EntryPrice);
        IncomeView realized = Assert.Single(venue.Exchange.Accounts.Income(venue.Alice, TestExchange.Btc, IncomeType.RealizedPnl, 10));
        Assert.Equal(((turned.AveragePrice - bought) * Quantity.Parse("0.010")).Truncate(), realized.Income);
    }

    private static TestExchange Open() => new(options => options with
    {
        Accounts = [new AccountSeed("alice", Money.Of(50_000_000)), new AccountSeed("bob", Money.Of(1_000_000)), new AccountSeed("carol", Money.Of(1_000_000)), new AccountSeed("dave", Money.Of(50_000_000))],
    });

    /// <summary>Dave fills the best asks to widen the spread, because the market maker's spread is one tick.</summary>
    private static Price Inside(TestExchange venue)
    {
        venue.Limit(new AccountId(3), Side.Buy, "40", venue.Touch.Ask, TimeInForce.Ioc);
        Price inside = Price.FromUnits((venue.Touch.Bid.Units + venue.Touch.Ask.Units) / 2).FloorTo(Price.Parse("0.1"));
        Assert.True(inside > venue.Touch.Bid && inside + Price.Parse("0.1") < venue.Touch.Ask, "there is room inside the spread");
        return inside;
    }

    private static OrderView Find(TestExchange venue, AccountId account, OrderView order) => venue.Exchange.Accounts.Order(account, TestExchange.Btc, order.OrderId, null)!;
}
