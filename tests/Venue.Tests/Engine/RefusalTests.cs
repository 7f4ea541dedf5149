using Platform.Domain.Instruments;
using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Venue.Core.Contract;
using Platform.Venue.Gateway.Wire;
using Xunit;

namespace Platform.Venue.Tests.Engine;

/// <summary>Errors that require a certain state of the account, the contract or the market, each with the commands that lead to it.</summary>
public sealed class RefusalTests
{
    private delegate VenueError? Attempt(TestExchange venue);

    private static readonly Dictionary<string, (int Code, Attempt Try)> Table = new(StringComparer.Ordinal)
    {
        ["an order on a halted contract"] = (-1122, venue => After(venue, new SetInstrumentStatus(TestExchange.Btc, InstrumentStatus.Halted), Buy(venue))),
        ["an opening order while only cancels are taken"] = (-4140, venue => After(venue, new SetInstrumentStatus(TestExchange.Btc, InstrumentStatus.CancelOnly), Buy(venue))),
        ["an order on a closed contract"] = (-4141, venue => After(venue, new SetInstrumentStatus(TestExchange.Btc, InstrumentStatus.Closed), Buy(venue))),
        ["a change of an order on a halted contract"] = (-5024, venue =>
        {
            long id = Rest(venue);
            return After(venue, new SetInstrumentStatus(TestExchange.Btc, InstrumentStatus.Halted), Change(venue, id, Low(venue) - Price.Of(1)));
        }),
        ["a quantity below the least"] = (-4004, venue => After(venue, WithFilters(venue, least: "0.01"), Buy(venue, "0.005"))),
        ["a quantity off the step"] = (-4023, venue => After(venue, WithFilters(venue, step: "0.002"), Buy(venue, "0.005"))),
        ["a price below the least"] = (-4013, venue => After(venue, WithFilters(venue, cheapest: "1000"), Limit(venue, "0.1", Price.Of(900)))),
        ["a price off the tick"] = (-4014, venue => After(venue, WithFilters(venue, tick: "0.5"), Limit(venue, "0.1", Low(venue) + Price.Parse("0.2")))),
        ["one open order too many"] = (-2025, venue =>
        {
            Rest(venue);
            return After(venue, new ReplaceInstrument(Instrument(venue) with { MaxOrders = 1 }), Limit(venue, "0.1", Low(venue)));
        }),
        ["a position above the bracket of its leverage"] = (-2027, venue => After(venue, new SetLeverage(venue.Alice, TestExchange.Btc, 125), Limit(venue, "80", Low(venue)))),
        ["a leverage whose bracket is too small for the orders"] = (-2027, venue =>
        {
            Assert.True(venue.Exchange.Execute(Limit(venue, "10", Low(venue))).IsOk);
            return venue.Exchange.Execute(new SetLeverage(venue.Alice, TestExchange.Btc, 125)).Error;
        }),
        ["a leverage that leaves too little margin"] = (-2028, venue =>
        {
            Assert.True(venue.Exchange.Execute(Limit(venue, "10", Low(venue))).IsOk);
            return venue.Exchange.Execute(new SetLeverage(venue.Alice, TestExchange.Btc, 2)).Error;
        }),
        ["a market order whose counterparty is too far from the mark"] = (-4131, venue => After(venue, new ReplaceInstrument(Instrument(venue) with { PercentPrice = new PercentPrice(Rate.Parse("0.9"), Rate.Parse("0.8")) }), Buy(venue))),
        ["a change of an order that has ended"] = (-2013, venue => venue.Exchange.Execute(Change(venue, venue.Exchange.Execute(Buy(venue)).Value!.OrderId, Low(venue))).Error),
        ["a change that changes nothing"] = (-5027, venue => venue.Exchange.Execute(Change(venue, Rest(venue), Low(venue))).Error),
        ["a change after ten thousand"] = (-5026, venue =>
        {
            long id = Rest(venue);
            Price low = Low(venue);
            for (int i = 0; i < 10_000; i++)
                Assert.True(venue.Exchange.Execute(Change(venue, id, low - Price.Of(1 + i % 2))).IsOk);
            return venue.Exchange.Execute(Change(venue, id, low)).Error;
        }),
        ["one conditional order too many"] = (-4045, venue =>
        {
            Reply<AlgoOrderView> last = venue.Exchange.Execute(Stop(venue));
            for (int i = 0; i < 250 && last.IsOk; i++)
                last = venue.Exchange.Execute(Stop(venue));
            Assert.Equal(200, venue.Exchange.Accounts.OpenAlgoOrders(venue.Alice, null).Count);
            return last.Error;
        }),
        ["an activation price off the tick"] = (-4135, venue => venue.Exchange.Execute(Stop(venue) with
        {
            Type = OrderType.TrailingStopMarket, TriggerPrice = null, CallbackPercent = Rate.Parse("1"), ActivatePrice = Price.Of(99_999_999),
        }).Error),
        ["a conditional order of a plain type"] = (-1116, venue => venue.Exchange.Execute(Stop(venue) with { Type = OrderType.Market }).Error),
        ["a close-all of a limit type"] = (-4136, venue => venue.Exchange.Execute(Stop(venue) with { Type = OrderType.Stop, ClosePosition = true, Quantity = null }).Error),
        ["a close-all with a quantity"] = (-4137, venue => venue.Exchange.Execute(Stop(venue) with { ClosePosition = true }).Error),
        ["a close-all that would open in hedge mode"] = (-4060, venue => After(venue, new SetPositionMode(venue.Alice, Hedge: true), Stop(venue) with { ClosePosition = true, Quantity = null, PositionSide = PositionSide.Short })),
        ["a callback rate outside its range"] = (-2007, venue => venue.Exchange.Execute(Stop(venue) with { Type = OrderType.TrailingStopMarket, TriggerPrice = null, CallbackPercent = Rate.Parse("21") }).Error),
        ["margin for a position that is not there"] = (-4054, venue => After(venue, new SetMarginType(venue.Alice, TestExchange.Btc, MarginType.Isolated), new AdjustIsolatedMargin(venue.Alice, TestExchange.Btc, PositionSide.Both, Money.Of(5)))),
        ["more margin than the account has"] = (-4050, venue => After(venue, new SetMarginType(venue.Alice, TestExchange.Btc, MarginType.Isolated), Buy(venue), new AdjustIsolatedMargin(venue.Alice, TestExchange.Btc, PositionSide.Both, Money.Of(200_000)))),
        ["margin out of a cross position"] = (-4049, venue => After(venue, Buy(venue), new AdjustIsolatedMargin(venue.Alice, TestExchange.Btc, PositionSide.Both, Money.Of(-1)))),
        ["a smaller leverage of an isolated position"] = (-4161, venue => After(venue, new SetMarginType(venue.Alice, TestExchange.Btc, MarginType.Isolated), Buy(venue), new SetLeverage(venue.Alice, TestExchange.Btc, 5))),
        ["multi-assets mode twice"] = (-4171, venue => After(venue, new SetMultiAssets(venue.Alice, true), new SetMultiAssets(venue.Alice, true))),
        ["multi-assets mode with open orders"] = (-4170, venue => After(venue, Limit(venue, "0.1", Low(venue)), new SetMultiAssets(venue.Alice, true))),
        ["multi-assets mode with an isolated symbol"] = (-4167, venue => After(venue, new SetMarginType(venue.Alice, TestExchange.Btc, MarginType.Isolated), new SetMultiAssets(venue.Alice, true))),
        ["an isolated symbol under multi-assets mode"] = (-4168, venue => After(venue, new SetMultiAssets(venue.Alice, true), new SetMarginType(venue.Alice, TestExchange.Btc, MarginType.Isolated))),
        ["another position mode with open orders"] = (-4067, venue => After(venue, Limit(venue, "0.1", Low(venue)), new SetPositionMode(venue.Alice, Hedge: true))),
        ["another position mode with a position"] = (-4068, venue => After(venue, Buy(venue), new SetPositionMode(venue.Alice, Hedge: true))),
        ["more money out than is free"] = (-2018, venue => venue.Exchange.Execute(new TransferMoney(venue.Alice, Money.Of(-100_001))).Error),
    };

    public static TheoryData<string> Cases => [.. Table.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Each_invalid_command_is_refused_with_its_code(string what)
    {
        using var venue = new TestExchange();
        (int code, Attempt attempt) = Table[what];
        VenueError? refused = attempt(venue);
        Assert.True(refused is not null, $"{what} was accepted");
        Assert.Equal((code, 400), (refused.Code, ApiError.Of(refused).Status));
        Assert.NotEmpty(refused.Message);
    }

    /// <summary>The error of the last command; the commands before it must be accepted.</summary>
    private static VenueError? After(TestExchange venue, params Command[] commands)
    {
        foreach (Command command in commands[..^1])
            Assert.Null(Do(venue, command));
        return Do(venue, commands[^1]);
    }

    private static VenueError? Do(TestExchange venue, Command command) => command switch
    {
        Command<OrderView> order => venue.Exchange.Execute(order).Error,
        Command<AlgoOrderView> algo => venue.Exchange.Execute(algo).Error,
        Command<LeverageView> leverage => venue.Exchange.Execute(leverage).Error,
        Command<Accepted> other => venue.Exchange.Execute(other).Error,
        _ => throw new ArgumentOutOfRangeException(nameof(command)),
    };

    private static Instrument Instrument(TestExchange venue) => venue.Exchange.Market.Listing(TestExchange.Btc)!.Instrument;

    private static ReplaceInstrument WithFilters(TestExchange venue, string? least = null, string? step = null, string? cheapest = null, string? tick = null)
    {
        Instrument now = Instrument(venue);
        LotSize Lot(LotSize lot) => new(least is null ? lot.Min : Quantity.Parse(least), lot.Max, step is null ? lot.Step : Quantity.Parse(step));
        return new ReplaceInstrument(now with
        {
            Lot = Lot(now.Lot), MarketLot = Lot(now.MarketLot), PercentPrice = default,
            Price = new PriceFilter(cheapest is null ? now.Price.Min : Price.Parse(cheapest), now.Price.Max, tick is null ? now.Price.Tick : Price.Parse(tick)),
        });
    }

    private static PlaceOrder Buy(TestExchange venue, string quantity = "0.010") => new(venue.Alice, TestExchange.Btc, Side.Buy, OrderType.Market) { Quantity = Quantity.Parse(quantity) };

    private static PlaceOrder Limit(TestExchange venue, string quantity, Price? price) =>
        new(venue.Alice, TestExchange.Btc, Side.Buy, OrderType.Limit) { Quantity = Quantity.Parse(quantity), Price = price, TimeInForce = TimeInForce.Gtc };

    private static PlaceAlgoOrder Stop(TestExchange venue) =>
        new(venue.Alice, TestExchange.Btc, Side.Sell, OrderType.StopMarket) { Quantity = Quantity.Parse("0.010"), TriggerPrice = Low(venue) };

    private static ModifyOrder Change(TestExchange venue, long orderId, Price price) =>
        new(venue.Alice, TestExchange.Btc, Side.Buy) { OrderId = orderId, Price = price, Quantity = Quantity.Parse("0.1") };

    /// <summary>A price at which an order rests, for every tick of the tests.</summary>
    private static Price Low(TestExchange venue) => venue.Touch.Bid.FloorTo(Price.Of(100)) - Price.Of(1_000);

    private static long Rest(TestExchange venue) => venue.Exchange.Execute(Limit(venue, "0.1", Low(venue))).Value!.OrderId;
}
