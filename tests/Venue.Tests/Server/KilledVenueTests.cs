using System.Text.Json;
using Platform.TestKit.Files;
using Platform.TestKit.Processes;
using Xunit;

namespace Platform.Venue.Tests.Server;

/// <summary>The program as a child process, killed by the operating system and started again.</summary>
public class KilledVenueTests
{
    [Fact]
    public async Task A_killed_venue_restarts_with_its_accounts_orders_positions_and_clock()
    {
        using var folder = new TempFolder();
        int port = FreePort.Next();
        string[] arguments = ["--listen", $"127.0.0.1:{port}", "--account", "AK:SK:100000", "--symbols", "2", "--speed", "20", "--state", folder.File("venue", "state")];
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        await using (ChildProcess first = Start(arguments))
        {
            await first.LineAsync("ready");
            string ask = (await AskAsync(http, "GET", "/fapi/v1/ticker/bookTicker?symbol=BTCUSDT")).GetProperty("askPrice").GetString()!;
            string far = Math.Floor(decimal.Parse(ask, System.Globalization.CultureInfo.InvariantCulture) * 0.97m).ToString(System.Globalization.CultureInfo.InvariantCulture);
            await SignedAsync(http, "POST", "/fapi/v1/order", "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.01&newClientOrderId=taken");
            await SignedAsync(http, "POST", "/fapi/v1/order", $"symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.01&price={far}&newClientOrderId=rests");
            await SignedAsync(http, "POST", "/fapi/v1/leverage", "symbol=ETHUSDT&leverage=9");
            first.Kill();
            await first.ExitAsync();
        }

        JsonElement before = await SnapshotAsync(arguments, http);
        Assert.Equal("0.010", before.GetProperty("position").GetString());
        Assert.Equal("rests", before.GetProperty("open").GetString());
        Assert.Equal("9", before.GetProperty("leverage").GetString());

        // A second kill changes nothing: the wallet and the clock anchor are exactly the same.
        JsonElement again = await SnapshotAsync(arguments, http);
        Assert.Equal(before.GetRawText(), again.GetRawText());
    }

    private static async Task<JsonElement> SnapshotAsync(string[] arguments, HttpClient http)
    {
        await using ChildProcess venue = Start(arguments);
        await venue.LineAsync("ready");
        JsonElement position = (await SignedAsync(http, "GET", "/fapi/v3/positionRisk", "symbol=BTCUSDT"))[0];
        JsonElement open = (await SignedAsync(http, "GET", "/fapi/v1/openOrders", "symbol=BTCUSDT"))[0];
        JsonElement fill = (await SignedAsync(http, "GET", "/fapi/v1/userTrades", "symbol=BTCUSDT"))[0];
        JsonElement balance = (await SignedAsync(http, "GET", "/fapi/v3/balance", ""))[0];
        JsonElement config = (await SignedAsync(http, "GET", "/fapi/v1/symbolConfig", "symbol=ETHUSDT"))[0];
        JsonElement clock = await AskAsync(http, "GET", "/venue/v1/clock");
        venue.Kill();
        await venue.ExitAsync();
        return JsonSerializer.SerializeToElement(new
        {
            position = position.GetProperty("positionAmt").GetString(),
            entry = position.GetProperty("entryPrice").GetString(),
            open = open.GetProperty("clientOrderId").GetString(),
            order = open.GetProperty("orderId").GetInt64(),
            fill,
            wallet = balance.GetProperty("balance").GetString(),
            leverage = config.GetProperty("leverage").GetRawText(),
            clock = new[] { clock.GetProperty("realStartMs").GetInt64(), clock.GetProperty("virtualStartMs").GetInt64(), clock.GetProperty("speed").GetInt64() },
        });
    }

    private static async Task<JsonElement> SignedAsync(HttpClient http, string method, string path, string parameters)
    {
        long now = (await AskAsync(http, "GET", "/fapi/v1/time")).GetProperty("serverTime").GetInt64();
        string text = $"{parameters}{(parameters.Length > 0 ? "&" : "")}timestamp={now}&recvWindow=60000";
        return await AskAsync(http, method, $"{path}?{text}&signature={TestVenue.Sign(text, "SK")}");
    }

    private static async Task<JsonElement> AskAsync(HttpClient http, string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.TryAddWithoutValidation("X-MBX-APIKEY", "AK");
        using HttpResponseMessage response = await http.SendAsync(request);
        string text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{path}: {text}");
        return JsonDocument.Parse(text).RootElement.Clone();
    }

    private static ChildProcess Start(string[] arguments) => ChildProcess.Start("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "Platform.Venue.dll"), .. arguments]);
}
