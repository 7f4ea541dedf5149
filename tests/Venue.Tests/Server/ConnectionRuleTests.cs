using System.Net.WebSockets;
using System.Text.Json;
using Platform.Venue.Gateway.Limits;
using Platform.Venue.Gateway.Unconfirmed;
using Xunit;

namespace Platform.Venue.Tests.Server;

/// <summary>Which streams are delivered on which connection and in which form, and which connections are closed (spec/binance-usdm.md §1.2 to §1.4, §5.3).</summary>
public class ConnectionRuleTests
{
    [Fact]
    public async Task Streams_of_another_route_are_acknowledged_listed_and_not_delivered()
    {
        await using TestVenue venue = await TestVenue.StartAsync();
        string key = await venue.ListenKeyAsync();
        await using StreamClient user = await venue.OpenAsync($"/private/ws/{key}"), market = await venue.OpenAsync("/market/stream?streams="), unrouted = await venue.OpenAsync($"/ws/{key}");
        Assert.Equal("""{"result":null,"id":1}""", (await user.AskAsync("""{"method":"SUBSCRIBE","params":["btcusdt@markPrice@1s","btcusdt@depth@100ms"],"id":1}""")).GetRawText());
        Assert.Equal("""{"result":null,"id":1}""", (await market.AskAsync($$"""{"method":"SUBSCRIBE","params":["{{key}}"],"id":1}""")).GetRawText());
        Assert.Equal(["btcusdt@depth@100ms", "btcusdt@markPrice@1s", key], (await user.AskAsync("""{"method":"LIST_SUBSCRIPTIONS","id":2}""")).GetProperty("result").EnumerateArray().Select(name => name.GetString()).Order());
        await venue.OrderAsync("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.002");
        for (int i = 0; i < 4; i++)
            Assert.Contains(StreamClient.TypeOf(await user.NextAsync(_ => true)), (string[])["ORDER_TRADE_UPDATE", "TRADE_LITE", "ACCOUNT_UPDATE"]);
        foreach (StreamClient silent in (StreamClient[])[market, unrouted])
        {
            await silent.SendAsync("""{"method":"LIST_SUBSCRIPTIONS","id":3}""");
            Assert.Equal(3, (await silent.NextAsync(_ => true)).GetProperty("id").GetInt32());
        }
    }

    [Fact]
    public async Task Two_listen_keys_on_one_connection_have_their_own_names_and_filters()
    {
        await using TestVenue venue = await TestVenue.StartAsync();
        (string first, string second) = (await venue.ListenKeyAsync(), await venue.ListenKeyAsync("BK"));
        await using StreamClient both = await venue.OpenAsync($"/private/stream?listenKey={first}&events=ACCOUNT_UPDATE&listenKey={second}&events=TRADE_LITE/ORDER_TRADE_UPDATE");
        await venue.OrderAsync("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.002");
        await venue.OrderAsync("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.002", "BK", "BS");
        var seen = new List<(string?, string?)>();
        for (int i = 0; i < 4; i++)
        {
            JsonElement message = await both.NextAsync(_ => true);
            seen.Add((message.GetProperty("stream").GetString(), StreamClient.TypeOf(message.GetProperty("data"))));
        }

        Assert.Equal([(first, "ACCOUNT_UPDATE"), (second, "ORDER_TRADE_UPDATE"), (second, "TRADE_LITE"), (second, "ORDER_TRADE_UPDATE")], seen);
    }

    [Fact]
    public async Task Every_connection_of_a_listen_key_receives_everything_in_the_form_it_asked_for()
    {
        await using TestVenue venue = await TestVenue.StartAsync();
        string key = await venue.ListenKeyAsync();
        await using StreamClient bare = await venue.OpenAsync($"/private/ws?listenKey={key}"), wrapped = await venue.OpenAsync($"/private/stream?streams={key}");
        await venue.OrderAsync("symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.01&price=" + await BelowAsync(venue));
        JsonElement alone = await bare.NextAsync(_ => true), inside = (await wrapped.NextAsync(_ => true)).GetProperty("data");
        Assert.Equal(alone.GetRawText(), inside.GetRawText());
        Assert.Equal("""{"result":null,"id":"a"}""", (await bare.AskAsync("""{"method":"SET_PROPERTY","params":["combined",true],"id":"a"}""")).GetRawText());
        await venue.SignedAsync("DELETE", "/fapi/v1/allOpenOrders", "symbol=BTCUSDT");
        Assert.Equal(key, (await bare.NextAsync(_ => true)).GetProperty("stream").GetString());
    }

    [Fact]
    public async Task An_unsubscribed_stream_is_not_delivered()
    {
        await using TestVenue venue = await TestVenue.StartAsync(options => options with { Exchange = options.Exchange with { Speed = 20 } });
        await using StreamClient client = await venue.OpenAsync("/market/ws/btcusdt@markPrice@1s/ethusdt@markPrice@1s");
        await client.NextAsync(message => message.GetProperty("s").GetString() == "BTCUSDT");
        await client.AskAsync("""{"method":"UNSUBSCRIBE","params":["btcusdt@markPrice@1s","never@there"],"id":1}""");
        for (int i = 0; i < 20; i++)
            Assert.Equal("ETHUSDT", (await client.NextAsync(_ => true)).GetProperty("s").GetString());
    }

    [Fact]
    public async Task Orders_show_a_used_weight_of_minus_one_and_cancels_by_REST_count_in_both_pools()
    {
        await using TestVenue venue = await TestVenue.StartAsync();
        await using StreamClient api = await venue.OpenAsync("/ws-fapi/v1");
        Answer placed = await venue.OrderAsync("symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.01&newClientOrderId=a&price=" + await BelowAsync(venue));
        Assert.Equal(("-1", "1", "1"), (placed.Header("X-MBX-USED-WEIGHT-1M"), placed.Header("X-MBX-ORDER-COUNT-10S"), placed.Header("X-MBX-ORDER-COUNT-1M")));
        int before = await SocketWeightAsync(api, "1");
        Assert.NotEqual("-1", (await venue.SignedAsync("DELETE", "/fapi/v1/order", "symbol=BTCUSDT&origClientOrderId=a")).Header("X-MBX-USED-WEIGHT-1M"));
        await venue.GetAsync("/fapi/v1/ticker/24hr");
        Assert.Equal(before + 2 + 1, await SocketWeightAsync(api, "2"));
    }

    [Fact]
    public async Task A_refused_order_and_an_unknown_path_have_the_headers_too()
    {
        await using TestVenue venue = await TestVenue.StartAsync();
        Answer refused = await venue.OrderAsync("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=9999999");
        Assert.Equal((400, "1"), (refused.Status, refused.Header("X-MBX-ORDER-COUNT-1M")));
        Answer unknown = await venue.GetAsync("/sapi/v1/nothing");
        Assert.Equal((404, true), (unknown.Status, unknown.Header("X-MBX-USED-WEIGHT-1M").Length > 0));
        Answer keyless = await venue.GetAsync("/fapi/v3/balance");
        Assert.Equal((401, true), (keyless.Status, keyless.Header("X-MBX-USED-WEIGHT-1M").Length > 0));
    }

    [Fact]
    public async Task An_address_without_weight_or_with_a_ban_is_refused_a_socket()
    {
        await using TestVenue venue = await TestVenue.StartAsync(options => options with { Limits = new VenueLimits { Weight = 12, RefusalsBeforeBan = 2 } });
        await using StreamClient first = await venue.OpenAsync("/ws-fapi/v1"), second = await venue.OpenAsync("/ws-fapi/v1");
        await RefusedAsync(venue, "/ws-fapi/v1", "429");
        await using (await venue.OpenAsync("/public/ws"))
        {
        }

        while ((await venue.GetAsync("/fapi/v1/depth?symbol=BTCUSDT")).Status != 418)
        {
        }

        await RefusedAsync(venue, "/public/ws", "418");
    }

    [Fact]
    public async Task A_client_that_repeatedly_exceeds_the_message_rate_is_banned()
    {
        await using TestVenue venue = await TestVenue.StartAsync(options => options with { Facts = new UnconfirmedFacts { FloodsBeforeBan = 2 } });
        for (int time = 0; time < 2; time++)
        {
            Assert.Equal(200, (await venue.GetAsync("/fapi/v1/ping")).Status);
            await using StreamClient client = await venue.OpenAsync("/public/ws");
            for (int i = 0; i < 12; i++)
                await client.SendAsync("""{"method":"LIST_SUBSCRIPTIONS","id":1}""");
            while (await client.NextAsync() is not null)
            {
            }
        }

        await TestKit.Waiting.Eventually.TrueAsync(async () => (await venue.GetAsync("/fapi/v1/ping")).Status == 418);
    }

    private static async Task RefusedAsync(TestVenue venue, string path, string status) =>
        Assert.Contains(status, (await Assert.ThrowsAsync<WebSocketException>(() => venue.OpenAsync(path))).Message, StringComparison.Ordinal);

    private static async Task<int> SocketWeightAsync(StreamClient api, string id)
    {
        JsonElement answer = await api.AskAsync($$"""{"id":"{{id}}","method":"session.status"}""");
        return answer.GetProperty("rateLimits").EnumerateArray().Single(limit => limit.GetProperty("rateLimitType").GetString() == "REQUEST_WEIGHT").GetProperty("count").GetInt32();
    }

    private static async Task<string> BelowAsync(TestVenue venue) =>
        Math.Floor(decimal.Parse((await venue.GetAsync("/fapi/v1/ticker/bookTicker?symbol=BTCUSDT")).Body.GetProperty("bidPrice").GetString()!) * 0.98m).ToString();
}
