using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Venue.Core.Accounts;
using Platform.Venue.Core.Contract;
using Platform.Venue.Tests.Engine;
using Xunit;

namespace Platform.Venue.Tests.Accounts;

public sealed class LiquidationTests
{
    [Fact]
    public void A_position_without_margin_is_closed_at_the_next_check_and_the_insurance_fund_is_paid()
    {
        using var venue = new TestExchange(options => options with { Seed = 3 });
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
    public void Deleveraging_closes_the_position_at_the_mark_price_without_a_public_trade()
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
    public void Isolated_margin_is_transferred_with_the_position_and_returned_at_its_close()
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

    [Fact]
    public void A_liquidated_isolated_position_costs_at_most_its_own_wallet()
    {
        using var venue = new TestExchange();
        venue.Exchange.Execute(new SetMarginType(venue.Alice, TestExchange.Btc, MarginType.Isolated));
        venue.Exchange.Execute(new SetLeverage(venue.Alice, TestExchange.Btc, 100));
        Assert.True(venue.Market(venue.Alice, Side.Buy, "2").IsOk);
        AccountView opened = venue.Exchange.Accounts.Account(venue.Alice);
        RunUntil(venue, () => venue.Position(venue.Alice) is null);
        AccountView lost = venue.Exchange.Accounts.Account(venue.Alice);
        Assert.True(lost.WalletBalance >= opened.CrossWalletBalance && lost.WalletBalance < opened.WalletBalance, $"{opened.WalletBalance}, of it {opened.CrossWalletBalance} cross, became {lost.WalletBalance}");
        OrderView forced = Assert.Single(venue.Exchange.Accounts.ForceOrders(venue.Alice, null, false, 10)).Order;
        Assert.True(forced.AveragePrice >= forced.Price, $"closed at {forced.AveragePrice}, worse than the bankruptcy price {forced.Price}");
        Assert.Contains(venue.Exchange.Accounts.Income(venue.Alice, null, IncomeType.InsuranceClear, 10), row => row.Income.Sign < 0);
    }

    [Fact]
    public void In_hedge_mode_the_liquidated_side_closes_and_the_other_side_keeps_its_orders()
    {
        using var venue = new TestExchange();
        venue.Exchange.Execute(new SetPositionMode(venue.Alice, true));
        venue.Exchange.Execute(new SetMarginType(venue.Alice, TestExchange.Btc, MarginType.Isolated));
        venue.Exchange.Execute(new SetLeverage(venue.Alice, TestExchange.Btc, 100));
        foreach ((PositionSide side, Side opens) in new[] { (PositionSide.Long, Side.Buy), (PositionSide.Short, Side.Sell) })
        {
            Assert.True(venue.Exchange.Execute(new PlaceOrder(venue.Alice, TestExchange.Btc, opens, OrderType.Market) { Quantity = Quantity.Parse("0.5"), PositionSide = side }).IsOk);
            Price far = venue.Near(opens, -20_000);
            Assert.True(venue.Exchange.Execute(new PlaceOrder(venue.Alice, TestExchange.Btc, opens, OrderType.Limit)
            {
                Quantity = Quantity.Parse("0.01"), PositionSide = side, Price = far, TimeInForce = TimeInForce.Gtc,
            }).IsOk);
        }

        PositionView[] Open() => [.. venue.Exchange.Accounts.Positions(venue.Alice, TestExchange.Btc, all: true).Where(row => !row.Amount.IsZero)];
        RunUntil(venue, () => Open().Length < 2);
        PositionView left = Assert.Single(Open());
        OrderView resting = Assert.Single(venue.Exchange.Accounts.OpenOrders(venue.Alice, null));
        Assert.Equal(left.PositionSide, resting.PositionSide);
    }

    [Fact]
    public void The_insurance_fund_takes_over_what_the_book_does_not_fill_and_covers_the_difference()
    {
        using var venue = new TestExchange(options => options with { Seed = 2, Accounts = [new AccountSeed("alice", Money.Of(1_000_000)), new AccountSeed("bob", Money.Of(100_000))] });
        venue.Exchange.Execute(new SetLeverage(venue.Alice, TestExchange.Btc, 50));
        for (int i = 0; i < 10; i++)
        {
            Assert.True(venue.Market(venue.Alice, Side.Buy, "10").IsOk);
            venue.Run(seconds: 20);
        }

        venue.Exchange.Execute(new TransferMoney(venue.Alice, -venue.Exchange.Accounts.Account(venue.Alice).AvailableBalance));
        RunUntil(venue, () => venue.Position(venue.Alice) is null);
        OrderView forced = Assert.Single(venue.Exchange.Accounts.ForceOrders(venue.Alice, null, false, 10)).Order;
        TradeView[] taken = [.. venue.Events.Trades.Where(trade => trade.Origin == TradeOrigin.InsuranceFund)];
        Assert.Equal([forced.Price], taken.Select(trade => trade.Price));
        Assert.True(venue.Exchange.Accounts.Account(venue.Alice).WalletBalance >= Money.Zero);
        Assert.True(venue.Exchange.Imbalance().IsZero);
    }

    [Theory]
    [InlineData(Side.Buy, "50000")]
    [InlineData(Side.Sell, "70000")]
    public void At_the_bankruptcy_price_no_margin_is_left(Side side, string expected)
    {
        Holding holding = MarginTests.Hold(side, "0.1", "60000", wallet: "1000", mark: "60000");
        Assert.Equal(Price.Parse(expected), MarginRules.BankruptcyPrice(holding, holding.Both, MarginRules.Sum(holding.Account)));
    }

    private static void RunUntil(TestExchange venue, Func<bool> happened)
    {
        for (int i = 0; i < 6_000 && !happened(); i++)
            venue.Run(seconds: 5);
        Assert.True(happened(), "it did not happen within eight hours");
    }
}
