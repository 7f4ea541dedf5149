using System.Globalization;
using System.Text.Json;
using Xunit;

namespace Platform.Venue.Tests.Server;

public class PartialFillTests
{
    [Theory]
    [InlineData("type=MARKET")]
    [InlineData("type=LIMIT&timeInForce=IOC&price={over}")]
    [InlineData("type=LIMIT&timeInForce=GTC&price={over}")]
    public async Task The_immediate_match_fills_partially_and_the_rest_expires(string terms)
    {
        await using TestVenue venue = await TestVenue.StartAsync();
        await FaultAsync(venue, """{"type":"partial_fills","match":"BTCUSDT"}""");
        JsonElement order = await PlaceAsync(venue, terms, "BTCUSDT", "0.100");
        Assert.Equal("EXPIRED", order.GetProperty("status").GetString());
        Assert.InRange(Number(order, "executedQty"), 0.010m, 0.090m);
        JsonElement position = (await venue.SignedAsync("GET", "/fapi/v3/positionRisk", "symbol=BTCUSDT")).Body[0];
        Assert.Equal(Number(order, "executedQty"), Number(position, "positionAmt"));
        Assert.Equal("FILLED", (await PlaceAsync(venue, "type=MARKET", "ETHUSDT", "0.1")).GetProperty("status").GetString());
    }

    [Fact]
    public async Task Fill_or_kill_and_single_step_orders_fill_completely_and_resting_orders_are_not_affected()
    {
        await using TestVenue venue = await TestVenue.StartAsync();
        await FaultAsync(venue, """{"type":"partial_fills"}""");
        Assert.Equal("FILLED", (await PlaceAsync(venue, "type=LIMIT&timeInForce=FOK&price={over}", "BTCUSDT", "0.010")).GetProperty("status").GetString());
        Assert.Equal("FILLED", (await PlaceAsync(venue, "type=MARKET", "BTCUSDT", "0.001")).GetProperty("status").GetString());
        Assert.Equal("NEW", (await PlaceAsync(venue, "type=LIMIT&timeInForce=GTC&price={under}", "BTCUSDT", "0.010")).GetProperty("status").GetString());
    }

    [Fact]
    public async Task The_filled_share_depends_on_the_seed_and_the_count_ends_the_fault()
    {
        await using TestVenue venue = await TestVenue.StartAsync();
        await FaultAsync(venue, """{"type":"partial_fills","count":1,"key":"AK"}""");
        Answer batch = await venue.SignedAsync("POST", "/fapi/v1/batchOrders",
            "batchOrders=" + Uri.EscapeDataString("""[{"symbol":"BTCUSDT","side":"BUY","type":"MARKET","quantity":"0.1"},{"symbol":"BTCUSDT","side":"BUY","type":"MARKET","quantity":"0.1"}]"""));
        string[] statuses = await Task.WhenAll(batch.Body.EnumerateArray().Select(async row =>
            (await venue.SignedAsync("GET", "/fapi/v1/order", $"symbol=BTCUSDT&orderId={row.GetProperty("orderId").GetInt64()}")).Body.GetProperty("status").GetString()!));
        Assert.Equal(["EXPIRED", "FILLED"], statuses);
        Assert.Equal(1, (await venue.SendAsync(HttpMethod.Get, "/venue/v1/faults", null, null, "T")).Body[0].GetProperty("injected").GetInt32());
    }

    private static async Task<JsonElement> PlaceAsync(TestVenue venue, string terms, string symbol, string quantity)
    {
        JsonElement book = (await venue.GetAsync($"/fapi/v1/ticker/bookTicker?symbol={symbol}")).Body;
        string text = terms.Replace("{over}", Whole(Number(book, "askPrice") * 1.02m), StringComparison.Ordinal).Replace("{under}", Whole(Number(book, "bidPrice") * 0.98m), StringComparison.Ordinal);
        Answer placed = await venue.OrderAsync($"symbol={symbol}&side=BUY&quantity={quantity}&{text}");
        Assert.True(placed.Status == 200, placed.Body.GetRawText());
        return (await venue.SignedAsync("GET", "/fapi/v1/order", $"symbol={symbol}&orderId={placed.Body.GetProperty("orderId").GetInt64()}")).Body;
    }

    private static async Task FaultAsync(TestVenue venue, string rule) =>
        Assert.Equal(200, (await venue.SendAsync(HttpMethod.Post, "/venue/v1/faults", new StringContent(rule), null, "T")).Status);

    private static decimal Number(JsonElement row, string name) => decimal.Parse(row.GetProperty(name).GetString()!, CultureInfo.InvariantCulture);

    private static string Whole(decimal price) => Math.Floor(price).ToString(CultureInfo.InvariantCulture);
}
