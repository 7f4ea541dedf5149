using FsCheck;
using FsCheck.Fluent;
using Platform.Domain.Instruments;
using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Engine;

namespace Platform.Venue.Tests.Engine;

/// <summary>One action of a client or the operator, and the time until the next action.</summary>
internal sealed record RandomStep(int Account, int Kind, Side Side, int Size, int Ticks, int Wait_ms);

/// <summary>Executes random actions of clients and operators in random order; some of them are refused.</summary>
internal static class RandomClient
{
    private static readonly TimeInForce[] Terms = [TimeInForce.Gtc, TimeInForce.Gtc, TimeInForce.Ioc, TimeInForce.Fok, TimeInForce.Gtx, TimeInForce.Gtd, TimeInForce.Rpi];
    private static readonly OrderType[] Conditions = [OrderType.Stop, OrderType.StopMarket, OrderType.TakeProfit, OrderType.TakeProfitMarket, OrderType.TrailingStopMarket];

    public static Gen<RandomStep> Steps { get; } =
        from account in Gen.Choose(0, 1)
        from kind in Gen.Choose(0, 27)
        from buy in Gen.Elements(true, false)
        from size in Gen.Choose(1, 4_000)
        from ticks in Gen.Choose(-60, 40)
        from wait in Gen.Choose(0, 900)
        select new RandomStep(account, kind, buy ? Side.Buy : Side.Sell, size, ticks, wait);

    /// <summary>Options with many events: a funding time within the first minute, and a client who can be liquidated.</summary>
    public static ExchangeOptions Eventful(ExchangeOptions options) => options with
    {
        VirtualStart_ms = TestExchange.Start_ms + 8 * 3_600_000 - 20_000, Accounts = [new AccountSeed("alice", Money.Of(100_000)), new AccountSeed("bob", Money.Of(3_000))],
    };

    public static void Do(TestExchange venue, RandomStep step)
    {
        var account = new AccountId(step.Account);
        Exchange exchange = venue.Exchange;
        switch (step.Kind)
        {
            case 0:
                exchange.Execute(new SetLeverage(account, TestExchange.Btc, 1 + step.Size % 125));
                break;
            case 1:
                exchange.Execute(new SetMarginType(account, TestExchange.Btc, step.Size % 2 == 0 ? MarginType.Isolated : MarginType.Crossed));
                break;
            case 2:
                exchange.Execute(new CancelAllOrders(account, TestExchange.Btc));
                break;
            case 3:
                exchange.Execute(new SetPositionMode(account, step.Size % 2 == 0));
                break;
            case 4:
                exchange.Execute(new ForceLiquidation(account, null));
                break;
            case 5:
                exchange.Execute(new ForceDeleveraging(account, TestExchange.Btc));
                break;
            case 6:
                exchange.Execute(new AdjustIsolatedMargin(account, TestExchange.Btc, SideOf(venue, step) ?? PositionSide.Both, Money.Of(step.Ticks * 3)));
                break;
            case 7:
                exchange.Execute(new TransferMoney(account, Money.Of(step.Ticks * 10)));
                break;
            case 8:
                exchange.Execute(new SetCountdown(account, TestExchange.Btc, step.Size));
                break;
            case 9 when step.Size % 9 == 0:
                exchange.Execute(new SetInstrumentStatus(TestExchange.Btc, step.Ticks > 0 ? InstrumentStatus.Halted : InstrumentStatus.Trading));
                break;
            case 10 or 11:
                exchange.Execute(Conditional(venue, step));
                break;
            case 12 or 13:
                Modify(venue, step);
                break;
            default:
                exchange.Execute(Order(venue, step));
                break;
        }
    }

    private static PositionSide? SideOf(TestExchange venue, RandomStep step) =>
        venue.Exchange.Accounts.Account(new AccountId(step.Account)).Hedge ? step.Ticks % 2 == 0 ? PositionSide.Long : PositionSide.Short : null;

    private static PlaceOrder Order(TestExchange venue, RandomStep step)
    {
        PositionSide? side = SideOf(venue, step);
        var order = new PlaceOrder(new AccountId(step.Account), TestExchange.Btc, step.Side, step.Kind <= 17 ? OrderType.Market : OrderType.Limit)
        {
            Quantity = Quantity.FromUnits(step.Size * 100_000L), PositionSide = side, ReduceOnly = side is not null || step.Size % 4 != 0 ? null : true,
            SelfTradePrevention = (SelfTradePrevention)(step.Size % 4), FillsPartly = step.Size % 11 == 0,
        };
        if (order.Type == OrderType.Market)
            return order;
        TimeInForce terms = Terms[step.Size % Terms.Length];
        bool matched = step.Kind == 27;
        return order with
        {
            TimeInForce = terms, Price = matched ? null : venue.Near(step.Side, step.Ticks), PriceMatch = matched ? (PriceMatch)(1 + step.Size % 8) : PriceMatch.None,
            GoodTillDate_ms = terms == TimeInForce.Gtd ? venue.Exchange.Clock.Now_ms + 601_000 + step.Size : 0,
        };
    }

    private static PlaceAlgoOrder Conditional(TestExchange venue, RandomStep step)
    {
        OrderType type = Conditions[step.Size % Conditions.Length];
        bool limit = type is OrderType.Stop or OrderType.TakeProfit, trails = type == OrderType.TrailingStopMarket;
        bool closes = !limit && !trails && step.Size % 3 == 0;
        PositionSide? side = SideOf(venue, step);
        return new PlaceAlgoOrder(new AccountId(step.Account), TestExchange.Btc, step.Side, type)
        {
            Quantity = closes ? null : Quantity.FromUnits(step.Size * 100_000L), ClosePosition = closes, PositionSide = side, CallbackPercent = trails ? Rate.Parse("0.1") : null,
            TriggerPrice = trails ? null : venue.Near(step.Side, step.Ticks / 4), Price = limit ? venue.Near(step.Side, step.Ticks) : null,
            WorkingType = step.Size % 2 == 0 ? WorkingType.MarkPrice : WorkingType.ContractPrice, ReduceOnly = closes || side is not null || step.Size % 5 != 0 ? null : true,
        };
    }

    private static void Modify(TestExchange venue, RandomStep step)
    {
        var account = new AccountId(step.Account);
        if (venue.Exchange.Accounts.OpenOrders(account, TestExchange.Btc) is not { Count: > 0 } open)
            return;
        OrderView order = open[step.Size % open.Count];
        venue.Exchange.Execute(new ModifyOrder(account, TestExchange.Btc, order.Side)
        {
            OrderId = order.OrderId, Quantity = step.Kind == 12 ? order.Quantity : Quantity.FromUnits(step.Size * 100_000L),
            Price = step.Ticks % 3 == 0 ? order.Price : venue.Near(order.Side, step.Ticks), ModifyId = step.Size % 2 == 0 ? "m" : null,
        });
    }
}
