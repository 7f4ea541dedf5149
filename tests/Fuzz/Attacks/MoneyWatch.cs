using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Platform.Fuzz.Inputs;
using Platform.Fuzz.Runs;

namespace Platform.Fuzz.Attacks;

/// <summary>The operator during the attack: asks for the state and that no money was made or lost, moves the clock and the market by right actions, learns prices.</summary>
internal sealed class MoneyWatch(HttpClient http, Dice dice, OrderInput orders, FuzzReport report)
{
    private static readonly string[] Faults =
    [
        """{"type":"drop_message","rate":0.1,"count":50}""", """{"type":"duplicate_message","rate":0.1,"count":50}""", """{"type":"reorder_message","rate":0.1,"count":50}""",
        """{"type":"delay_message","delayMs":20,"rate":0.1,"count":50}""", """{"type":"slow_answer","delayMs":5,"count":20}""", """{"type":"slow_request","delayMs":5,"count":20}""",
        """{"type":"zero_balance","count":20}""", """{"type":"stale_balance","count":20}""", """{"type":"partial_fills","rate":0.5,"count":200}""",
    ];

    private static readonly string[] Actions =
    [
        """{"action":"halt","symbol":"SOLUSDT"}""", """{"action":"reopen","symbol":"SOLUSDT"}""", """{"action":"liquidate","account":"FA"}""",
        """{"action":"liquidate","account":"FB","symbol":"BTCUSDT"}""", """{"action":"deleverage","account":"FC","symbol":"ETHUSDT"}""",
        """{"action":"transfer","account":"FA","amount":"50000"}""", """{"action":"transfer","account":"FB","amount":"50000.5"}""", """{"action":"transfer","account":"FC","amount":"-1"}""",
        """{"action":"expire_listen_keys"}""", """{"action":"speed","speed":20}""", """{"action":"speed","speed":1}""",
        """{"action":"risk_control","symbol":"BNBUSDT","side":"BOTH"}""", """{"action":"risk_control","symbol":"BNBUSDT","side":"NONE"}""",
        """{"action":"cap_leverage","symbol":"ETHUSDT","leverage":75}""", """{"action":"cap_leverage","symbol":"ETHUSDT","leverage":20}""",
        """{"action":"filters","symbol":"XRPUSDT","minNotional":"10"}""", """{"action":"filters","symbol":"XRPUSDT","minNotional":"5"}""",
    ];

    public async Task RunAsync(CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            await LearnAsync();
            await CheckAsync();
            await PostAsync("/venue/v1/actions", dice.Pick(Actions));
            if (dice.Chance(0.3))
                await PostAsync("/venue/v1/faults", dice.Pick(Faults));
            if (dice.Chance(0.1))
                await http.DeleteAsync("/venue/v1/faults", CancellationToken.None);
            await Task.Delay(TimeSpan.FromMilliseconds(250), end).ContinueWith(static _ => { }, TaskScheduler.Default);
        }

        await http.DeleteAsync("/venue/v1/faults", CancellationToken.None);
        await CheckAsync();
    }

    /// <summary>A client of the control API with a limit on every call.</summary>
    public static HttpClient Client(Uri address, string token)
    {
        var http = new HttpClient { BaseAddress = address, Timeout = RawConnection.Limit };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return http;
    }

    public async Task CheckAsync()
    {
        JsonElement state = await GetAsync("/venue/v1/state");
        report.Count("states read");
        if (state.GetProperty("imbalance").GetString() is not "0")
            report.Find($"money was made or lost: {state.GetProperty("imbalance")}", []);
        if (state.GetProperty("openInterestImbalances").GetArrayLength() > 0)
            report.Find($"a position has no other side: {state.GetProperty("openInterestImbalances")}", []);
    }

    private async Task LearnAsync()
    {
        foreach (JsonElement row in (await GetAsync("/fapi/v1/ticker/bookTicker")) is { ValueKind: JsonValueKind.Array } rows ? rows.EnumerateArray() : default)
            orders.See(row.GetProperty("symbol").GetString()!, decimal.Parse(row.GetProperty("bidPrice").GetString()!, System.Globalization.CultureInfo.InvariantCulture));
    }

    private async Task<JsonElement> GetAsync(string path)
    {
        try
        {
            using HttpResponseMessage answer = await http.GetAsync(path);
            return JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.Clone();
        }
        catch (Exception failed) when (failed is HttpRequestException or OperationCanceledException)
        {
            report.Find($"{path}: {failed.Message}", []);
            throw;
        }
    }

    private async Task PostAsync(string path, string body)
    {
        using HttpResponseMessage answer = await http.PostAsync(path, new StringContent(body));
        report.Count($"control {(int)answer.StatusCode}");
        if ((int)answer.StatusCode >= 500)
            report.Find($"control answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}", Encoding.UTF8.GetBytes(body));
    }
}
