using System.Text.Json;
using Platform.TestKit.Files;
using Platform.TestKit.Processes;
using Platform.Venue.Gateway.Faults;
using Xunit;

namespace Platform.Venue.Tests.Server;

/// <summary>Faults by time and by count, observed by clients; the test steps virtual time.</summary>
public class FaultScheduleTests
{
    /// <summary>A timer may end this much before its time on the stopwatch.</summary>
    private const long TimerTick_ms = 16;

    private const string Buy = "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.01";

    [Fact]
    public async Task A_contract_halts_at_the_scheduled_time_and_reopens_at_the_end()
    {
        await using TestVenue venue = await StartAsync();
        await AddAsync(venue, """{"type":"halt","symbol":"BTCUSDT","inMs":5000,"forMs":10000}""");
        await StepAsync(venue, 4_999);
        Assert.Equal(200, (await venue.OrderAsync(Buy)).Status);
        await StepAsync(venue, 1);
        Assert.NotEqual(200, (await venue.OrderAsync(Buy)).Status);
        Assert.Equal("TRADING_HALT", await StatusAsync(venue, "BTCUSDT"));
        Assert.Equal("TRADING", await StatusAsync(venue, "ETHUSDT"));
        await StepAsync(venue, 9_999);
        Assert.NotEqual(200, (await venue.OrderAsync(Buy)).Status);
        await StepAsync(venue, 1);
        Assert.Equal(200, (await venue.OrderAsync(Buy)).Status);
    }

    [Fact]
    public async Task Filters_change_for_a_duration_and_a_removed_fault_undoes_its_change()
    {
        await using TestVenue venue = await StartAsync();
        int id = await AddAsync(venue, """{"type":"filters","symbol":"BTCUSDT","stepSize":"0.1"}""");
        Assert.Equal(-4023, (await venue.OrderAsync(Buy)).Code);
        Assert.Equal(200, (await ControlAsync(venue, "DELETE", $"faults?id={id}")).Status);
        Assert.Equal(200, (await venue.OrderAsync(Buy)).Status);
    }

    [Fact]
    public async Task Maintenance_halts_everything_and_reopens_with_the_resting_orders()
    {
        await using TestVenue venue = await StartAsync();
        JsonElement book = (await venue.GetAsync("/fapi/v1/ticker/bookTicker?symbol=BTCUSDT")).Body;
        string price = Math.Floor(decimal.Parse(book.GetProperty("bidPrice").GetString()!, System.Globalization.CultureInfo.InvariantCulture) * 0.97m).ToString(System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(200, (await venue.OrderAsync($"symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.01&price={price}&newClientOrderId=rests")).Status);
        await using StreamClient client = await venue.OpenAsync("/market/ws/btcusdt@aggTrade");
        await using StreamClient api = await venue.OpenAsync("/ws-fapi/v1");
        await api.AskAsync("""{"id":1,"method":"ticker.price","params":{"symbol":"BTCUSDT"}}""");
        await AddAsync(venue, """{"type":"maintenance","forMs":60000}""");
        Assert.Null(await client.NextAsync());
        Assert.Null(await api.NextAsync());
        Assert.Equal((503, 1), await CodeAsync(venue.GetAsync("/fapi/v1/ping")));
        await Assert.ThrowsAnyAsync<Exception>(() => venue.OpenAsync("/market/ws"));
        await StepAsync(venue, 60_000);
        Assert.Equal("TRADING", await StatusAsync(venue, "BTCUSDT"));
        Assert.Equal("rests", (await venue.SignedAsync("GET", "/fapi/v1/openOrders", "symbol=BTCUSDT")).Body[0].GetProperty("clientOrderId").GetString());
        await using StreamClient again = await venue.OpenAsync("/market/ws/btcusdt@aggTrade");
        Assert.Equal(200, (await venue.OrderAsync(Buy)).Status);
    }

    [Fact]
    public async Task Scheduled_faults_expire_listen_keys_close_sockets_and_liquidate_accounts()
    {
        await using TestVenue venue = await StartAsync();
        await venue.OrderAsync(Buy);
        await venue.OrderAsync("symbol=ETHUSDT&side=BUY&type=MARKET&quantity=0.1");
        await using StreamClient client = await venue.OpenAsync($"/private/ws/{await venue.ListenKeyAsync()}");
        await client.AskAsync("""{"method":"LIST_SUBSCRIPTIONS","id":1}""");
        await AddAsync(venue, """{"type":"deleverage","account":"AK","symbol":"ETHUSDT","inMs":1000}""");
        await AddAsync(venue, """{"type":"liquidate","account":"AK","inMs":2000}""");
        await AddAsync(venue, """{"type":"expire_listen_keys","account":"AK","inMs":3000}""");
        await AddAsync(venue, """{"type":"cut_sockets","match":"/private","inMs":4000}""");
        await StepAsync(venue, 3_500);
        List<string?> clients = [];
        while (clients.LastOrDefault() != "expired")
        {
            JsonElement message = await client.NextAsync(_ => true);
            if (StreamClient.TypeOf(message) == "ORDER_TRADE_UPDATE" && message.GetProperty("o").GetProperty("X").GetString() == "FILLED")
                clients.Add(message.GetProperty("o").GetProperty("c").GetString());
            else if (StreamClient.TypeOf(message) == "listenKeyExpired")
                clients.Add("expired");
        }

        await StepAsync(venue, 1_000);
        Assert.Null(await client.NextAsync());
        Assert.Equal(3, clients.Count);
        Assert.StartsWith("adl_autoclose", clients[0], StringComparison.Ordinal);
        Assert.StartsWith("autoclose-", clients[1], StringComparison.Ordinal);
        Assert.Equal("expired", clients[2]);
        Assert.Empty((await venue.SignedAsync("GET", "/fapi/v3/positionRisk")).Body.EnumerateArray());
    }

    [Fact]
    public async Task A_scheduled_action_is_repeated_and_counted()
    {
        await using TestVenue venue = await StartAsync();
        await AddAsync(venue, """{"type":"cut_sockets","inMs":1000,"everyMs":1000,"count":3}""");
        await StepAsync(venue, 10_000);
        JsonElement fault = (await StateAsync(venue)).GetProperty("faults")[0];
        Assert.Equal(3, fault.GetProperty("injected").GetInt32());
    }

    [Fact]
    public async Task Calls_fail_at_every_nth_match_and_within_a_range_of_virtual_time()
    {
        await using TestVenue venue = await StartAsync();
        await AddAsync(venue, """{"type":"unavailable","match":"/ping","every":3,"after":1,"count":2}""");
        var codes = new List<int>();
        for (int i = 0; i < 12; i++)
            codes.Add((await venue.GetAsync("/fapi/v1/ping")).Status);
        Assert.Equal([3, 6], codes.Select((status, at) => (status, at)).Where(one => one.status == 503).Select(one => one.at));

        await AddAsync(venue, """{"type":"rate_limited","match":"/depth","inMs":1000,"forMs":1000}""");
        foreach (int expected in (int[])[200, 429, 200])
        {
            Assert.Equal(expected, (await venue.GetAsync("/fapi/v1/depth?symbol=BTCUSDT&limit=5")).Status);
            await StepAsync(venue, 1000);
        }
    }

    [Fact]
    public async Task A_silent_socket_stays_open_and_another_socket_receives_events()
    {
        await using TestVenue venue = await TestVenue.StartAsync();
        await using StreamClient silent = await venue.OpenAsync("/market/ws/btcusdt@markPrice@1s");
        await silent.EventAsync("markPriceUpdate");
        await AddAsync(venue, """{"type":"silent_socket","match":"btcusdt@markPrice","count":1}""");
        await using StreamClient other = await venue.OpenAsync("/market/ws/ethusdt@markPrice@1s");
        Task<JsonElement?> heard = silent.NextAsync();
        await silent.SendAsync("""{"method":"LIST_SUBSCRIPTIONS","id":1}""");
        for (int i = 0; i < 3; i++)
            await other.EventAsync("markPriceUpdate");
        JsonElement fault = (await StateAsync(venue)).GetProperty("faults")[0];
        Assert.Equal(1, fault.GetProperty("injected").GetInt32());
        if (heard.IsCompleted)
        {
            // The message before the fault, or the response that was sent before it.
            heard = silent.NextAsync();
            await other.EventAsync("markPriceUpdate");
        }

        Assert.False(heard.IsCompleted);
        Assert.Equal(2, (await StateAsync(venue)).GetProperty("connections").GetArrayLength());
    }

    [Fact]
    public async Task A_gap_in_aggregate_trades_is_visible_in_a_raw_stream_and_not_in_a_query()
    {
        await using TestVenue venue = await StartAsync();
        await using StreamClient client = await venue.OpenAsync("/market/ws");
        await client.AskAsync("""{"method":"SUBSCRIBE","params":["btcusdt@aggTrade"],"id":1}""");
        await AddAsync(venue, """{"type":"drop_message","match":"@aggTrade","after":3,"count":2}""");
        await StepAsync(venue, 60_000);
        var ids = new List<long>();
        while (ids.Count < 8)
            ids.Add((await client.EventAsync("aggTrade")).GetProperty("a").GetInt64());
        Assert.Equal([1, 1, 3, 1, 1, 1, 1], ids.Zip(ids.Skip(1), (before, after) => after - before));
        JsonElement rows = (await venue.GetAsync($"/fapi/v1/aggTrades?symbol=BTCUSDT&fromId={ids[0]}&limit=8")).Body;
        Assert.Equal(Enumerable.Range(0, 8).Select(i => ids[0] + i), rows.EnumerateArray().Select(row => row.GetProperty("a").GetInt64()));
    }

    [Fact]
    public async Task The_same_seed_drops_the_same_messages()
    {
        var heard = new List<long[]>();
        for (int run = 0; run < 2; run++)
        {
            await using TestVenue venue = await StartAsync();
            await using StreamClient client = await venue.OpenAsync("/market/ws/btcusdt@aggTrade");
            await client.AskAsync("""{"method":"LIST_SUBSCRIPTIONS","id":1}""");
            await AddAsync(venue, """{"type":"drop_message","match":"@aggTrade","rate":0.3,"inMs":1000}""");

            // Another fault and other time steps do not change its random numbers.
            if (run > 0)
                await AddAsync(venue, """{"type":"unavailable","match":"/nowhere","rate":0.5}""");
            for (int step = 0; step < 60_000; step += run == 0 ? 60_000 : 15_000)
                await StepAsync(venue, run == 0 ? 60_000 : 15_000);
            var ids = new long[40];
            for (int i = 0; i < ids.Length; i++)
                ids[i] = (await client.EventAsync("aggTrade")).GetProperty("a").GetInt64();
            heard.Add(ids);
        }

        Assert.Equal(heard[0], heard[1]);
        Assert.NotEqual(39, heard[0][^1] - heard[0][0]);
    }

    [Fact]
    public async Task Delayed_messages_keep_their_order()
    {
        await using TestVenue venue = await StartAsync();
        await using StreamClient client = await venue.OpenAsync("/market/ws/btcusdt@aggTrade");
        await client.AskAsync("""{"method":"LIST_SUBSCRIPTIONS","id":1}""");
        await AddAsync(venue, """{"type":"delay_message","delayMs":300}""");
        var watch = System.Diagnostics.Stopwatch.StartNew();
        await StepAsync(venue, 60_000);
        long last = (await client.EventAsync("aggTrade")).GetProperty("a").GetInt64();
        Assert.True(watch.ElapsedMilliseconds >= 300 - TimerTick_ms, $"late by {watch.ElapsedMilliseconds} ms only");
        for (int i = 0; i < 20; i++)
            Assert.Equal(++last, (await client.EventAsync("aggTrade")).GetProperty("a").GetInt64());
    }

    [Theory]
    [InlineData("lost_answer", 503, -1000)]
    [InlineData("timeout_after", 408, -1007)]
    [InlineData("cut_after", 0, 0)]
    public async Task An_order_of_the_WebSocket_API_is_executed_although_its_response_is_lost(string type, int status, int code)
    {
        await using TestVenue venue = await TestVenue.StartAsync();
        await AddAsync(venue, $$"""{"type":"{{type}}","match":"/fapi/v1/order","method":"POST","count":1}""");
        await using StreamClient api = await venue.OpenAsync("/ws-fapi/v1");
        string text = $"apiKey=AK&newClientOrderId=lost&quantity=0.01&side=BUY&symbol=BTCUSDT&timestamp={await venue.TimeAsync()}&type=MARKET";
        string fields = string.Join(",", text.Split('&').Select(pair => $"\"{pair.Split('=')[0]}\":\"{pair.Split('=')[1]}\""));
        await api.SendAsync($$$"""{"id":1,"method":"order.place","params":{{{{fields}}},"signature":"{{{TestVenue.Sign(text, "SK")}}}"}}""");
        JsonElement? answer = await api.NextAsync();
        Assert.Equal(code, answer is { } told ? told.GetProperty("error").GetProperty("code").GetInt32() : 0);
        Assert.Equal(status, answer is { } with ? with.GetProperty("status").GetInt32() : 0);
        Assert.Equal("FILLED", (await venue.SignedAsync("GET", "/fapi/v1/order", "symbol=BTCUSDT&origClientOrderId=lost")).Body.GetProperty("status").GetString());
    }

    [Fact]
    public async Task Slow_requests_and_slow_answers_are_delayed()
    {
        await using TestVenue venue = await TestVenue.StartAsync();
        foreach (string type in (string[])["slow_request", "slow_answer"])
        {
            int id = await AddAsync(venue, $$"""{"type":"{{type}}","match":"/order","method":"post","delayMs":250}""");
            var watch = System.Diagnostics.Stopwatch.StartNew();
            Answer placed = await venue.OrderAsync($"{Buy}&newClientOrderId={type}");
            Assert.True(watch.ElapsedMilliseconds >= 250 - TimerTick_ms, $"{type} took {watch.ElapsedMilliseconds} ms");
            Assert.Equal(200, placed.Status);
            await ControlAsync(venue, "DELETE", $"faults?id={id}");
        }
    }

    [Fact]
    public async Task A_reset_restores_the_faults_of_the_options_and_their_random_sequences()
    {
        FaultRule half = FaultRule.Parse(JsonSerializer.Deserialize<JsonElement>("""{"type":"unavailable","match":"/ping","rate":0.5}""")).Value;
        await using TestVenue venue = await TestVenue.StartAsync(options => options with { Faults = [half] });
        string first = await PingsAsync(venue);
        await AddAsync(venue, """{"type":"halt","symbol":"BTCUSDT"}""");
        await ControlAsync(venue, "POST", "reset");
        Assert.Equal(first, await PingsAsync(venue));
        Assert.Equal(200, (await venue.OrderAsync(Buy)).Status);
        Assert.Equal(20, Assert.Single((await StateAsync(venue)).GetProperty("faults").EnumerateArray()).GetProperty("matched").GetInt32());
    }

    [Fact]
    public async Task The_state_contains_faults_and_connections_and_no_secret()
    {
        await using TestVenue venue = await TestVenue.StartAsync();
        string key = await venue.ListenKeyAsync();
        await using StreamClient client = await venue.OpenAsync($"/private/ws/{key}");
        await using StreamClient api = await venue.OpenAsync("/ws-fapi/v1");
        await api.AskAsync("""{"id":1,"method":"ticker.price","params":{"symbol":"BTCUSDT"}}""");
        await AddAsync(venue, """{"type":"lost_answer","key":"AK"}""");
        string state = (await StateAsync(venue)).GetRawText();
        Assert.Contains("\"/ws-fapi/v1\"", state, StringComparison.Ordinal);
        Assert.Contains("\"lost_answer\"", state, StringComparison.Ordinal);
        Assert.DoesNotContain(key, state, StringComparison.Ordinal);
        Assert.DoesNotContain("SK", state, StringComparison.Ordinal);
        Assert.DoesNotContain("\"names\"", state, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"type":"halt","symbol":"NOPE"}""", "'symbol'")]
    [InlineData("""{"type":"halt","symbol":"BTCUSDT","everyMs":5}""", "everyMs")]
    [InlineData("""{"type":"maintenance","count":1}""", "'count' is not allowed")]
    [InlineData("""{"type":"liquidate","account":"NOPE"}""", "'account'")]
    [InlineData("""{"type":"filters","symbol":"BTCUSDT","stepSize":"-1"}""", "'stepSize'")]
    [InlineData("""{"type":"filters","symbol":"BTCUSDT"}""", "No filter is given")]
    [InlineData("""{"type":"cut_sockets","colour":"red"}""", "'colour'")]
    [InlineData("""{"type":"slow_answer"}""", "'delayMs'")]
    [InlineData("""{"type":"banned","fromMs":20,"untilMs":10}""", "'untilMs'")]
    [InlineData("""{"type":"banned","every":0}""", "'every'")]
    [InlineData("""{"type":7}""", "maintenance")]
    public async Task The_error_of_an_invalid_fault_names_its_field(string rule, string expected)
    {
        await using TestVenue venue = await TestVenue.StartAsync();
        Answer answer = await ControlAsync(venue, "POST", "faults", rule);
        Assert.Equal((400, -1130), (answer.Status, answer.Code));
        Assert.Contains(expected, answer.Body.GetProperty("msg").GetString(), StringComparison.Ordinal);
        Assert.Empty((await StateAsync(venue)).GetProperty("faults").EnumerateArray());
    }

    [Fact]
    public async Task Every_fault_can_be_added_by_command_line_configuration_file_and_call()
    {
        string[] rules = [.. Enum.GetValues<FaultType>().Select(type =>
            $$"""{"type":"{{FaultRule.Name(type)}}","rate":0{{(type is FaultType.SlowAnswer or FaultType.SlowRequest or FaultType.DelayMessage or FaultType.ClockSkew ? ",\"delayMs\":5" : "")}}{{(type >= FaultType.Maintenance ? ",\"symbol\":\"BTCUSDT\",\"account\":\"AK\"" : "")}}{{(type == FaultType.Filters ? ",\"tickSize\":\"1\"" : "")}}}""")];
        using var folder = new TempFolder("venue-config");
        await File.WriteAllTextAsync(
            folder.File("venue.json"),
            $$"""{ "listen": "127.0.0.1:1", "account": ["AK:SK:1000"], "symbols": 2, "token": "T", /* all */ "fault": [{{string.Join(",", rules)}}] }""",
            TestContext.Current.CancellationToken);
        int port = FreePort.Next();
        await using ChildProcess process = ChildProcess.Start("dotnet",
            ["exec", Path.Combine(AppContext.BaseDirectory, "Platform.Venue.dll"), "--listen", $"127.0.0.1:{port}", "--config", folder.File("venue.json"), .. rules.SelectMany(rule => (string[])["--fault", rule])]);
        await process.LineAsync("ready");
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        http.DefaultRequestHeaders.Add("Authorization", "Bearer T");
        foreach (string rule in rules)
        {
            using var body = new StringContent(rule);
            HttpResponseMessage added = await http.PostAsync(new Uri("/venue/v1/faults", UriKind.Relative), body, TestContext.Current.CancellationToken);
            Assert.True(added.IsSuccessStatusCode, $"{rule}: {await added.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}");
        }

        JsonElement state = JsonSerializer.Deserialize<JsonElement>(await http.GetStringAsync(new Uri("/venue/v1/state", UriKind.Relative), TestContext.Current.CancellationToken));
        Assert.Equal(3 * rules.Length, state.GetProperty("faults").GetArrayLength());
        Assert.Equal(1, state.GetProperty("accounts").GetArrayLength());
    }

    private static Task<TestVenue> StartAsync() =>
        TestVenue.StartAsync(options => TestVenue.Generous(options) with { Exchange = options.Exchange with { StartPaused = true, VirtualStart_ms = 1_746_403_200_000 } });

    private static async Task StepAsync(TestVenue venue, int step_ms) =>
        Assert.Equal(200, (await ControlAsync(venue, "POST", "actions", $$"""{"action":"step","stepMs":{{step_ms}}}""")).Status);

    private static async Task<int> AddAsync(TestVenue venue, string rule)
    {
        Answer answer = await ControlAsync(venue, "POST", "faults", rule);
        Assert.True(answer.Status == 200, answer.Body.GetRawText());
        return answer.Body.GetProperty("id").GetInt32();
    }

    private static Task<Answer> ControlAsync(TestVenue venue, string method, string path, string? body = null) =>
        venue.SendAsync(new HttpMethod(method), $"/venue/v1/{path}", body is null ? null : new StringContent(body), null, "T");

    private static async Task<JsonElement> StateAsync(TestVenue venue) => (await ControlAsync(venue, "GET", "state")).Body;

    private static async Task<string> StatusAsync(TestVenue venue, string symbol) => (await venue.GetAsync("/fapi/v1/exchangeInfo")).Body
        .GetProperty("symbols").EnumerateArray().First(row => row.GetProperty("symbol").GetString() == symbol).GetProperty("status").GetString()!;

    private static async Task<(int, int)> CodeAsync(Task<Answer> call) => (await call) is { } answer ? (answer.Status, answer.Code) : default;

    private static async Task<string> PingsAsync(TestVenue venue)
    {
        string pattern = "";
        for (int i = 0; i < 20; i++)
            pattern += (await venue.GetAsync("/fapi/v1/ping")).Status == 200 ? '.' : 'x';
        return pattern;
    }
}
