using System.Text.Json;
using Xunit;

namespace Platform.Venue.Tests.Server;

/// <summary>Operator actions on accounts and contracts, observed by clients.</summary>
public class OperatorTests
{
    private const string Buy = "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.01";

    [Fact]
    public async Task A_liquidation_closes_the_position_by_an_autoclose_order_and_charges_the_fee()
    {
        await using TestVenue venue = await TestVenue.StartAsync();
        await venue.OrderAsync(Buy);
        await using StreamClient client = await venue.OpenAsync($"/private/ws/{await venue.ListenKeyAsync()}");
        await client.AskAsync("""{"method":"LIST_SUBSCRIPTIONS","id":1}""");
        await ActAsync(venue, """{"action":"liquidate","account":"AK"}""");
        JsonElement update = await client.NextAsync(message => StreamClient.TypeOf(message) == "ORDER_TRADE_UPDATE" && message.GetProperty("o").GetProperty("x").GetString() == "CALCULATED");
        JsonElement order = update.GetProperty("o");
        Assert.StartsWith("autoclose-", order.GetProperty("c").GetString());
        Assert.Equal(("LIQUIDATION", "FILLED"), (order.GetProperty("ot").GetString(), order.GetProperty("X").GetString()));
        Assert.Empty((await venue.SignedAsync("GET", "/fapi/v3/positionRisk", "symbol=BTCUSDT")).Body.EnumerateArray());
        Assert.Single((await venue.SignedAsync("GET", "/fapi/v1/forceOrders", "autoCloseType=LIQUIDATION")).Body.EnumerateArray());
        Assert.Single((await venue.SignedAsync("GET", "/fapi/v1/income", "incomeType=INSURANCE_CLEAR")).Body.EnumerateArray());
    }

    [Fact]
    public async Task Deleveraging_closes_the_position_at_the_mark_price()
    {
        await using TestVenue venue = await TestVenue.StartAsync();
        await venue.OrderAsync(Buy);
        await using StreamClient client = await venue.OpenAsync($"/private/ws/{await venue.ListenKeyAsync()}");
        await client.AskAsync("""{"method":"LIST_SUBSCRIPTIONS","id":1}""");
        await ActAsync(venue, """{"action":"deleverage","account":"AK","symbol":"BTCUSDT"}""");
        JsonElement update = await client.NextAsync(message => StreamClient.TypeOf(message) == "ORDER_TRADE_UPDATE" && message.GetProperty("o").GetProperty("X").GetString() == "FILLED");
        Assert.StartsWith("adl_autoclose", update.GetProperty("o").GetProperty("c").GetString());
        Assert.Single((await venue.SignedAsync("GET", "/fapi/v1/forceOrders", "autoCloseType=ADL")).Body.EnumerateArray());
        Assert.Empty((await venue.SignedAsync("GET", "/fapi/v3/positionRisk", "symbol=BTCUSDT")).Body.EnumerateArray());
    }

    [Fact]
    public async Task Changed_filters_are_published_listed_and_applied()
    {
        await using TestVenue venue = await TestVenue.StartAsync();
        await using StreamClient client = await venue.OpenAsync("/market/ws/!contractInfo");
        await client.AskAsync("""{"method":"LIST_SUBSCRIPTIONS","id":1}""");
        Assert.Equal(200, (await venue.OrderAsync(Buy)).Status);
        await ActAsync(venue, """{"action":"filters","symbol":"BTCUSDT","stepSize":"0.1"}""");
        Assert.Equal("BTCUSDT", (await client.EventAsync("contractInfo")).GetProperty("s").GetString());
        Assert.Equal(-4023, (await venue.OrderAsync(Buy)).Code);
        JsonElement listed = (await venue.GetAsync("/fapi/v1/exchangeInfo")).Body.GetProperty("symbols").EnumerateArray().First(row => row.GetProperty("symbol").GetString() == "BTCUSDT");
        Assert.Contains(listed.GetProperty("filters").EnumerateArray(), filter => filter.GetProperty("filterType").GetString() == "LOT_SIZE" && filter.GetProperty("stepSize").GetString() == "0.100");
    }

    [Fact]
    public async Task A_start_in_the_past_has_a_book_from_its_first_instant()
    {
        await using TestVenue venue = await TestVenue.StartAsync(options => options with
        {
            Exchange = options.Exchange with { VirtualStart_ms = 1_746_403_200_000, StartPaused = true },
        });
        Assert.Equal(1_746_403_200_000, await venue.TimeAsync());
        Assert.All((await venue.GetAsync("/fapi/v1/ticker/bookTicker")).Body.EnumerateArray(), row => Assert.NotEqual(0, decimal.Parse(row.GetProperty("bidPrice").GetString()!)));
        Assert.Equal(200, (await venue.OrderAsync(Buy)).Status);
    }

    [Fact]
    public async Task The_state_shows_that_money_is_conserved_and_the_requested_book()
    {
        await using TestVenue venue = await TestVenue.StartAsync();
        await venue.OrderAsync(Buy);
        JsonElement state = (await venue.SendAsync(HttpMethod.Get, "/venue/v1/state?symbol=ETHUSDT", null, null, "T")).Body;
        Assert.Equal("0", state.GetProperty("imbalance").GetString());
        Assert.Empty(state.GetProperty("openInterestImbalances").EnumerateArray());
        Assert.Equal("ETHUSDT", state.GetProperty("book").GetProperty("symbol").GetString());
        Assert.Equal(5, state.GetProperty("book").GetProperty("bids").GetArrayLength());
        Assert.Equal(5, state.GetProperty("book").GetProperty("asks").GetArrayLength());
    }

    private static async Task ActAsync(TestVenue venue, string action)
    {
        Answer answer = await venue.SendAsync(HttpMethod.Post, "/venue/v1/actions", new StringContent(action), null, "T");
        Assert.True(answer.Status == 200, answer.Body.GetRawText());
    }
}
