using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Venue.Engine.Contract;
using Platform.Venue.Tests.Engine;
using Xunit;

namespace Platform.Venue.Tests.Accounts;

public sealed class LiquidationTests
{
    [Fact]
    public void A_position_without_margin_is_closed_at_the_next_look_and_the_fund_is_paid()
    {
        using var venue = new TestExchange();
        venue.Exchange.Execute(new SetLeverage(venue.Alice, TestExchange.Btc, 100));
        Assert.True(venue.Market(venue.Alice, Side.Buy, "3").IsOk);
        venue.Limit(venue.Alice, Side.Buy, "0.01", venue.Near(Side.Buy, -40_000));
        Money most = venue.Exchange.Accounts.Account(venue.Alice).AvailableBalance;
        Assert.True(venue.Exchange.Execute(new TransferMoney(venue.Alice, -most)).IsOk);
        venue.Exchange.Execute(new SetLeverage(venue.Alice, TestExchange.Btc, 100));
        for (int i = 0; i < 4_000 && venue.Position(venue.Alice) is not null; i++)
            venue.Run(seconds: 5);
        Assert.Null(venue.Position(venue.Alice));
        ForceOrderView forced = Assert.Single(venue.Exchange.Accounts.ForceOrders(venue.Alice, null, null, 10));
        Assert.StartsWith("autoclose-", forced.Order.ClientOrderId);
        Assert.Equal(OrderType.Liquidation, forced.Order.Type);
        Assert.Equal(Quantity.Parse("3"), forced.Order.Executed);
        Assert.Contains(venue.Events.Of<OrderUpdated>(), update => update.Execution == ExecutionType.Calculated);
        Assert.Contains(venue.Events.Of<OrderUpdated>(), update => update.ExpiryReason == ExpiryReason.Liquidation);
        Assert.Contains(venue.Events.Of<MarginCalled>(), call => call.Account == venue.Alice);
        Assert.True(venue.Exchange.Accounts.Account(venue.Alice).WalletBalance >= Money.Zero);
        Assert.Empty(venue.Exchange.Accounts.OpenOrders(venue.Alice, null));
    }

    [Fact]
    public void Deleveraging_takes_the_position_at_the_mark_without_a_public_trade()
    {
        using var venue = new TestExchange();
        venue.Market(venue.Bob, Side.Sell, "0.100");
        int prints = venue.Events.AggTrades.Count;
        venue.Exchange.Execute(new ForceDeleveraging(venue.Bob, TestExchange.Btc));
        Assert.Null(venue.Position(venue.Bob));
        Assert.Equal(prints, venue.Events.AggTrades.Count);
        Assert.True(Assert.Single(venue.Exchange.Accounts.ForceOrders(venue.Bob, null, true, 10)).IsDeleveraging);
    }

    [Fact]
    public void Isolated_margin_moves_with_the_position_and_returns_when_it_closes()
    {
        using var venue = new TestExchange();
        Assert.True(venue.Exchange.Execute(new SetMarginType(venue.Alice, TestExchange.Btc, MarginType.Isolated)).IsOk);
        venue.Exchange.Execute(new SetLeverage(venue.Alice, TestExchange.Btc, 10));
        OrderView order = venue.Market(venue.Alice, Side.Buy, "0.100").Value!;
        PositionView position = venue.Position(venue.Alice)!;
        Assert.InRange(order.ExecutedQuote.Units - position.IsolatedWallet.ToNotional().Units * 10, 0, Money.One * 10);
        Assert.Equal(-4161, venue.Exchange.Execute(new SetLeverage(venue.Alice, TestExchange.Btc, 5)).Error?.Code);
        Assert.True(venue.Exchange.Execute(new AdjustIsolatedMargin(venue.Alice, TestExchange.Btc, PositionSide.Both, Money.Of(100))).IsOk);
        Assert.Equal(-4051, venue.Exchange.Execute(new AdjustIsolatedMargin(venue.Alice, TestExchange.Btc, PositionSide.Both, Money.Of(-9_000))).Error?.Code);
        Assert.Equal(-4048, venue.Exchange.Execute(new SetMarginType(venue.Alice, TestExchange.Btc, MarginType.Crossed)).Error?.Code);
        venue.Market(venue.Alice, Side.Sell, "0.100", reduceOnly: true);
        AccountView account = venue.Exchange.Accounts.Account(venue.Alice);
        Assert.Equal(account.WalletBalance, account.CrossWalletBalance);
    }
}
