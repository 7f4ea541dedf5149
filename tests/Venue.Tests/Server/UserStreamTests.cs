using System.Text.Json;
using Platform.TestKit.Clocks;
using Xunit;

namespace Platform.Venue.Tests.Server;

public class UserStreamTests
{
    [Theory]
    [InlineData("/private/ws/%")]
    [InlineData("/private/ws?listenKey=%")]
    [InlineData("/private/stream?listenKey=%")]
    [InlineData("/private/stream?streams=%")]
    [InlineData("/private/ws?listenKey=%&events=ORDER_TRADE_UPDATE/TRADE_LITE/ACCOUNT_UPDATE")]
    public async Task A_fill_is_delivered_in_order_for_every_way_to_attach_the_listen_key(string path)
    {
        await using TestVenue venue = await TestVenue.StartAsync();
        await using StreamClient client = await venue.OpenAsync(path.Replace("%", await venue.ListenKeyAsync(), StringComparison.Ordinal));
        JsonElement placed = (await venue.OrderAsync("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.01&newClientOrderId=mine")).Body;

        JsonElement accepted = (await client.EventAsync("ORDER_TRADE_UPDATE")).GetProperty("o");
        Assert.Equal(("NEW", "mine"), (accepted.GetProperty("x").GetString(), accepted.GetProperty("c").GetString()));
        JsonElement lite = await client.EventAsync("TRADE_LITE");
        JsonElement account = await client.EventAsync("ACCOUNT_UPDATE");
        JsonElement filled = await client.EventAsync("ORDER_TRADE_UPDATE");
        Assert.Equal("TRADE", filled.GetProperty("o").GetProperty("x").GetString());
        Assert.Equal(lite.GetProperty("t").GetInt64(), filled.GetProperty("o").GetProperty("t").GetInt64());
        Assert.Equal(account.GetProperty("T").GetInt64(), filled.GetProperty("T").GetInt64());
        Assert.Equal(placed.GetProperty("orderId").GetInt64(), filled.GetProperty("o").GetProperty("i").GetInt64());
        JsonElement trade = (await venue.SignedAsync("GET", "/fapi/v1/userTrades", "symbol=BTCUSDT")).Body[0];
        Assert.Equal(trade.GetProperty("commission").GetString(), filled.GetProperty("o").GetProperty("n").GetString());
        Assert.Equal(trade.GetProperty("id").GetInt64(), lite.GetProperty("t").GetInt64());
        string wallet = (await venue.SignedAsync("GET", "/fapi/v3/account")).Body.GetProperty("totalWalletBalance").GetString()!;
        Assert.Equal(wallet, account.GetProperty("a").GetProperty("B")[0].GetProperty("wb").GetString());
    }

    [Fact]
    public async Task A_listen_key_as_stream_name_is_delivered_on_the_private_route_and_wrapped_with_its_own_name()
    {
        await using TestVenue venue = await TestVenue.StartAsync();
        string key = await venue.ListenKeyAsync();
        await using StreamClient client = await venue.OpenAsync("/private/stream?streams=");
        await client.AskAsync($$"""{"method":"SUBSCRIBE","params":["{{key}}"],"id":"1"}""");
        await venue.OrderAsync("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.01");
        Assert.Equal(key, (await client.NextAsync(_ => true)).GetProperty("stream").GetString());
    }

    [Fact]
    public async Task Event_filters_apply_and_accounts_receive_only_their_own_events()
    {
        await using TestVenue venue = await TestVenue.StartAsync();
        await using StreamClient filtered = await venue.OpenAsync($"/private/ws?listenKey={await venue.ListenKeyAsync()}&events=ACCOUNT_UPDATE");
        await using StreamClient other = await venue.OpenAsync($"/private/ws/{await venue.ListenKeyAsync("BK")}");
        await venue.OrderAsync("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.01");
        Assert.Equal("ACCOUNT_UPDATE", StreamClient.TypeOf(await filtered.NextAsync(_ => true)));
        await venue.OrderAsync("symbol=BTCUSDT&side=SELL&type=MARKET&quantity=0.01&newClientOrderId=theirs", "BK", "BS");
        Assert.Equal("theirs", (await other.NextAsync(_ => true)).GetProperty("o").GetProperty("c").GetString());
    }

    [Fact]
    public async Task A_listen_key_expires_after_an_hour_with_an_event_and_cannot_be_extended()
    {
        var clock = new ManualClock(DateTimeOffset.UtcNow);
        await using TestVenue venue = await TestVenue.StartAsync(options => options with { Sockets = new() { PongWithin = TimeSpan.FromHours(2) } }, clock);
        string key = await venue.ListenKeyAsync();
        await using StreamClient client = await venue.OpenAsync($"/private/ws/{key}");
        await client.AskAsync("""{"method":"LIST_SUBSCRIPTIONS","id":1}""");
        Assert.Equal(200, (await venue.SendAsync(HttpMethod.Put, "/fapi/v1/listenKey", null, "AK")).Status);
        clock.Advance(TimeSpan.FromMinutes(61));
        JsonElement expired = await client.EventAsync("listenKeyExpired");
        Assert.Equal(key, expired.GetProperty("listenKey").GetString());
        Assert.Equal(JsonValueKind.Number, expired.GetProperty("E").ValueKind);
        Answer kept = await venue.SendAsync(HttpMethod.Put, "/fapi/v1/listenKey", null, "AK");
        Assert.Equal((400, -1125), (kept.Status, kept.Code));
        Assert.NotEqual(key, await venue.ListenKeyAsync());
    }

    [Fact]
    public async Task A_deleted_listen_key_delivers_nothing_and_an_invalid_one_is_accepted_without_an_error()
    {
        await using TestVenue venue = await TestVenue.StartAsync();
        string key = await venue.ListenKeyAsync();
        await using StreamClient client = await venue.OpenAsync($"/private/ws/{key}");
        Assert.Equal("{}", (await venue.SendAsync(HttpMethod.Delete, "/fapi/v1/listenKey", null, "AK")).Body.GetRawText());
        await using StreamClient dead = await venue.OpenAsync($"/private/ws/{key}");
        await venue.OrderAsync("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.01");
        Assert.Equal(1, (await client.AskAsync("""{"method":"LIST_SUBSCRIPTIONS","id":1}""")).GetProperty("id").GetInt32());
        Assert.Equal(1, (await dead.AskAsync("""{"method":"LIST_SUBSCRIPTIONS","id":1}""")).GetProperty("id").GetInt32());
    }

    [Fact]
    public async Task A_change_of_leverage_is_published()
    {
        await using TestVenue venue = await TestVenue.StartAsync();
        await using StreamClient client = await venue.OpenAsync($"/private/ws/{await venue.ListenKeyAsync()}");
        await venue.SignedAsync("POST", "/fapi/v1/leverage", "symbol=BTCUSDT&leverage=7");
        JsonElement change = (await client.EventAsync("ACCOUNT_CONFIG_UPDATE")).GetProperty("ac");
        Assert.Equal(("BTCUSDT", 7), (change.GetProperty("s").GetString(), change.GetProperty("l").GetInt32()));
    }
}
