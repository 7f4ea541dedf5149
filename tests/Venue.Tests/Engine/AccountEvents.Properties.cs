using FsCheck;
using FsCheck.Fluent;
using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Venue.Core.Contract;
using Xunit;

namespace Platform.Venue.Tests.Engine;

/// <summary>The events of an account determine its wallet and positions, and contain every fill exactly once (spec/binance-usdm.md §7).</summary>
public sealed class AccountEventsProperties
{
    private static readonly Config Settings = Config.QuickThrowOnFailure.WithMaxTest(25).WithEndSize(100).WithReplay(20_260_715UL, 4_711UL);

    [Fact]
    public void Random_orders_liquidations_and_transfers_are_published_exactly()
    {
        Gen<Step> steps =
            from kind in Gen.Choose(0, 11)
            from buy in Gen.Elements(true, false)
            from size in Gen.Choose(1, 2_000)
            from ticks in Gen.Choose(-30, 30)
            select new Step(kind, buy ? Side.Buy : Side.Sell, size, ticks);
        Prop.ForAll(steps.ListOf().ToArbitrary(), sequence => Hold([.. sequence])).Check(Settings);
    }

    private static void Hold(Step[] steps)
    {
        using var venue = new TestExchange(options => options with { Seed = (ulong)(steps.Length + 1) });
        var listener = new Listener();
        using IDisposable subscription = venue.Exchange.Subscribe(listener);
        foreach (Step step in steps)
        {
            Do(venue, step);
            venue.Run(0.3);
            foreach (AccountId account in (AccountId[])[venue.Alice, venue.Bob])
                Compare(venue, listener, account, step);
        }

        Assert.Equal(listener.Fills.Count, listener.Fills.Distinct().Count());
        Assert.Equal(listener.Fills.Order(), venue.Exchange.Accounts.Trades(venue.Alice, TestExchange.Btc, 10_000).Concat(venue.Exchange.Accounts.Trades(venue.Bob, TestExchange.Btc, 10_000))
            .Select(trade => (trade.OrderId, trade.TradeId)).Order());
    }

    private static void Compare(TestExchange venue, Listener listener, AccountId account, Step step)
    {
        Assert.True(!listener.Wallets.TryGetValue(account, out Money told) || told == venue.Exchange.Accounts.Account(account).WalletBalance, $"after {step}: the wallet told is {told}");
        foreach (PositionView position in venue.Exchange.Accounts.Positions(account, TestExchange.Btc, all: true))
        {
            Quantity amount = listener.Positions.GetValueOrDefault((account, position.PositionSide));
            Assert.True(amount == position.Amount, $"after {step}: {position.PositionSide} told is {amount}, held is {position.Amount}");
        }
    }

    private static void Do(TestExchange venue, Step step)
    {
        AccountId account = step.Size % 2 == 0 ? venue.Alice : venue.Bob;
        switch (step.Kind)
        {
            case 0:
                venue.Exchange.Execute(new SetMarginType(account, TestExchange.Btc, step.Size % 3 == 0 ? MarginType.Isolated : MarginType.Crossed));
                break;
            case 1:
                venue.Exchange.Execute(new SetPositionMode(account, step.Size % 3 == 0));
                break;
            case 2:
                venue.Exchange.Execute(new ForceLiquidation(account, null));
                break;
            case 3:
                venue.Exchange.Execute(new TransferMoney(account, Money.Of(step.Ticks)));
                break;
            case 4:
                venue.Exchange.Execute(new CancelAllOrders(account, TestExchange.Btc));
                break;
            default:
                bool hedge = venue.Exchange.Accounts.Account(account).Hedge, market = step.Kind is 5 or 6;
                venue.Exchange.Execute(new PlaceOrder(account, TestExchange.Btc, step.Side, market ? OrderType.Market : OrderType.Limit)
                {
                    Quantity = Quantity.FromUnits(step.Size * 100_000L), Price = market ? null : venue.Near(step.Side, step.Ticks), TimeInForce = market ? null : TimeInForce.Gtc,
                    PositionSide = hedge ? step.Ticks % 2 == 0 ? PositionSide.Long : PositionSide.Short : null,
                });
                break;
        }
    }

    private sealed record Step(int Kind, Side Side, int Size, int Ticks);

    /// <summary>The ledger of a bot, built only from events.</summary>
    private sealed class Listener : IExchangeSink
    {
        public Dictionary<AccountId, Money> Wallets { get; } = [];

        public Dictionary<(AccountId, PositionSide), Quantity> Positions { get; } = [];

        public List<(long Order, long Trade)> Fills { get; } = [];

        public void AccountUpdated(AccountUpdated update)
        {
            if (update.HasBalance)
                Wallets[update.Account] = update.WalletBalance;
            foreach (PositionView position in update.Positions)
                Positions[(update.Account, position.PositionSide)] = position.Amount;
        }

        public void OrderUpdated(OrderUpdated update)
        {
            if (update.TradeId != 0)
                Fills.Add((update.Order.OrderId, update.TradeId));
        }
    }
}
