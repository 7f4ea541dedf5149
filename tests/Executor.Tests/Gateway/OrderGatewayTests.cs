using Microsoft.Extensions.Logging.Abstractions;
using Platform.Domain.Orders;
using Platform.Exchanges.Binance.Endpoints;
using Platform.Exchanges.Binance.Limits;
using Platform.Exchanges.Binance.Market;
using Platform.Exchanges.Binance.Orders;
using Platform.Exchanges.Binance.Rest;
using Platform.Executor.Gateway;
using Platform.Executor.Paper;
using Platform.Executor.Tests.Kit;
using Platform.Hosting.Alerts;
using Platform.Primitives.Numbers;
using Platform.TestKit.Files;
using Xunit;

namespace Platform.Executor.Tests.Gateway;

/// <summary>Sends.</summary>
public sealed class LiveOrderGatewayTests(GatewayVenue fixture) : OrderGatewayConformance(fixture)
{
    private protected override IOrderGateway Create(BinanceEndpoints endpoints, string folder) => new LiveOrderGateway(
        new BinanceTradingRest(endpoints, SteppedVenue.RestOptions, new LocalWeightGate(Venue.Clock, SteppedVenue.NoLimits), Venue.Clock, TimeProvider.System, Key), TimeSpan.Zero, Venue.Clock);

    /// <summary>Somebody else sells into the order.</summary>
    private protected override async Task FillInPartsAsync(NewOrder order, Quantity part, int parts)
    {
        using BinanceTradingRest other = Venue.Rest(await Venue.OpenAccountAsync($"seller-{order.ClientOrderId}", Balance));
        var entry = new BinanceOrderEntry(other);
        foreach (int[] some in Enumerable.Range(0, parts).Chunk(16))
        {
            await Task.WhenAll(some.Select(async i =>
                Assert.Null((await entry.PlaceAsync(new NewOrder(Symbol, Side.Sell, PositionSide.Both, OrderType.Market, part, false, $"s{i}"), null, CancellationToken.None)).Fault)));
        }
    }
}

/// <summary>Reads, and remembers what it would have sent.</summary>
public sealed class PaperOrderGatewayTests(GatewayVenue fixture) : OrderGatewayConformance(fixture)
{
    [Fact]
    public async Task An_order_refused_for_margin_leaves_the_depth_to_the_next()
    {
        DepthLevel best = (await BookAsync()).Asks[0];
        using var folder = new TempFolder("poor");
        ApiKey key = await Venue.OpenAccountAsync("poor", Notional.FromUnits((best.Price * best.Quantity).Units / 4).ToString(2));
        await Venue.StepAsync(1_000);
        using IOrderGateway poor = Create(Venue.Endpoints, folder.Path, key);
        best = (await BookAsync()).Asks[0];
        var order = new NewOrder(Symbol, Side.Buy, PositionSide.Both, OrderType.Market, best.Quantity, false, "first");

        Assert.Null((await poor.SetLeverageAsync(Symbol, 1, CancellationToken.None)).Fault);
        Assert.Equal(-2019, (await poor.PlaceAsync(order, static () => "", CancellationToken.None)).Fault?.Code);
        Assert.Null((await poor.SetLeverageAsync(Symbol, 20, CancellationToken.None)).Fault);
        VenueOrder placed = (await poor.PlaceAsync(order with { ClientOrderId = "second" }, static () => "", CancellationToken.None)).Value;

        VenueTrade trade = Assert.Single((await poor.TradesOfAsync(Symbol, placed.OrderId, CancellationToken.None)).Value);
        Assert.Equal((best.Price, best.Quantity), (trade.Price, trade.Quantity));
    }

    private protected override IOrderGateway Create(BinanceEndpoints endpoints, string folder) => Create(endpoints, folder, Key);

    private PaperOrderGateway Create(BinanceEndpoints endpoints, string folder, ApiKey key)
    {
        var rest = new BinanceRest(endpoints, SteppedVenue.RestOptions, new LocalWeightGate(Venue.Clock, SteppedVenue.NoLimits), Venue.Clock, TimeProvider.System, key);
        var alerts = new AlertPublisher("paper", _ => { }, Venue.Clock, TimeProvider.System, TimeSpan.FromMinutes(15), NullLogger.Instance);
        return new PaperOrderGateway(rest, PaperLedger.Open(folder, TradedAccount.Account, waitForDisk: false).Value, new PaperRules(20, 60_000), alerts, Venue.Clock);
    }

    /// <summary>Somebody else offers a part at the order's price, and every look at the order takes it.</summary>
    private protected override async Task FillInPartsAsync(NewOrder order, Quantity part, int parts)
    {
        using BinanceTradingRest other = Venue.Rest(await Venue.OpenAccountAsync($"seller-{order.ClientOrderId}", Balance));
        var offer = new NewOrder(Symbol, Side.Sell, PositionSide.Both, OrderType.Limit, part, false, "offer", order.Price, TimeInForce.Gtx);
        Assert.Null((await new BinanceOrderEntry(other).PlaceAsync(offer, null, CancellationToken.None)).Fault);
        for (int i = 0; i < parts; i++)
            await Gateway.QueryAsync(Symbol, order.ClientOrderId, CancellationToken.None);
        Assert.Null((await new BinanceOrderEntry(other).CancelAsync(Symbol, "offer", CancellationToken.None)).Fault);
    }
}
