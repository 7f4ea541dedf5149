using Platform.Domain.Orders;
using Platform.Exchanges.Binance.Endpoints;
using Platform.Exchanges.Binance.Limits;
using Platform.Exchanges.Binance.Orders;
using Platform.Exchanges.Binance.Rest;
using Platform.Executor.Gateway;
using Platform.Executor.Paper;
using Platform.Executor.Tests.Kit;
using Platform.Primitives.Numbers;
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
    private protected override IOrderGateway Create(BinanceEndpoints endpoints, string folder)
    {
        var rest = new BinanceRest(endpoints, SteppedVenue.RestOptions, new LocalWeightGate(Venue.Clock, SteppedVenue.NoLimits), Venue.Clock, TimeProvider.System, Key);
        return new PaperOrderGateway(rest, PaperLedger.Open(folder, TradedAccount.Account, waitForDisk: false).Value, new PaperRules(20, 60_000), Venue.Clock);
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
