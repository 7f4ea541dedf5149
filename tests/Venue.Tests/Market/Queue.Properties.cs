using FsCheck;
using FsCheck.Fluent;
using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.TestKit.Clocks;
using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Engine;
using Platform.Venue.Core.Tape;
using Platform.Venue.Market;
using Xunit;

namespace Platform.Venue.Tests.Market;

/// <summary>Compares a client's order in the recorded queue with a model of three numbers: the quantity ahead of it, its remaining quantity, the quantity behind it.</summary>
public sealed class QueueProperties
{
    private const long Start_ms = 1_766_361_600_000;
    private static readonly long Step = Quantity.Parse("0.001").Units;
    private static readonly long Bid = Price.Parse("99.9").Units;
    private static readonly Config Settings = Config.QuickThrowOnFailure.WithMaxTest(120).WithEndSize(60).WithReplay(20_251_123UL, 4_713UL);

    [Theory]
    [InlineData(QueueModel.ProRata)]
    [InlineData(QueueModel.Behind)]
    public void An_order_queues_behind_the_recorded_quantity_and_moves_forward_with_trades_and_its_share_of_cancels(object model)
    {
        Gen<(bool IsTrade, int Lots)> moves =
            from trade in Gen.Elements(true, false)
            from lots in Gen.Choose(0, 9_000)
            select (trade, trade ? 1 + lots / 12 : lots);
        Gen<(int Shown, int Own, (bool IsTrade, int Lots)[] Moves)> cases =
            from shown in Gen.Choose(0, 9_000)
            from own in Gen.Choose(1_100, 4_000)
            from list in moves.ListOf()
            select (shown, own, list.ToArray());
        Prop.ForAll(cases.ToArbitrary(), drawn => Hold((QueueModel)model, drawn.Shown, drawn.Own, drawn.Moves)).Check(Settings);
    }

    private static void Hold(QueueModel model, long shown, long own, (bool IsTrade, int Lots)[] moves)
    {
        (Exchange exchange, ScriptedSource source, ManualClock clock) = Open(model, shown);
        Assert.True(exchange.Execute(new PlaceOrder(new AccountId(0), "BTCUSDT", Side.Buy, OrderType.Limit)
        {
            Quantity = Quantity.FromUnits(own * Step), Price = Price.FromUnits(Bid), TimeInForce = TimeInForce.Gtc,
        }).IsOk);
        (long ahead, long left, long behind, long traded) = (shown, own, 0, 0);
        long time_ms = Start_ms + 1_000;
        foreach ((bool isTrade, int lots) in moves)
        {
            time_ms += 10;
            source.Add(time_ms, actions =>
            {
                if (isTrade)
                    actions.Replay(0, new RecordedPrint(Side.Sell, Bid, lots * Step));
                else
                    actions.Level(0, Side.Buy, Bid, lots * Step);
            });
            long before = ahead;
            if (isTrade)
                (ahead, left, behind, traded) = Trade(ahead, left, behind, traded, lots);
            else
                (ahead, behind) = Show(model, ahead, behind, lots);
            clock.AdvanceMilliseconds(time_ms + 1 - Start_ms - (clock.GetUtcNow().ToUnixTimeMilliseconds() - Start_ms));
            exchange.CatchUp();
            long filled = exchange.Accounts.Trades(new AccountId(0), "BTCUSDT", 1000).Sum(fill => fill.Quantity.Units) / Step;
            long level = exchange.Market.Book("BTCUSDT", 5)!.Bids.Where(row => row.Price.Units == Bid).Sum(row => row.Quantity.Units) / Step;
            Assert.Equal((own - left, ahead + left + behind), (filled, level));
            Assert.True(ahead <= before, "nobody gets in front of an order");
            Assert.True(own - left <= traded, "an order gets no more than was traded");
        }

        Assert.True(exchange.Imbalance().IsZero);
    }

    private static (long Ahead, long Left, long Behind, long Traded) Trade(long ahead, long left, long behind, long traded, long lots)
    {
        long first = Math.Min(ahead, lots), second = Math.Min(left, lots - first), third = Math.Min(behind, lots - first - second);
        return (ahead - first, left - second, behind - third, traded + lots);
    }

    private static (long Ahead, long Behind) Show(QueueModel model, long ahead, long behind, long lots)
    {
        long present = ahead + behind, gone = present - lots;
        if (gone <= 0)
            return (ahead, behind - gone);
        if (lots == 0)
            return (0, 0);
        if (model == QueueModel.ProRata)
        {
            (long shareAhead, long shareBehind) = (gone * ahead / present, gone * behind / present);
            (ahead, behind, gone) = (ahead - shareAhead, behind - shareBehind, gone - shareAhead - shareBehind);
        }

        long fromBehind = Math.Min(behind, gone);
        return (ahead - (gone - fromBehind), behind - fromBehind);
    }

    private static (Exchange Exchange, ScriptedSource Source, ManualClock Clock) Open(QueueModel model, long shown)
    {
        var clock = ManualClock.At(Start_ms);
        var source = new ScriptedSource(Start_ms);
        source.Add(Start_ms, actions => actions.Level(0, Side.Buy, Bid, shown * Step));
        source.Add(Start_ms, actions => actions.Level(0, Side.Sell, Price.Parse("100.5").Units, Step));
        var options = new ExchangeOptions { Market = MarketKind.Captures, Queue = model, VirtualStart_ms = Start_ms, Accounts = [new AccountSeed("alice", Money.Of(10_000_000))] };
        Exchange exchange = Exchange.Create(options, clock, MarketSources.Open, given: source).Value;
        clock.AdvanceMilliseconds(100);
        exchange.CatchUp();
        return (exchange, source, clock);
    }
}
