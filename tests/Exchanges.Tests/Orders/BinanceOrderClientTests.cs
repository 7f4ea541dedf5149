using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;
using Platform.Exchanges.Binance.Accounts;
using Platform.Exchanges.Binance.Endpoints;
using Platform.Exchanges.Binance.Orders;
using Platform.Exchanges.Binance.Rest;
using Platform.Exchanges.Binance.Signing;
using Platform.Exchanges.Tests.Kit;
using Platform.Exchanges.Tests.Rest;
using Xunit;

namespace Platform.Exchanges.Tests.Orders;

public sealed class BinanceOrderClientTests
{
    private static readonly NewOrder Close = new("BTCUSDT", Side.Sell, PositionSide.Both, OrderType.Market, Quantity.Parse("0.462"), ReduceOnly: true, "1a2b-251222004-7-0-0");

    [Fact]
    public async Task The_acknowledgement_of_today_is_read_without_a_price()
    {
        await using ScriptedVenue venue = await ScriptedVenue.StartAsync();
        venue.Answer("POST /fapi/v1/order", """{"orderId":822541790001,"symbol":"BTCUSDT","status":"FILLED","clientOrderId":"1a2b-251222004-7-0-0","price":"0","origQty":"0.462","executedQty":"0.462","cumQty":"0.462","timeInForce":"GTC","type":"MARKET","reduceOnly":true,"closePosition":false,"side":"SELL","positionSide":"BOTH","updateTime":1784073600200}""");
        using BinanceRest rest = BinanceRestTests.Rest(venue);

        VenueOrder order = (await new BinanceOrderClient(rest).PlaceAsync(Close, null, CancellationToken.None)).Value;

        Assert.Equal(VenueOrderStatus.Filled, order.Status);
        Assert.Equal(Quantity.Parse("0.462"), order.Executed);
        Assert.True(order.AveragePrice.IsZero);
    }

    [Fact]
    public async Task What_is_signed_is_what_arrives()
    {
        await using ScriptedVenue venue = await ScriptedVenue.StartAsync();
        venue.Answer("POST /fapi/v1/order", "{}", 400);
        using BinanceRest rest = BinanceRestTests.Rest(venue);

        await new BinanceOrderClient(rest).PlaceAsync(Close, null, CancellationToken.None);

        string query = venue.Requests.Single().Split('?')[1];
        int cut = query.IndexOf("&signature=", StringComparison.Ordinal);
        Assert.Equal("symbol=BTCUSDT&side=SELL&type=MARKET&quantity=0.462&reduceOnly=true&newClientOrderId=1a2b-251222004-7-0-0&newOrderRespType=RESULT&recvWindow=5000&timestamp=1784073600000", query[..cut]);
        Assert.Equal(RequestSignature.Of(new ApiKey("key", "secret"), query[..cut]), query[(cut + "&signature=".Length)..]);
    }

    [Theory]
    [InlineData("<html>ok</html>")]
    [InlineData("{\"orderId\":1")]
    [InlineData("[]")]
    [InlineData("{\"orderId\":\"one\",\"status\":7}")]
    [InlineData("")]
    public async Task An_acceptance_that_cannot_be_read_is_of_unknown_outcome(string body)
    {
        await using ScriptedVenue venue = await ScriptedVenue.StartAsync();
        venue.Answer("POST /fapi/v1/order", body);
        using BinanceRest rest = BinanceRestTests.Rest(venue);

        Result<VenueOrder> placed = await new BinanceOrderClient(rest).PlaceAsync(Close, null, CancellationToken.None);

        Assert.Equal((FaultKind.Unknown, true), (placed.Fault!.Kind, placed.Fault.IsTransient));
        Assert.Single(venue.Requests);
    }

    [Fact]
    public async Task A_redirect_of_an_order_is_not_followed()
    {
        await using ScriptedVenue venue = await ScriptedVenue.StartAsync();
        venue.Answer("POST /fapi/v1/order", "", 307, ("Location", "/fapi/v1/order"));
        using BinanceRest rest = BinanceRestTests.Rest(venue);

        Assert.False((await new BinanceOrderClient(rest).PlaceAsync(Close, null, CancellationToken.None)).IsOk);

        Assert.Single(venue.Requests);
    }

    [Fact]
    public async Task The_fills_of_an_order_are_read_to_their_end()
    {
        await using ScriptedVenue venue = await ScriptedVenue.StartAsync();
        string Page(int from, int count) => $"[{string.Join(',', Enumerable.Range(from, count).Select(id => $$"""{"id":{{id}},"orderId":7,"symbol":"BTCUSDT","side":"SELL","positionSide":"BOTH","price":"1","qty":"1","commission":"0","commissionAsset":"USDT","realizedPnl":"0","maker":false,"time":1}"""))}]";
        using BinanceRest rest = BinanceRestTests.Rest(venue);
        venue.AnswerBy("GET /fapi/v1/userTrades", query => query.Contains("fromId=1001", StringComparison.Ordinal) ? Page(1001, 4) : Page(1, 1000));

        IReadOnlyList<VenueTrade> trades = (await new BinanceOrderClient(rest).GetTradesOfAsync("BTCUSDT", 7, CancellationToken.None)).Value;

        Assert.Equal(1004, trades.Select(trade => trade.TradeId).Distinct().Count());
    }

    [Fact]
    public async Task An_order_whose_answer_is_lost_is_of_unknown_outcome()
    {
        await using ScriptedVenue venue = await ScriptedVenue.StartAsync();
        venue.Reset("POST /fapi/v1/order");
        using BinanceRest rest = BinanceRestTests.Rest(venue);

        Result<VenueOrder> placed = await new BinanceOrderClient(rest).PlaceAsync(Close, null, CancellationToken.None);

        Assert.Equal(FaultKind.Unknown, placed.Fault!.Kind);
        Assert.Single(venue.Requests);
    }

    [Fact]
    public async Task An_order_that_is_not_answered_in_time_is_of_unknown_outcome()
    {
        await using ScriptedVenue venue = await ScriptedVenue.StartAsync();
        venue.Swallow("POST /fapi/v1/order");
        using var rest = new BinanceRest(venue.Endpoints, new BinanceRestOptions(TimeLimit: TimeSpan.FromMilliseconds(200)), new Binance.Limits.LocalWeightGate(TimeProvider.System, new()), TimeProvider.System, TimeProvider.System, new ApiKey("key", "secret"));

        Result<VenueOrder> placed = await new BinanceOrderClient(rest).PlaceAsync(Close, null, CancellationToken.None);

        Assert.Equal(FaultKind.Unknown, placed.Fault!.Kind);
    }

    [Fact]
    public async Task A_refused_timestamp_is_corrected_once_and_sent_again()
    {
        await using ScriptedVenue venue = await ScriptedVenue.StartAsync();
        venue.Answer("GET /fapi/v1/order", """{"code":-1021,"msg":"Timestamp for this request was 1000ms ahead of the server's time."}""", 400);
        venue.Answer("GET /fapi/v1/time", """{"serverTime":1784073590000}""");
        using BinanceRest rest = BinanceRestTests.Rest(venue);

        Result<VenueOrder> order = await new BinanceOrderClient(rest).QueryAsync("BTCUSDT", "x", CancellationToken.None);

        Assert.Equal(-1021, order.Fault!.Code);
        string[] queries = [.. venue.Requests.Where(request => request.Contains("/order?", StringComparison.Ordinal))];
        Assert.Equal(2, queries.Length);
        Assert.Contains("timestamp=1784073590000", queries[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_documented_examples_of_order_and_account_endpoints_are_read()
    {
        await using ScriptedVenue venue = await ScriptedVenue.StartAsync();
        foreach ((string endpoint, string folder, string file) in new[]
        {
            ("POST /fapi/v1/order", "Trading", "PlaceOrder"), ("GET /fapi/v1/order", "Trading", "GetOrder"), ("DELETE /fapi/v1/order", "Trading", "CancelOrder"),
            ("DELETE /fapi/v1/allOpenOrders", "Trading", "CancelAllOrders"), ("GET /fapi/v1/openOrders", "Trading", "GetOpenOrders"), ("GET /fapi/v1/allOrders", "Trading", "GetOrders"),
            ("GET /fapi/v1/userTrades", "Trading", "GetUserTrades"), ("GET /fapi/v3/positionRisk", "Trading", "GetPositions"), ("GET /fapi/v3/account", "Account", "GetAccountInfoV3"),
            ("GET /fapi/v1/income", "Account", "GetIncomeHistory"), ("GET /fapi/v1/leverageBracket", "Account", "GetBrackets"), ("POST /fapi/v1/leverage", "Account", "ChangeInitialLeverage"),
            ("POST /fapi/v1/marginType", "Account", "ChangeMarginType"), ("POST /fapi/v1/positionSide/dual", "Account", "ModifyPositionMode"),
        })
            venue.Answer(endpoint, Fixtures.Body($"Endpoints/UsdFutures/{folder}", file));
        using BinanceRest rest = BinanceRestTests.Rest(venue);
        var orders = new BinanceOrderClient(rest);
        var account = new BinanceAccountClient(rest);
        CancellationToken cancel = CancellationToken.None;

        Assert.Equal(22542179, (await orders.PlaceAsync(Close, null, cancel)).Value.OrderId);
        Assert.NotEqual(0, (await orders.QueryAsync("BTCUSDT", "x", cancel)).Value.OrderId);
        Assert.Equal(VenueOrderStatus.Canceled, (await orders.CancelAsync("BTCUSDT", "x", cancel)).Value.Status);
        Assert.True((await orders.CancelAllAsync("BTCUSDT", cancel)).IsOk);
        Assert.NotEmpty((await orders.GetOpenOrdersAsync(null, cancel)).Value);
        Assert.NotEmpty((await orders.GetAllOrdersAsync("BTCUSDT", null, null, 500, cancel)).Value);
        VenueTrade trade = (await orders.GetTradesFromAsync("BTCUSDT", 0, 500, cancel)).Value.Single();
        Assert.Equal((698759, Money.Parse("-0.0781901"), Price.Parse("7819.01")), (trade.TradeId, trade.Commission, trade.Price));
        Assert.Equal(Quantity.Parse("0.001"), (await account.GetPositionsAsync(null, cancel)).Value[0].Quantity);
        AccountTotals totals = (await account.GetAccountAsync(cancel)).Value;
        Assert.Equal(totals.WalletBalance + totals.UnrealizedPnl, totals.MarginBalance);
        Assert.NotEmpty((await account.GetIncomeAsync(null, null, null, 100, cancel)).Value);
        Assert.NotEmpty((await account.GetLeverageBracketsAsync("ETHUSDT", cancel)).Value[0].Brackets);
        Assert.True((await account.SetLeverageAsync("BTCUSDT", 20, cancel)).IsOk);
        Assert.True((await account.SetMarginTypeAsync("BTCUSDT", MarginType.Crossed, cancel)).IsOk);
        Assert.True((await account.SetHedgeModeAsync(false, cancel)).IsOk);
    }

    [Fact]
    public async Task A_setting_that_already_has_the_value_returns_Already()
    {
        await using ScriptedVenue venue = await ScriptedVenue.StartAsync();
        venue.Answer("POST /fapi/v1/marginType", """{"code":-4046,"msg":"No need to change margin type."}""", 400);
        using BinanceRest rest = BinanceRestTests.Rest(venue);

        Result<Done> set = await new BinanceAccountClient(rest).SetMarginTypeAsync("BTCUSDT", MarginType.Crossed, CancellationToken.None);

        Assert.Equal(FaultKind.Already, set.Fault!.Kind);
    }
}
