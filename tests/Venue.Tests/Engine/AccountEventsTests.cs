using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Venue.Core.Contract;
using Xunit;

namespace Platform.Venue.Tests.Engine;

/// <summary>Which account events are published and which are not (spec/binance-usdm.md §7).</summary>
public sealed class AccountEventsTests
{
    [Fact]
    public void Resting_and_cancelled_orders_publish_no_account_event()
    {
        using var venue = new TestExchange();
        long id = venue.Limit(venue.Alice, Side.Buy, "0.010", venue.Near(Side.Buy, -5_000)).Value!.OrderId;
        venue.Exchange.Execute(new CancelOrder(venue.Alice, TestExchange.Btc) { OrderId = id });
        Assert.Empty(venue.Events.Of<AccountUpdated>());
        Assert.Equal([ExecutionType.New, ExecutionType.Canceled], venue.Events.Of<OrderUpdated>().Select(update => update.Execution));
    }

    [Fact]
    public void A_change_of_margin_type_publishes_the_position_with_its_new_type()
    {
        using var venue = new TestExchange();
        venue.Exchange.Execute(new SetMarginType(venue.Alice, TestExchange.Btc, MarginType.Isolated));
        AccountUpdated told = Assert.Single(venue.Events.Of<AccountUpdated>());
        Assert.Equal((AccountReason.MarginTypeChange, Money.Zero), (told.Reason, told.BalanceChange));
        PositionView row = Assert.Single(told.Positions);
        Assert.Equal((PositionSide.Both, MarginType.Isolated, Quantity.Zero), (row.PositionSide, row.MarginType, row.Amount));
    }

    [Fact]
    public void In_hedge_mode_the_empty_both_row_is_published_with_the_changed_side()
    {
        using var venue = new TestExchange();
        venue.Exchange.Execute(new SetPositionMode(venue.Alice, Hedge: true));
        Fill(venue, Side.Buy, PositionSide.Long);
        Fill(venue, Side.Sell, PositionSide.Short);
        AccountUpdated[] told = [.. venue.Events.Of<AccountUpdated>()];
        Assert.Equal([PositionSide.Both, PositionSide.Long], told[0].Positions.Select(row => row.PositionSide));
        Assert.Equal([PositionSide.Both, PositionSide.Short], told[^1].Positions.Select(row => row.PositionSide));
        Assert.All(told, update => Assert.True(update.Positions[0].Amount.IsZero));
    }

    [Fact]
    public void A_margin_call_of_cross_positions_has_the_cross_wallet_and_one_of_an_isolated_position_has_not()
    {
        using var venue = new TestExchange(options => options with { Seed = 3 });
        foreach (AccountId account in (AccountId[])[venue.Alice, venue.Bob])
            venue.Exchange.Execute(new SetLeverage(account, TestExchange.Btc, 100));
        venue.Exchange.Execute(new SetMarginType(venue.Bob, TestExchange.Btc, MarginType.Isolated));
        Assert.True(venue.Market(venue.Alice, Side.Buy, "3").IsOk);
        Assert.True(venue.Market(venue.Bob, Side.Buy, "3").IsOk);
        venue.Exchange.Execute(new TransferMoney(venue.Alice, -venue.Exchange.Accounts.Account(venue.Alice).AvailableBalance));
        for (int i = 0; i < 4_000 && venue.Events.Of<MarginCalled>().DistinctBy(call => call.Account).Count() < 2; i++)
            venue.Run(seconds: 5);
        MarginCalled cross = venue.Events.Of<MarginCalled>().First(call => call.Account == venue.Alice), isolated = venue.Events.Of<MarginCalled>().First(call => call.Account == venue.Bob);
        Assert.NotNull(cross.CrossWalletBalance);
        Assert.Null(isolated.CrossWalletBalance);
        Assert.Equal(MarginType.Crossed, Assert.Single(cross.Positions).MarginType);
        Assert.Equal(MarginType.Isolated, Assert.Single(isolated.Positions).MarginType);
    }

    [Fact]
    public void A_good_till_executed_stop_ends_with_its_position()
    {
        using var venue = new TestExchange();
        venue.Market(venue.Alice, Side.Buy, "0.010");
        AlgoOrderView stop = venue.Exchange.Execute(new PlaceAlgoOrder(venue.Alice, TestExchange.Btc, Side.Sell, OrderType.StopMarket)
        {
            TriggerPrice = venue.Near(Side.Buy, -5_000), Quantity = Quantity.Parse("0.010"), ReduceOnly = true, EndsWithPosition = true,
        }).Value!;
        venue.Market(venue.Alice, Side.Sell, "0.010");
        Assert.Equal(AlgoStatus.Expired, venue.Exchange.Accounts.AlgoOrder(venue.Alice, stop.AlgoId, null)!.Status);
    }

    private static void Fill(TestExchange venue, Side side, PositionSide position) => Assert.True(venue.Exchange.Execute(
        new PlaceOrder(venue.Alice, TestExchange.Btc, side, OrderType.Market) { Quantity = Quantity.Parse("0.010"), PositionSide = position }).IsOk);
}
