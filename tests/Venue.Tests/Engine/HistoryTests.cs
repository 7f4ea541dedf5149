using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Primitives.Time;
using Platform.Venue.Core.Accounts;
using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Orders;
using Platform.Venue.Core.Tape;
using Platform.Venue.Tests.Accounts;
using Xunit;

namespace Platform.Venue.Tests.Engine;

/// <summary>The history of an account is limited by the options and by the times of the exchange (spec/binance-usdm.md §4.4).</summary>
public sealed class HistoryTests
{
    [Fact]
    public void The_oldest_ended_orders_fills_and_conditional_orders_are_forgotten_at_the_bound_and_counted()
    {
        using var venue = new TestExchange(options => options with { History = 100 });
        OrderView first = venue.Limit(venue.Alice, Side.Buy, "0.004", venue.Near(Side.Buy, -900)).Value!;
        for (int i = 0; i < 150; i++)
        {
            OrderView resting = venue.Limit(venue.Alice, Side.Buy, "0.004", venue.Near(Side.Buy, -900)).Value!;
            Assert.True(venue.Exchange.Execute(new CancelOrder(venue.Alice, TestExchange.Btc) { OrderId = resting.OrderId }).IsOk);
            Assert.True(venue.Market(venue.Alice, i % 2 == 0 ? Side.Buy : Side.Sell, "0.002").IsOk);
            AlgoOrderView algo = venue.Exchange.Execute(new PlaceAlgoOrder(venue.Alice, TestExchange.Btc, Side.Buy, OrderType.StopMarket) { Quantity = Quantity.Parse("0.002"), TriggerPrice = Price.Of(200_000) }).Value!;
            Assert.True(venue.Exchange.Execute(new CancelAlgoOrder(venue.Alice, algo.AlgoId, null)).IsOk);
        }

        RetentionView kept = venue.Exchange.Accounts.Retention();
        Assert.Equal((1, 100, 200), (kept.OpenOrders, kept.EndedOrders, kept.Forgotten));
        Assert.InRange(kept.Fills, 100, 200);
        Assert.InRange(kept.Incomes, 100, 200);
        Assert.Equal(100, kept.ConditionalOrders);
        Assert.Equal(OrderStatus.New, venue.Exchange.Accounts.Order(venue.Alice, TestExchange.Btc, first.OrderId, null)!.Status);
        Assert.Null(venue.Exchange.Accounts.Order(venue.Alice, TestExchange.Btc, first.OrderId + 1, null));
        Assert.Equal(101, venue.Exchange.Accounts.AllOrders(venue.Alice, TestExchange.Btc, 1_000).Count);
    }

    [Theory]
    [InlineData("Canceled", "0", 3, false)]
    [InlineData("Canceled", "0", 4, true)]
    [InlineData("Expired", "0", 4, true)]
    [InlineData("Canceled", "0.001", 4, false)]
    [InlineData("Filled", "0.002", 90, false)]
    [InlineData("Filled", "0.002", 91, true)]
    [InlineData("New", "0", 300, false)]
    public void An_order_without_fills_is_shown_for_three_days_and_one_with_fills_for_ninety(string status, string executed, int days, bool forgotten)
    {
        var order = new Order
        {
            Id = 1, Holding = MarginTests.Hold(Side.Buy, "1", "100", "1000", "100"), ClientId = "a", Side = Side.Buy, PositionSide = PositionSide.Both, Type = OrderType.Limit,
            OriginalType = OrderType.Limit, TimeInForce = TimeInForce.Gtc, Created_ms = TestExchange.Start_ms, Quantity = Quantity.Parse("0.002"), Executed = Quantity.Parse(executed),
            Status = Enum.Parse<OrderStatus>(status),
        };
        Assert.Equal(forgotten, order.IsForgotten(TestExchange.Start_ms + days * UnixTime.MillisecondsPerDay));
    }

    [Fact]
    public void Only_contracts_at_their_funding_time_settle_funding()
    {
        using var venue = new TestExchange(options => options with { Symbols = 60, VirtualStart_ms = TestExchange.Start_ms + 3 * UnixTime.MillisecondsPerHour - 20_000 });
        ListingView[] listings = [.. venue.Exchange.Market.Symbols.Select(symbol => venue.Exchange.Market.Listing(symbol)!)];
        foreach (int hours in new[] { 1, 4, 8 })
        {
            ListingView listing = listings.First(row => row.FundingInterval_hours == hours && row.Instrument.Status == Domain.Instruments.InstrumentStatus.Trading);
            Assert.Equal(0, venue.Exchange.Market.Premium(listing.Symbol)!.Value.NextFunding_ms % (hours * UnixTime.MillisecondsPerHour));
            Quantity quantity = Quantity.FromUnits(Math.Max(listing.Instrument.MarketLot.Min.Units, (Money.Of(200).ToNotional().DivideBy(venue.Exchange.Market.Premium(listing.Symbol)!.Value.MarkPrice)).Units / listing.Instrument.MarketLot.Step.Units * listing.Instrument.MarketLot.Step.Units));
            Reply<OrderView> placed = venue.Exchange.Execute(new PlaceOrder(venue.Alice, listing.Symbol, Side.Buy, OrderType.Market) { Quantity = quantity });
            Assert.True(placed.IsOk, placed.Error?.Message);
        }

        venue.Run(seconds: 40);
        IncomeView paid = Assert.Single(venue.Exchange.Accounts.Income(venue.Alice, null, IncomeType.FundingFee, 10));
        Assert.Equal(1, venue.Exchange.Market.Listing(paid.Symbol)!.FundingInterval_hours);
    }
}
