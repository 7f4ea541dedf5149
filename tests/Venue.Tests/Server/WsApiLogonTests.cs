using System.Text.Json;
using Platform.Primitives.Numbers;
using Platform.TestKit.Files;
using Platform.TestKit.Processes;
using Xunit;

namespace Platform.Venue.Tests.Server;

/// <summary>Sessions of the WebSocket API with an Ed25519 key that another implementation creates and uses to sign.</summary>
public sealed class WsApiLogonTests : IAsyncLifetime
{
    private const string Signer = """
        const { generateKeyPairSync, sign } = require('crypto');
        const { publicKey, privateKey } = generateKeyPairSync('ed25519');
        console.log('key ' + publicKey.export({ type: 'spki', format: 'pem' }).replaceAll('\n', '|'));
        require('readline').createInterface({ input: process.stdin })
          .on('line', line => console.log('signed ' + line + ' ' + sign(null, Buffer.from(line), privateKey).toString('base64')));
        """;

    private readonly TempFolder _folder = new();
    private ChildProcess _signer = null!;
    private TestVenue _venue = null!;

    public async ValueTask InitializeAsync()
    {
        _signer = ChildProcess.Start("node", ["-e", Signer]);
        string pem = (await _signer.LineAsync("key "))["key ".Length..].Replace('|', '\n');
        string file = Path.Combine(_folder.Path, "edwards.pem");
        await File.WriteAllTextAsync(file, pem);
        _venue = await TestVenue.StartAsync(options => options with { Accounts = [.. options.Accounts, new("EK", "@" + file, Money.Of(50_000))] });
    }

    public async ValueTask DisposeAsync()
    {
        await _venue.DisposeAsync();
        await _signer.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task After_a_logon_orders_need_neither_key_nor_signature_until_the_logout()
    {
        await using StreamClient client = await _venue.OpenAsync("/ws-fapi/v1");
        JsonElement logon = await LogOnAsync(client, await SignAsync(await LogonTextAsync()));
        Assert.Equal((200, "EK"), (logon.GetProperty("status").GetInt32(), logon.GetProperty("result").GetProperty("apiKey").GetString()));
        Assert.NotEqual(JsonValueKind.Null, logon.GetProperty("result").GetProperty("authorizedSince").ValueKind);

        JsonElement placed = await AskAsync(client, "order.place", "\"symbol\":\"BTCUSDT\",\"side\":\"BUY\",\"type\":\"MARKET\",\"quantity\":\"0.01\"");
        Assert.True(placed.GetProperty("status").GetInt32() == 200, placed.GetRawText());
        long id = placed.GetProperty("result").GetProperty("orderId").GetInt64();
        Assert.Equal("FILLED", (await AskAsync(client, "order.status", $"\"symbol\":\"BTCUSDT\",\"orderId\":{id}")).GetProperty("result").GetProperty("status").GetString());
        JsonElement position = Assert.Single((await AskAsync(client, "v2/account.position", "\"symbol\":\"BTCUSDT\"")).GetProperty("result").EnumerateArray());
        Assert.Equal("0.010", position.GetProperty("positionAmt").GetString());

        Assert.Equal("EK", (await client.AskAsync("""{"id":8,"method":"session.status"}""")).GetProperty("result").GetProperty("apiKey").GetString());
        Assert.Equal(JsonValueKind.Null, (await client.AskAsync("""{"id":9,"method":"session.logout"}""")).GetProperty("result").GetProperty("apiKey").ValueKind);
        Assert.Equal(-2014, (await AskAsync(client, "order.place", "\"symbol\":\"BTCUSDT\",\"side\":\"BUY\",\"type\":\"MARKET\",\"quantity\":\"0.01\"")).GetProperty("error").GetProperty("code").GetInt32());
    }

    [Fact]
    public async Task A_logon_with_the_signature_of_another_text_is_refused()
    {
        await using StreamClient client = await _venue.OpenAsync("/ws-fapi/v1");
        await LogonTextAsync();
        JsonElement refused = await LogOnAsync(client, await SignAsync("apiKey=EK&timestamp=1"));
        Assert.Equal((400, -1022), (refused.GetProperty("status").GetInt32(), refused.GetProperty("error").GetProperty("code").GetInt32()));
        Assert.Equal(JsonValueKind.Null, (await client.AskAsync("""{"id":8,"method":"session.status"}""")).GetProperty("result").GetProperty("apiKey").ValueKind);
    }

    [Fact]
    public async Task The_same_key_signs_requests_over_http()
    {
        string text = $"timestamp={await _venue.TimeAsync()}&recvWindow=60000";
        Answer account = await _venue.GetAsync($"/fapi/v3/account?{text}&signature={Uri.EscapeDataString(await SignAsync(text))}", "EK");
        Assert.Equal("50000.00000000", account.Body.GetProperty("totalWalletBalance").GetString());
    }

    private long _timestamp_ms;

    private async Task<string> LogonTextAsync()
    {
        _timestamp_ms = await _venue.TimeAsync();
        return $"apiKey=EK&recvWindow=60000&timestamp={_timestamp_ms}";
    }

    private Task<JsonElement> LogOnAsync(StreamClient client, string signature) =>
        client.AskAsync($$$"""{"id":1,"method":"session.logon","params":{"apiKey":"EK","recvWindow":60000,"timestamp":{{{_timestamp_ms}}},"signature":"{{{signature}}}"}}""");

    private async Task<JsonElement> AskAsync(StreamClient client, string method, string parameters) =>
        await client.AskAsync($$$"""{"id":2,"method":"{{{method}}}","params":{{{{parameters}}},"recvWindow":60000,"timestamp":{{{await _venue.TimeAsync()}}}}}""");

    private async Task<string> SignAsync(string text)
    {
        _signer.WriteLine(text);
        return (await _signer.LineAsync($"signed {text} ")).Split(' ')[^1];
    }
}
