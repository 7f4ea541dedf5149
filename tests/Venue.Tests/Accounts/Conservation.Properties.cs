using FsCheck;
using FsCheck.Fluent;
using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Venue.Engine.Contract;
using Platform.Venue.Tests.Engine;
using Xunit;

namespace Platform.Venue.Tests.Accounts;

/// <summary>Whatever clients do, money is neither made nor lost, and every contract sold is a contract bought.</summary>
public sealed class ConservationProperties
{
    private static readonly Config Settings = Config.QuickThrowOnFailure.WithMaxTest(25).WithEndSize(120).WithReplay(20_251_122UL, 4_711UL);

    [Fact]
    public void Random_orders_of_two_accounts_keep_the_sum_of_all_pockets()
    {
        Gen<Step> steps =
            from account in Gen.Choose(0, 1)
            from kind in Gen.Choose(0, 11)
            from buy in Gen.Elements(true, false)
            from size in Gen.Choose(1, 4_000)
            from ticks in Gen.Choose(-60, 40)
            from wait in Gen.Choose(0, 900)
            select new Step(account, kind, buy ? Side.Buy : Side.Sell, size, ticks, wait);
        Prop.ForAll(steps.ListOf().ToArbitrary(), sequence => Hold([.. sequence], recorded: false)).Check(Settings);
    }

    private static void Hold(Step[] steps, bool recorded)
    {
        using var venue = new TestExchange(options => options with { Seed = recorded ? 2UL : (ulong)(steps.Length + 1) });
        var check = new ImbalanceCheck(venue);
        using IDisposable subscription = venue.Exchange.Subscribe(check);
        foreach (Step step in steps)
        {
            Do(venue, step);
            venue.Run(step.Wait_ms / 1000.0);
            Assert.True(venue.Exchange.Imbalance().IsZero, $"after {step}: {venue.Exchange.Imbalance()}");
            Assert.True(venue.Exchange.OpenInterestBalance(TestExchange.Btc).IsZero, $"after {step}: contracts do not balance");
        }

        Assert.Equal(0, check.Wrong);
    }

    private static void Do(TestExchange venue, Step step)
    {
        var account = new AccountId(step.Account);
        var quantity = Quantity.FromUnits(step.Size * 100_000L);
        Price price = venue.Near(step.Side, step.Ticks);
        switch (step.Kind)
        {
            case 0:
                venue.Exchange.Execute(new SetLeverage(account, TestExchange.Btc, 1 + step.Size % 125));
                break;
            case 1:
                venue.Exchange.Execute(new SetMarginType(account, TestExchange.Btc, step.Size % 2 == 0 ? MarginType.Isolated : MarginType.Crossed));
                break;
            case 2:
                venue.Exchange.Execute(new CancelAllOrders(account, TestExchange.Btc));
                break;
            case 3:
                venue.Exchange.Execute(new SetPositionMode(account, step.Size % 2 == 0));
                break;
            case 4:
                venue.Exchange.Execute(new ForceLiquidation(account, null));
                break;
            case 5:
                venue.Exchange.Execute(new ForceDeleveraging(account, TestExchange.Btc));
                break;
            default:
                bool hedge = venue.Exchange.Accounts.Account(account).Hedge;
                bool market = step.Kind is 6 or 7;
                venue.Exchange.Execute(new PlaceOrder(account, TestExchange.Btc, step.Side, market ? OrderType.Market : OrderType.Limit)
                {
                    Quantity = quantity, Price = market ? null : price, TimeInForce = market ? null : step.Size % 5 == 0 ? TimeInForce.Ioc : TimeInForce.Gtc,
                    PositionSide = hedge ? step.Ticks % 2 == 0 ? PositionSide.Long : PositionSide.Short : null,
                    ReduceOnly = hedge || step.Kind != 11 ? null : true,
                });
                break;
        }
    }

    private sealed record Step(int Account, int Kind, Side Side, int Size, int Ticks, int Wait_ms);

    /// <summary>Looks at the sum at every private event, in the middle of whatever is going on.</summary>
    private sealed class ImbalanceCheck(TestExchange venue) : IExchangeSink
    {
        public int Wrong { get; private set; }

        public void AccountUpdated(AccountUpdated update) => Wrong += venue.Exchange.Imbalance().IsZero ? 0 : 1;
    }
}
