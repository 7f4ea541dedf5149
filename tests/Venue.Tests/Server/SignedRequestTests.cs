using System.Text.Json;
using Xunit;

namespace Platform.Venue.Tests.Server;

public class SignedRequestTests
{
    [Fact]
    public async Task Every_refusal_has_its_code_and_status()
    {
        await using TestVenue venue = await TestVenue.StartAsync();
        long now = await venue.TimeAsync();
        string Signed(string text, string secret = "SK") => $"/fapi/v3/balance?{text}&signature={TestVenue.Sign(text, secret)}";

        await ExpectAsync(venue, Signed($"timestamp={now}"), null, 401, -2014);
        await ExpectAsync(venue, Signed($"timestamp={now}"), "bad key", 401, -2014);
        await ExpectAsync(venue, Signed($"timestamp={now}"), "NOBODY", 401, -2015);
        await ExpectAsync(venue, Signed($"timestamp={now}", "wrong"), "AK", 400, -1022);
        await ExpectAsync(venue, Signed($"timestamp={now}", "BS"), "AK", 400, -1022);
        await ExpectAsync(venue, $"/fapi/v3/balance?timestamp={now}", "AK", 400, -1102);
        await ExpectAsync(venue, Signed("a=1"), "AK", 400, -1102);
        await ExpectAsync(venue, Signed($"timestamp={now - 6000}"), "AK", 400, -1021);
        await ExpectAsync(venue, Signed($"timestamp={now + 10000}"), "AK", 400, -1021);
        await ExpectAsync(venue, Signed($"timestamp={now}&recvWindow=60001"), "AK", 400, -1131);
        await ExpectAsync(venue, "/fapi/v1/historicalTrades?symbol=BTCUSDT", null, 401, -2014);
        await ExpectAsync(venue, "/fapi/v1/nothing", null, 404, -5000);
        Assert.Equal(405, (await venue.SendAsync(HttpMethod.Delete, "/fapi/v1/time", null, null)).Status);
        Assert.Equal(200, (await venue.GetAsync(Signed($"timestamp={await venue.TimeAsync()}"), "AK")).Status);
    }

    [Fact]
    public async Task The_connectors_query_and_ccxts_raw_form_body_are_both_accepted()
    {
        await using TestVenue venue = await TestVenue.StartAsync();
        const string Item = "{\"symbol\":\"BTCUSDT\",\"side\":\"BUY\",\"type\":\"MARKET\",\"quantity\":\"0.01\",\"newClientOrderId\":\"%\"}";
        Answer raw = await venue.FormAsync("POST", "/fapi/v1/batchOrders", $"batchOrders=[{Item.Replace("%", "a", StringComparison.Ordinal)},{{\"symbol\":\"NOPE\",\"side\":\"BUY\",\"type\":\"MARKET\",\"quantity\":1}}]");
        Assert.Equal(200, raw.Status);
        Assert.Equal("a", raw.Body[0].GetProperty("clientOrderId").GetString());
        Assert.Equal(-1121, raw.Body[1].GetProperty("code").GetInt32());

        Answer encoded = await venue.SignedAsync("POST", "/fapi/v1/batchOrders", "batchOrders=" + Uri.EscapeDataString($"[{Item.Replace("%", "b", StringComparison.Ordinal)}]"));
        Assert.Equal("b", encoded.Body[0].GetProperty("clientOrderId").GetString());

        Answer cancels = await venue.SignedAsync("DELETE", "/fapi/v1/batchOrders", "symbol=BTCUSDT&orderidlist=" + Uri.EscapeDataString("[1,\"2\"]"));
        Assert.Equal([-2011, -2011], cancels.Body.EnumerateArray().Select(row => row.GetProperty("code").GetInt32()));
        Answer many = await venue.SignedAsync("POST", "/fapi/v1/batchOrders", "batchOrders=" + Uri.EscapeDataString("[{},{},{},{},{},{}]"));
        Assert.Equal((400, -4082), (many.Status, many.Code));
    }

    [Fact]
    public async Task Query_and_body_are_signed_as_one_text_and_the_query_wins()
    {
        await using TestVenue venue = await TestVenue.StartAsync();
        const string Query = "symbol=BTCUSDT";
        string body = $"symbol=ETHUSDT&leverage=7&timestamp={await venue.TimeAsync()}";
        var form = new StringContent($"{body}&signature={TestVenue.Sign(Query + body, "SK").ToUpperInvariant()}", System.Text.Encoding.UTF8, "application/x-www-form-urlencoded");
        Answer answer = await venue.SendAsync(HttpMethod.Post, $"/fapi/v1/leverage?{Query}", form, "AK");
        Assert.Equal("BTCUSDT", answer.Body.GetProperty("symbol").GetString());
        Answer ignored = await venue.SendAsync(HttpMethod.Get, "/fapi/v1/premiumIndex", new StringContent("symbol=ETHUSDT"), null);
        Assert.Equal(JsonValueKind.Array, ignored.Body.ValueKind);
    }

    [Fact]
    public async Task Times_are_in_milliseconds_for_every_time_unit_header()
    {
        await using TestVenue venue = await TestVenue.StartAsync();
        string text = $"timestamp={await venue.TimeAsync()}000";
        Assert.Equal(-1021, (await venue.GetAsync($"/fapi/v3/balance?{text}&signature={TestVenue.Sign(text, "SK")}", "AK")).Code);
        venue.Http.DefaultRequestHeaders.Add("X-MBX-TIME-UNIT", "MICROSECOND");
        Assert.InRange(await venue.TimeAsync(), 1_000_000_000_000, 9_999_999_999_999);
    }

    [Fact]
    public async Task Weight_and_order_counts_are_reported_and_the_limits_apply()
    {
        await using TestVenue venue = await TestVenue.StartAsync(options => options with
        {
            Limits = new() { Weight = 60, OrdersPer10Seconds = 2, OrdersPerMinute = 100 },
            Exchange = options.Exchange with { VirtualStart_ms = 1_750_000_000_000 / 60_000 * 60_000 },
        });
        Assert.Equal("5", (await venue.GetAsync("/fapi/v1/depth?symbol=BTCUSDT&limit=100")).Header("X-MBX-USED-WEIGHT-1M"));
        Answer first = await venue.SignedAsync("POST", "/fapi/v1/order/test", "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.01");
        Assert.Equal(("1", "1"), (first.Header("X-MBX-ORDER-COUNT-10S"), first.Header("X-MBX-ORDER-COUNT-1M")));
        await venue.SignedAsync("POST", "/fapi/v1/order/test", "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.01");
        Answer third = await venue.SignedAsync("POST", "/fapi/v1/order/test", "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.01");
        Assert.Equal((429, -1015), (third.Status, third.Code));
        Assert.NotEqual("", third.Header("Retry-After"));
        Answer limited = await venue.GetAsync("/fapi/v1/ticker/24hr");
        for (int i = 0; limited.Status == 200 && i < 10; i++)
            limited = await venue.GetAsync("/fapi/v1/ticker/24hr");
        Assert.Equal((429, -1003), (limited.Status, limited.Code));
        Assert.NotEqual("", limited.Header("Retry-After"));
        for (int i = 0; limited.Status == 429 && i < 50; i++)
            limited = await venue.GetAsync("/fapi/v1/ping");
        Assert.Equal(418, limited.Status);
        Assert.Equal(200, (await venue.GetAsync("/venue/v1/clock")).Status);
        Assert.Contains("banned until", limited.Body.GetProperty("msg").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Acknowledgements_have_the_fields_of_their_year()
    {
        string[] averages = ["avgPrice", "cumQuote"];
        foreach (bool older in new[] { false, true })
        {
            await using TestVenue venue = await TestVenue.StartAsync(options => options with { Compat2025 = older });
            JsonElement placed = (await venue.OrderAsync("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.01")).Body;
            Assert.All(averages, name => Assert.Equal(older, placed.TryGetProperty(name, out _)));
            Assert.Equal("NEW", placed.GetProperty("status").GetString());
            Assert.Equal("0.000", placed.GetProperty("cumQty").GetString());
            JsonElement row = (await venue.SignedAsync("GET", "/fapi/v1/order", $"symbol=BTCUSDT&orderId={placed.GetProperty("orderId")}")).Body;
            Assert.Equal("FILLED", row.GetProperty("status").GetString());
            Assert.All(averages, name => Assert.True(row.TryGetProperty(name, out _)));
        }
    }

    private static async Task ExpectAsync(TestVenue venue, string path, string? key, int status, int code)
    {
        Answer answer = await venue.GetAsync(path, key);
        Assert.Equal((status, code), (answer.Status, answer.Code));
    }
}
