using System.Text.Json;
using Xunit;

namespace Platform.Venue.Tests.Server;

public class WsApiTests
{
    [Fact]
    public async Task An_order_is_placed_queried_and_cancelled_by_signed_requests()
    {
        await using TestVenue venue = await TestVenue.StartAsync();
        await using StreamClient client = await venue.OpenAsync("/ws-fapi/v1");
        string price = (await venue.GetAsync("/fapi/v1/ticker/bookTicker?symbol=BTCUSDT")).Body.GetProperty("bidPrice").GetString()!;
        decimal below = Math.Floor(decimal.Parse(price) * 0.98m);
        JsonElement placed = await AskAsync(venue, client, "\"one\"", "order.place", $"\"symbol\":\"BTCUSDT\",\"side\":\"BUY\",\"type\":\"LIMIT\",\"timeInForce\":\"GTC\",\"quantity\":\"0.01\",\"price\":{below}");
        Assert.Equal("one", placed.GetProperty("id").GetString());
        Assert.Equal(200, placed.GetProperty("status").GetInt32());
        Assert.Equal(["ORDERS", "ORDERS"], placed.GetProperty("rateLimits").EnumerateArray().Select(limit => limit.GetProperty("rateLimitType").GetString()));
        long orderId = placed.GetProperty("result").GetProperty("orderId").GetInt64();
        JsonElement status = await AskAsync(venue, client, "2", "order.status", $"\"symbol\":\"BTCUSDT\",\"orderId\":\"{orderId}\",\"returnRateLimits\":false");
        Assert.Equal("NEW", status.GetProperty("result").GetProperty("status").GetString());
        Assert.False(status.TryGetProperty("rateLimits", out _));
        JsonElement canceled = await AskAsync(venue, client, "3", "order.cancel", $"\"symbol\":\"BTCUSDT\",\"orderId\":{orderId}");
        Assert.Equal("CANCELED", canceled.GetProperty("result").GetProperty("status").GetString());
        JsonElement again = await AskAsync(venue, client, "4", "order.cancel", $"\"symbol\":\"BTCUSDT\",\"orderId\":{orderId}");
        Assert.Equal((400, -2011), (again.GetProperty("status").GetInt32(), again.GetProperty("error").GetProperty("code").GetInt32()));
    }

    [Theory]
    [InlineData("account.balance", JsonValueKind.Array)]
    [InlineData("v2/account.balance", JsonValueKind.Array)]
    [InlineData("account.status", JsonValueKind.Object)]
    [InlineData("v2/account.status", JsonValueKind.Object)]
    [InlineData("account.position", JsonValueKind.Array)]
    [InlineData("v2/account.position", JsonValueKind.Array)]
    public async Task Account_methods_answer(string method, JsonValueKind kind)
    {
        await using TestVenue venue = await TestVenue.StartAsync();
        await using StreamClient client = await venue.OpenAsync("/ws-fapi/v1?returnRateLimits=false");
        JsonElement answer = await AskAsync(venue, client, "1", method, "");
        Assert.Equal(kind, answer.GetProperty("result").ValueKind);
        Assert.False(answer.TryGetProperty("rateLimits", out _));
    }

    [Fact]
    public async Task Public_methods_need_no_key_and_user_stream_methods_need_no_signature()
    {
        await using TestVenue venue = await TestVenue.StartAsync();
        await using StreamClient client = await venue.OpenAsync("/ws-fapi/v1");
        Assert.Equal("BTCUSDT", (await client.AskAsync("""{"id":1,"method":"ticker.price","params":{"symbol":"BTCUSDT"}}""")).GetProperty("result").GetProperty("symbol").GetString());
        Assert.True((await client.AskAsync("""{"id":2,"method":"depth","params":{"symbol":"BTCUSDT","limit":5}}""")).GetProperty("result").TryGetProperty("bids", out _));
        string key = (await client.AskAsync("""{"id":3,"method":"userDataStream.start","params":{"apiKey":"AK"}}""")).GetProperty("result").GetProperty("listenKey").GetString()!;
        Assert.Equal(key, await venue.ListenKeyAsync());
        Assert.Equal(200, (await client.AskAsync("""{"id":4,"method":"userDataStream.stop","params":{"apiKey":"AK"}}""")).GetProperty("status").GetInt32());
        Assert.Equal(-1125, (await client.AskAsync("""{"id":5,"method":"userDataStream.ping","params":{"apiKey":"AK"}}""")).GetProperty("error").GetProperty("code").GetInt32());
    }

    [Theory]
    [InlineData("""{"id":1,"method":"order.place","params":{"symbol":"BTCUSDT"}}""", 401, -2014)]
    [InlineData("""{"id":1,"method":"order.place","params":{"apiKey":"NOBODY"}}""", 401, -2015)]
    [InlineData("""{"id":1,"method":"order.place","params":{"apiKey":"AK","timestamp":1,"signature":"00"}}""", 400, -1021)]
    [InlineData("""{"id":1,"method":"session.logon","params":{"apiKey":"AK","timestamp":1,"signature":"00"}}""", 400, -4056)]
    [InlineData("""{"id":1,"method":"no.such"}""", 400, -1099)]
    [InlineData("""{"id":1}""", 400, -1100)]
    [InlineData("""nonsense""", 400, -1100)]
    public async Task Errors_are_sent_in_the_response_envelope(string request, int status, int code)
    {
        await using TestVenue venue = await TestVenue.StartAsync();
        await using StreamClient client = await venue.OpenAsync("/ws-fapi/v1");
        JsonElement answer = await client.AskAsync(request);
        Assert.Equal((status, code), (answer.GetProperty("status").GetInt32(), answer.GetProperty("error").GetProperty("code").GetInt32()));
    }

    private static async Task<JsonElement> AskAsync(TestVenue venue, StreamClient client, string id, string method, string parameters)
    {
        string body = $"{{{parameters}{(parameters.Length > 0 ? "," : "")}\"apiKey\":\"AK\",\"recvWindow\":60000,\"timestamp\":{await venue.TimeAsync()}}}";
        using JsonDocument document = JsonDocument.Parse(body);
        string text = string.Join('&', document.RootElement.EnumerateObject().OrderBy(field => field.Name, StringComparer.Ordinal)
            .Select(field => $"{field.Name}={(field.Value.ValueKind == JsonValueKind.String ? field.Value.GetString() : field.Value.GetRawText())}"));
        return await client.AskAsync($"{{\"id\":{id},\"method\":\"{method}\",\"params\":{body[..^1]},\"signature\":\"{TestVenue.Sign(text, "SK")}\"}}}}");
    }
}
