using Platform.Domain.Market;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;
using Platform.TestKit.Clocks;
using Platform.TestKit.Processes;
using Platform.Exchanges.Binance.Endpoints;
using Platform.Exchanges.Binance.Limits;
using Platform.Exchanges.Binance.Market;
using Platform.Exchanges.Binance.Rest;
using Platform.Exchanges.Tests.Kit;
using Xunit;

namespace Platform.Exchanges.Tests.Rest;

public sealed class BinanceRestTests
{
    private static readonly ManualClock Clock = ManualClock.At(1_784_073_600_000);

    [Fact]
    public async Task Aggregate_trades_are_read_exactly_and_the_weight_header_is_kept()
    {
        await using ScriptedVenue venue = await ScriptedVenue.StartAsync();
        venue.Answer("GET /fapi/v1/aggTrades", """[{"a":26129,"p":"0.01633102","q":"4.70443515","nq":"4.1","f":27781,"l":27783,"T":1498793709153,"m":true}]""", 200, ("X-MBX-USED-WEIGHT-1M", "21"));
        using BinanceRest rest = Rest(venue);

        IReadOnlyList<AggTrade> trades = (await new BinanceMarketClient(rest).GetAggTradesFromAsync("BTCUSDT", 26129, 1000, CancellationToken.None)).Value;

        Assert.Equal(new AggTrade(26129, Price.Parse("0.01633102"), Quantity.Parse("4.70443515"), 27781, 27783, 1498793709153, true), Assert.Single(trades));
        Assert.Equal(21, rest.WeightUsed);
        Assert.Equal("GET /fapi/v1/aggTrades?symbol=BTCUSDT&fromId=26129&limit=1000", venue.Requests.Single());
    }

    [Fact]
    public async Task The_bytes_on_the_wire_are_the_bytes_that_were_encoded()
    {
        await using ScriptedVenue venue = await ScriptedVenue.StartAsync();
        venue.Answer("GET /fapi/v1/premiumIndex", """{"symbol":"币安USDT","markPrice":"1.5","indexPrice":"1.4","lastFundingRate":"0.0001","nextFundingTime":1,"time":2}""");
        using BinanceRest rest = Rest(venue);

        PremiumIndex row = (await new BinanceMarketClient(rest).GetPremiumIndexAsync("币安USDT", CancellationToken.None)).Value.Single();

        Assert.Equal("币安USDT", row.Symbol);
        Assert.Equal("GET /fapi/v1/premiumIndex?symbol=%E5%B8%81%E5%AE%89USDT", venue.Requests.Single());
    }

    [Fact]
    public async Task A_refused_connection_is_unavailable_because_nothing_was_sent()
    {
        using var rest = new BinanceRest(BinanceEndpoints.Mock($"127.0.0.1:{FreePort.Next()}"), new(), new LocalWeightGate(Clock, new()), Clock, TimeProvider.System);

        Result<long> time = await new BinanceMarketClient(rest).GetTimeAsync(CancellationToken.None);

        Assert.Equal(FaultKind.Unavailable, time.Fault!.Kind);
    }

    [Fact]
    public async Task A_body_of_another_shape_names_the_field()
    {
        await using ScriptedVenue venue = await ScriptedVenue.StartAsync();
        venue.Answer("GET /fapi/v1/aggTrades", """[{"a":1,"p":"abc","q":"1","f":1,"l":1,"T":1,"m":true}]""");
        using BinanceRest rest = Rest(venue);

        Result<IReadOnlyList<AggTrade>> trades = await new BinanceMarketClient(rest).GetNewestAggTradesAsync("BTCUSDT", 10, CancellationToken.None);

        Assert.Equal(FaultKind.Corrupt, trades.Fault!.Kind);
        Assert.Contains("'p'", trades.Fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_refusal_for_too_many_requests_no_request_is_sent_until_the_time_is_over()
    {
        await using ScriptedVenue venue = await ScriptedVenue.StartAsync();
        venue.Answer("GET /fapi/v1/time", """{"code":-1003,"msg":"Too many requests"}""", 429, ("Retry-After", "30"));
        var gate = new LocalWeightGate(Clock, new WeightGateOptions(MaxWait: TimeSpan.Zero));
        using var rest = new BinanceRest(venue.Endpoints, new(), gate, Clock, TimeProvider.System);
        var market = new BinanceMarketClient(rest);

        Assert.Equal(FaultKind.Exhausted, (await market.GetTimeAsync(CancellationToken.None)).Fault!.Kind);
        Assert.Equal(FaultKind.Exhausted, (await market.GetTimeAsync(CancellationToken.None)).Fault!.Kind);
        Assert.Single(venue.Requests);
    }

    [Fact]
    public async Task Too_many_orders_of_the_account_stop_its_orders_and_no_other_request()
    {
        await using ScriptedVenue venue = await ScriptedVenue.StartAsync();
        venue.Answer("GET /fapi/v1/time", """{"code":-1015,"msg":"Too many new orders"}""", 429, ("Retry-After", "30"));
        var gate = new LocalWeightGate(Clock, new WeightGateOptions(MaxWait: TimeSpan.Zero));
        using var rest = new BinanceRest(venue.Endpoints, new(), gate, Clock, TimeProvider.System);
        var market = new BinanceMarketClient(rest);

        Assert.Equal(-1015, (await market.GetTimeAsync(CancellationToken.None)).Fault!.Code);
        await market.GetTimeAsync(CancellationToken.None);
        Assert.Equal(2, venue.Requests.Count);
        Assert.False((await gate.TakeAsync(new RequestCost(0, IsOrder: true, RiskReducing: true), CancellationToken.None)).IsOk);
    }

    [Fact]
    public async Task A_request_denied_after_its_wait_for_the_budget_is_not_sent()
    {
        await using ScriptedVenue venue = await ScriptedVenue.StartAsync();
        using BinanceRest rest = Rest(venue);
        var order = new Exchanges.Binance.Orders.NewOrder("BTCUSDT", Domain.Orders.Side.Buy, Domain.Orders.PositionSide.Both, Domain.Orders.OrderType.Market, Primitives.Numbers.Quantity.Of(1), false, "id");

        Fault? denied = (await new Exchanges.Binance.Orders.BinanceOrderClient(rest).PlaceAsync(order, () => "the kill switch is on", CancellationToken.None)).Fault;

        Assert.Equal((FaultKind.Denied, true), (denied!.Kind, denied.Message.Contains("the kill switch is on", StringComparison.Ordinal)));
        Assert.Empty(venue.Requests);
    }

    internal static BinanceRest Rest(ScriptedVenue venue) =>
        new(venue.Endpoints, new BinanceRestOptions(TimeLimit: TimeSpan.FromSeconds(5)), new LocalWeightGate(Clock, new()), Clock, TimeProvider.System, new ApiKey("key", "secret"));
}
