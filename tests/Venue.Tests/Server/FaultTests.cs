using System.Text;
using System.Text.Json;
using Xunit;

namespace Platform.Venue.Tests.Server;

public class FaultTests
{
    private const string Buy = "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.01&newClientOrderId=";

    [Theory]
    [InlineData("lost_answer", 503, -1000, true)]
    [InlineData("timeout_after", 408, -1007, true)]
    [InlineData("bus_error", 503, -1006, true)]
    [InlineData("timeout_before", 408, -1007, false)]
    [InlineData("unavailable", 503, 0, false)]
    [InlineData("internal_error", 503, -1001, false)]
    [InlineData("throttled", 503, -1008, false)]
    [InlineData("rate_limited", 429, -1003, false)]
    [InlineData("banned", 418, -1003, false)]
    public async Task A_response_fails_before_or_after_the_order_is_executed(string type, int status, int code, bool executed)
    {
        await using TestVenue venue = await TestVenue.StartAsync();
        await AddAsync(venue, $$"""{"type":"{{type}}","match":"/order","method":"POST","count":1}""");
        Answer answer = await venue.OrderAsync(Buy + "x1");
        Assert.Equal((status, code), (answer.Status, answer.Code));
        Answer found = await venue.SignedAsync("GET", "/fapi/v1/order", "symbol=BTCUSDT&origClientOrderId=x1");
        Assert.Equal(executed ? 200 : 400, found.Status);
        Assert.Equal(200, (await venue.OrderAsync(Buy + "x2")).Status);
        JsonElement fault = (await venue.SendAsync(HttpMethod.Get, "/venue/v1/faults", null, null, "T")).Body[0];
        Assert.Equal(1, fault.GetProperty("injected").GetInt32());
    }

    [Theory]
    [InlineData("cut_after", true)]
    [InlineData("cut_before", false)]
    public async Task A_connection_is_closed_before_or_after_the_order_is_executed(string type, bool executed)
    {
        await using TestVenue venue = await TestVenue.StartAsync();
        await AddAsync(venue, $$"""{"type":"{{type}}","match":"/order","method":"POST"}""");
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => venue.OrderAsync(Buy + "x1"));
        Answer found = await venue.SignedAsync("GET", "/fapi/v1/order", "symbol=BTCUSDT&origClientOrderId=x1");
        Assert.Equal(executed ? 200 : 400, found.Status);
    }

    [Fact]
    public async Task Reducing_orders_and_cancels_are_not_throttled()
    {
        await using TestVenue venue = await TestVenue.StartAsync();
        Answer bought = await venue.OrderAsync(Buy + "x1");
        Assert.True(bought.Status == 200, bought.Body.GetRawText());
        await AddAsync(venue, """{"type":"throttled"}""");
        Assert.Equal(-1008, (await venue.OrderAsync(Buy + "x2")).Code);
        Answer sold = await venue.OrderAsync("symbol=BTCUSDT&side=SELL&type=MARKET&quantity=0.01&reduceOnly=true");
        Assert.True(sold.Status == 200, sold.Body.GetRawText());
        Assert.Equal(200, (await venue.SignedAsync("DELETE", "/fapi/v1/allOpenOrders", "symbol=BTCUSDT")).Status);
    }

    [Fact]
    public async Task Stream_messages_are_dropped_duplicated_and_reordered_by_faults()
    {
        await using TestVenue venue = await TestVenue.StartAsync();
        await using StreamClient client = await venue.OpenAsync($"/private/ws/{await venue.ListenKeyAsync()}");
        await AddAsync(venue, """{"type":"drop_message","match":"\"x\":\"NEW\"","count":1}""");
        await AddAsync(venue, """{"type":"duplicate_message","match":"TRADE_LITE","count":1}""");
        await AddAsync(venue, """{"type":"reorder_message","match":"ACCOUNT_UPDATE","count":1}""");
        await venue.OrderAsync(Buy + "x1");
        var types = new List<string?>();
        for (int i = 0; i < 4; i++)
            types.Add(StreamClient.TypeOf(await client.NextAsync(_ => true)));
        Assert.Equal(["TRADE_LITE", "TRADE_LITE", "ORDER_TRADE_UPDATE", "ACCOUNT_UPDATE"], types);
    }

    [Fact]
    public async Task Clock_skew_and_zero_or_stale_balances_start_and_end_with_their_fault()
    {
        await using TestVenue venue = await TestVenue.StartAsync();
        long before = await venue.TimeAsync();
        int skew = await AddAsync(venue, """{"type":"clock_skew","delayMs":-60000}""");
        Assert.InRange(await venue.TimeAsync(), before - 60_000, before - 50_000);
        await RemoveAsync(venue, skew);
        int zero = await AddAsync(venue, """{"type":"zero_balance","key":"AK"}""");
        Assert.Equal("0.00000000", await WalletAsync(venue));
        await RemoveAsync(venue, zero);
        await AddAsync(venue, """{"type":"stale_balance"}""");
        Assert.Equal("100000.00000000", await WalletAsync(venue));
        await venue.OrderAsync(Buy + "x1");
        Assert.Equal("100000.00000000", await WalletAsync(venue));
        await RemoveAsync(venue, null);
        Assert.NotEqual("100000.00000000", await WalletAsync(venue));
    }

    [Fact]
    public async Task Rates_are_drawn_from_the_seed()
    {
        var struck = new List<string>();
        for (int run = 0; run < 2; run++)
        {
            await using TestVenue venue = await TestVenue.StartAsync();
            await AddAsync(venue, """{"type":"unavailable","match":"/ping","rate":0.5}""");
            var pattern = new StringBuilder();
            for (int i = 0; i < 40; i++)
                pattern.Append((await venue.GetAsync("/fapi/v1/ping")).Status == 200 ? '.' : 'x');
            struck.Add(pattern.ToString());
        }

        Assert.Equal(struck[0], struck[1]);
        Assert.InRange(struck[0].Count(mark => mark == 'x'), 8, 32);
    }

    [Fact]
    public async Task An_operator_halts_a_symbol_expires_keys_and_closes_sockets()
    {
        await using TestVenue venue = await TestVenue.StartAsync();
        Assert.Equal(200, (await ActAsync(venue, """{"action":"halt","symbol":"BTCUSDT"}""")).Status);
        Assert.NotEqual(200, (await venue.OrderAsync(Buy + "x1")).Status);
        Assert.Equal(200, (await venue.OrderAsync("symbol=ETHUSDT&side=BUY&type=MARKET&quantity=0.1")).Status);
        await ActAsync(venue, """{"action":"reopen","symbol":"BTCUSDT"}""");
        Assert.Equal(200, (await venue.OrderAsync(Buy + "x2")).Status);

        await using StreamClient client = await venue.OpenAsync($"/private/ws/{await venue.ListenKeyAsync()}");
        await client.AskAsync("""{"method":"LIST_SUBSCRIPTIONS","id":1}""");
        await ActAsync(venue, """{"action":"expire_listen_keys"}""");
        await client.EventAsync("listenKeyExpired");
        await ActAsync(venue, """{"action":"cut_sockets","match":"/private"}""");
        Assert.Null(await client.NextAsync());
    }

    [Fact]
    public async Task Reset_restores_the_start_and_a_snapshot_restores_its_state()
    {
        await using TestVenue venue = await TestVenue.StartAsync();
        await venue.OrderAsync(Buy + "x1");
        string wallet = await WalletAsync(venue);
        string snapshot = (await venue.SendAsync(HttpMethod.Get, "/venue/v1/snapshot", null, null, "T")).Body.GetRawText();
        Assert.Equal(200, (await venue.SendAsync(HttpMethod.Post, "/venue/v1/reset", null, null, "T")).Status);
        Assert.Equal("100000.00000000", await WalletAsync(venue));
        Assert.Equal(200, (await venue.SendAsync(HttpMethod.Post, "/venue/v1/restore", new StringContent(snapshot), null, "T")).Status);
        Assert.Equal(wallet, await WalletAsync(venue));
    }

    [Theory]
    [InlineData("""{"type":"earthquake"}""")]
    [InlineData("""{"type":"throttled","rate":2}""")]
    [InlineData("""{"type":"throttled","colour":"red"}""")]
    [InlineData("""nonsense""")]
    public async Task An_invalid_fault_is_refused_with_the_expected_values(string text)
    {
        await using TestVenue venue = await TestVenue.StartAsync();
        Answer answer = await venue.SendAsync(HttpMethod.Post, "/venue/v1/faults", new StringContent(text), null, "T");
        Assert.Equal((400, -1130), (answer.Status, answer.Code));
    }

    [Theory]
    [InlineData("GET", "/venue/v1/state")]
    [InlineData("GET", "/venue/v1/faults")]
    [InlineData("POST", "/venue/v1/faults")]
    [InlineData("POST", "/venue/v1/actions")]
    [InlineData("POST", "/venue/v1/reset")]
    [InlineData("GET", "/venue/v1/snapshot")]
    public async Task Control_needs_the_token(string method, string path)
    {
        await using TestVenue venue = await TestVenue.StartAsync();
        Assert.Equal(401, (await venue.SendAsync(new HttpMethod(method), path, null, null)).Status);
        Assert.Equal(401, (await venue.SendAsync(new HttpMethod(method), path, null, null, "wrong")).Status);
        await using TestVenue closed = await TestVenue.StartAsync(options => options with { Token = null });
        Assert.Equal(401, (await closed.SendAsync(new HttpMethod(method), path, null, null, "")).Status);
    }

    private static async Task<int> AddAsync(TestVenue venue, string rule)
    {
        Answer answer = await venue.SendAsync(HttpMethod.Post, "/venue/v1/faults", new StringContent(rule), null, "T");
        Assert.Equal(200, answer.Status);
        return answer.Body.GetProperty("id").GetInt32();
    }

    private static async Task RemoveAsync(TestVenue venue, int? id) =>
        Assert.Equal(200, (await venue.SendAsync(HttpMethod.Delete, $"/venue/v1/faults{(id is null ? "" : $"?id={id}")}", null, null, "T")).Status);

    private static Task<Answer> ActAsync(TestVenue venue, string action) =>
        venue.SendAsync(HttpMethod.Post, "/venue/v1/actions", new StringContent(action), null, "T");

    private static async Task<string> WalletAsync(TestVenue venue) =>
        (await venue.SignedAsync("GET", "/fapi/v3/account")).Body.GetProperty("totalWalletBalance").GetString()!;
}
