using System.Text.Json;
using Platform.TestKit.Files;
using Platform.Venue.Server.Options;
using Xunit;

namespace Platform.Venue.Tests.Server;

/// <summary>Accounts that an operator opens and closes while the venue runs.</summary>
public class AccountControlTests
{
    private const string Buy = "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.01";
    private const string Carol = """{"account":"CK","secret":"CS","balance":"5000","feeTier":2}""";

    [Fact]
    public async Task An_account_can_trade_after_opening_and_is_unknown_after_closing()
    {
        await using TestVenue venue = await TestVenue.StartAsync();
        Assert.Equal(-2015, (await venue.OrderAsync(Buy, "CK", "CS")).Code);
        Assert.Equal(200, (await OpenAsync(venue, Carol)).Status);
        Assert.Equal(200, (await venue.OrderAsync(Buy, "CK", "CS")).Status);
        await venue.OrderAsync("symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.01&price=99000", "CK", "CS");
        await using StreamClient client = await venue.OpenAsync($"/private/ws/{await venue.ListenKeyAsync("CK")}");
        await client.AskAsync("""{"method":"LIST_SUBSCRIPTIONS","id":1}""");
        Assert.Equal(200, (await CloseAsync(venue, "CK")).Status);
        await client.NextAsync(message => StreamClient.TypeOf(message) == "ORDER_TRADE_UPDATE" && message.GetProperty("o").GetProperty("c").GetString()!.StartsWith("settlement_autoclose", StringComparison.Ordinal));
        Assert.Equal(-2015, (await venue.OrderAsync(Buy, "CK", "CS")).Code);
        JsonElement state = (await venue.SendAsync(HttpMethod.Get, "/venue/v1/state", null, null, "T")).Body;
        Assert.Equal("0", state.GetProperty("imbalance").GetString());
        Assert.Empty(state.GetProperty("openInterestImbalances").EnumerateArray());
        Assert.Equal(["AK", "BK"], state.GetProperty("accounts").EnumerateArray().Select(account => account.GetProperty("key").GetString()).Order());
    }

    [Fact]
    public async Task A_key_can_be_used_again_after_its_account_is_closed()
    {
        await using TestVenue venue = await TestVenue.StartAsync();
        await CloseAsync(venue, "AK");
        Assert.Equal(200, (await OpenAsync(venue, """{"account":"AK","secret":"other","balance":"7"}""")).Status);
        Assert.Equal(-1022, (await venue.SignedAsync("GET", "/fapi/v3/balance")).Code);
        JsonElement row = Assert.Single((await venue.SignedAsync("GET", "/fapi/v3/balance", key: "AK", secret: "other")).Body.EnumerateArray());
        Assert.Equal("7.00000000", row.GetProperty("balance").GetString());
    }

    [Fact]
    public async Task A_reset_removes_opened_accounts_and_a_restore_restores_them()
    {
        await using TestVenue venue = await TestVenue.StartAsync();
        await OpenAsync(venue, Carol);
        string snapshot = await (await venue.SendRawAsync(HttpMethod.Get, "/venue/v1/snapshot")).Content.ReadAsStringAsync();
        await venue.SendAsync(HttpMethod.Post, "/venue/v1/reset", null, null, "T");
        Assert.Equal(-2015, (await venue.SignedAsync("GET", "/fapi/v3/balance", key: "CK", secret: "CS")).Code);
        Assert.Equal(200, (await venue.SignedAsync("GET", "/fapi/v3/balance")).Status);
        Assert.Equal(200, (await venue.SendAsync(HttpMethod.Post, "/venue/v1/restore", new StringContent(snapshot), null, "T")).Status);
        Assert.Equal(200, (await venue.SignedAsync("GET", "/fapi/v3/balance", key: "CK", secret: "CS")).Status);
    }

    [Fact]
    public async Task A_venue_with_a_state_file_restores_its_accounts_at_a_restart()
    {
        using var folder = new TempFolder("accounts");
        VenueOptions Keeping(VenueOptions options) => options with { StatePath = folder.File("state") };
        await using (TestVenue first = await TestVenue.StartAsync(Keeping))
        {
            await OpenAsync(first, Carol);
            await CloseAsync(first, "BK");
        }

        await using TestVenue second = await TestVenue.StartAsync(Keeping);
        Assert.Equal(200, (await second.SignedAsync("GET", "/fapi/v3/balance", key: "CK", secret: "CS")).Status);
        Assert.Equal(-2015, (await second.SignedAsync("GET", "/fapi/v3/balance", key: "BK", secret: "BS")).Code);
    }

    [Theory]
    [InlineData("""{"secret":"s","balance":"1"}""", "'account'")]
    [InlineData("""{"account":"CK","balance":"1"}""", "'secret'")]
    [InlineData("""{"account":"CK","secret":"s","balance":"-1"}""", "'balance'")]
    [InlineData("""{"account":"CK","secret":"s","balance":"1","feeTier":10}""", "'feeTier'")]
    [InlineData("""{"account":"CK","secret":"@/etc/hosts","balance":"1"}""", "PEM text")]
    [InlineData("""{"account":"AK","secret":"s","balance":"1"}""", "already open")]
    [InlineData("not json", "Invalid JSON")]
    public async Task An_invalid_account_is_refused_with_the_reason(string body, string reason)
    {
        await using TestVenue venue = await TestVenue.StartAsync();
        Answer answer = await OpenAsync(venue, body);
        Assert.Equal((400, true), (answer.Status, answer.Body.GetProperty("msg").GetString()!.Contains(reason, StringComparison.Ordinal)));
        Assert.Equal(404, (await CloseAsync(venue, "nobody")).Status);
    }

    private static Task<Answer> OpenAsync(TestVenue venue, string body) => venue.SendAsync(HttpMethod.Post, "/venue/v1/accounts", new StringContent(body), null, "T");

    private static Task<Answer> CloseAsync(TestVenue venue, string key) => venue.SendAsync(HttpMethod.Delete, $"/venue/v1/accounts?account={key}", null, null, "T");
}
