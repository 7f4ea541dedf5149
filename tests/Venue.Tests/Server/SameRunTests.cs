using System.Text;
using System.Text.Json;
using Platform.TestKit.Files;
using Platform.TestKit.Processes;
using Xunit;

namespace Platform.Venue.Tests.Server;

/// <summary>Two venues in separate processes execute one script of client messages; every byte of all responses and streams is compared.</summary>
public sealed class SameRunTests
{
    private const string Streams = "btcusdt@aggTrade/btcusdt@depth@100ms/btcusdt@depth5/ethusdt@bookTicker/ethusdt@kline_1m/!markPrice@arr@1s/!miniTicker@arr/!contractInfo";

    [Fact]
    public async Task The_same_seed_and_the_same_messages_give_the_same_bytes_for_any_time_steps()
    {
        string first = await PlayAsync(["--market", "model", "--symbols", "6", "--seed", "5", "--start", "2025-12-22T07:59:30Z"], pieces: 1);
        string second = await PlayAsync(["--market", "model", "--symbols", "6", "--seed", "5", "--start", "2025-12-22T07:59:30Z"], pieces: 7);
        AssertSame(first, second);
        Assert.Contains("FUNDING_FEE", first, StringComparison.Ordinal);
        Assert.Contains("ORDER_TRADE_UPDATE", first, StringComparison.Ordinal);
        string other = await PlayAsync(["--market", "model", "--symbols", "6", "--seed", "6", "--start", "2025-12-22T07:59:30Z"], pieces: 1);
        Assert.NotEqual(first, other);
    }

    [Theory]
    [InlineData("klines", "binance-usdm-1m", "2025-05-10T15:59:00Z")]
    [InlineData("captures", "binance-usdm-ws", "2024-07-18T23:58:00Z")]
    [InlineData("archives", "derived-aggtrades", "2024-07-18T23:58:00Z")]
    public async Task A_recording_is_replayed_identically_every_time(string market, string folder, string start)
    {
        string[] arguments = ["--market", market, "--market-path", RecordedData.Path(folder), "--symbols", "2", "--start", start];
        AssertSame(await PlayAsync(arguments, pieces: 1), await PlayAsync(arguments, pieces: 4));
    }

    [Fact]
    public async Task At_any_speed_the_market_is_the_same()
    {
        string[] arguments = ["--market", "model", "--symbols", "3", "--seed", "9", "--start", "2025-12-22T00:00:00Z"];
        long start_ms = DateTimeOffset.Parse("2025-12-22T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeMilliseconds(), end_ms = start_ms + 120_000;
        List<string> shown = [];
        foreach (string[] speed in new[] { new[] { "--paused" }, ["--speed", "200"], ["--speed", "0"] })
        {
            await using ScriptedVenue venue = await ScriptedVenue.StartAsync([.. arguments, .. speed]);
            if (speed[0] == "--paused")
                await venue.StepAsync(130_000);
            await TestKit.Waiting.Eventually.TrueAsync(async () => await venue.TimeAsync() > end_ms, TimeSpan.FromSeconds(90), "two minutes are over");
            var text = new StringBuilder();
            foreach (string symbol in new[] { "BTCUSDT", "ETHUSDT", "SOLUSDT" })
                text.Append(await venue.GetAsync($"/fapi/v1/aggTrades?symbol={symbol}&startTime={start_ms}&endTime={end_ms}&limit=1000")).Append(await venue.GetAsync($"/fapi/v1/klines?symbol={symbol}&interval=1m&startTime={start_ms}&limit=2"));
            shown.Add(text.ToString());
        }

        Assert.True(shown[0].Length > 10_000);
        AssertSame(shown[0], shown[1]);
        AssertSame(shown[0], shown[2]);
    }

    private static async Task<string> PlayAsync(string[] arguments, int pieces)
    {
        await using ScriptedVenue venue = await ScriptedVenue.StartAsync([.. arguments, "--paused"]);
        await venue.StepAsync(2_000);
        var text = new StringBuilder();
        string key = JsonDocument.Parse(await venue.KeyedAsync(HttpMethod.Post, "/fapi/v1/listenKey")).RootElement.GetProperty("listenKey").GetString()!;
        await using StreamClient market = await venue.OpenAsync("/market/stream?streams=" + string.Join('/', Streams.Split('/').Where(name => !name.Contains("depth", StringComparison.Ordinal) && !name.Contains("bookTicker", StringComparison.Ordinal))));
        await using StreamClient books = await venue.OpenAsync("/public/stream?streams=" + string.Join('/', Streams.Split('/').Where(name => name.Contains("depth", StringComparison.Ordinal) || name.Contains("bookTicker", StringComparison.Ordinal))));
        await using StreamClient own = await venue.OpenAsync("/private/ws/" + key);
        for (int round = 0; round < 12; round++)
        {
            string side = round % 3 == 0 ? "SELL" : "BUY";
            text.AppendLine(await venue.SignedAsync(HttpMethod.Post, "/fapi/v1/order", $"symbol=BTCUSDT&side={side}&type=MARKET&quantity=0.0{20 + round}&newOrderRespType=RESULT"));
            decimal bid = JsonDocument.Parse(await venue.GetAsync("/fapi/v1/ticker/bookTicker?symbol=BTCUSDT")).RootElement.GetProperty("bidPrice").GetString() is { } price ? decimal.Parse(price, System.Globalization.CultureInfo.InvariantCulture) : 0;
            text.AppendLine(await venue.SignedAsync(HttpMethod.Post, "/fapi/v1/order", FormattableString.Invariant($"symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.05&price={bid}")));
            for (int piece = 0; piece < pieces; piece++)
                await venue.StepAsync(piece == pieces - 1 ? 4_200 - 4_200 / pieces * (pieces - 1) : 4_200 / pieces);
            foreach (string path in new[] { "depth?symbol=BTCUSDT&limit=100", "trades?symbol=BTCUSDT", "aggTrades?symbol=ETHUSDT", "klines?symbol=BTCUSDT&interval=1m&limit=30", "premiumIndex", "ticker/24hr", "openInterest?symbol=BTCUSDT" })
                text.AppendLine(await venue.GetAsync("/fapi/v1/" + path));
        }

        text.AppendLine(await venue.GetAsync("/fapi/v1/exchangeInfo")).AppendLine(await venue.GetAsync("/futures/data/openInterestHist?symbol=BTCUSDT&period=5m"));
        foreach (string path in new[] { "/fapi/v3/account", "/fapi/v3/positionRisk", "/fapi/v1/openOrders", "/fapi/v1/income", "/fapi/v1/userTrades?symbol=BTCUSDT" })
            text.AppendLine(await venue.SignedAsync(HttpMethod.Get, path.Split('?')[0], path.Contains('?', StringComparison.Ordinal) ? path.Split('?')[1] : ""));
        foreach (StreamClient stream in new[] { market, books, own })
        {
            await stream.SendAsync("""{"method":"LIST_SUBSCRIPTIONS","id":"drained"}""");
            while (await stream.NextAsync() is { } message && !(message.ValueKind == JsonValueKind.Object && message.TryGetProperty("id", out _)))
                text.AppendLine(message.GetRawText());
        }

        return text.ToString();
    }

    private static void AssertSame(string first, string second)
    {
        Assert.True(first.Length > 10_000);
        if (first == second)
            return;
        int at = first.Zip(second).TakeWhile(pair => pair.First == pair.Second).Count(), from = Math.Max(0, at - 200);
        Assert.Fail($"the runs differ at byte {at}:\n{first[from..Math.Min(first.Length, at + 100)]}\n\n{second[from..Math.Min(second.Length, at + 100)]}");
    }

    /// <summary>A venue in a separate process with a paused clock.</summary>
    private sealed class ScriptedVenue(ChildProcess process, HttpClient http) : IAsyncDisposable
    {
        public static async Task<ScriptedVenue> StartAsync(string[] arguments)
        {
            int port = FreePort.Next();
            ChildProcess process = ChildProcess.Start("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "Platform.Venue.dll"), "--listen", $"127.0.0.1:{port}", "--account", "K:S:100000", "--token", "T", "--weight-limit", "100000000", .. arguments]);
            try
            {
                // The recording is read before the line is printed, which can take long on a busy machine.
                await process.LineAsync("ready", TimeSpan.FromMinutes(2));
            }
            catch
            {
                await process.DisposeAsync();
                throw;
            }

            return new ScriptedVenue(process, new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") });
        }

        public async Task<string> GetAsync(string path) => await http.GetStringAsync(path);

        public async Task<long> TimeAsync() => JsonDocument.Parse(await GetAsync("/fapi/v1/time")).RootElement.GetProperty("serverTime").GetInt64();

        public async Task StepAsync(int step_ms)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/venue/v1/actions") { Content = new StringContent($$"""{"action":"step","stepMs":{{step_ms}}}""") };
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer T");
            (await http.SendAsync(request)).EnsureSuccessStatusCode();
        }

        public async Task<string> SignedAsync(HttpMethod method, string path, string parameters)
        {
            string text = $"{parameters}{(parameters.Length > 0 ? "&" : "")}timestamp={await TimeAsync()}";
            return await KeyedAsync(method, $"{path}?{text}&signature={TestVenue.Sign(text, "S")}");
        }

        public async Task<string> KeyedAsync(HttpMethod method, string path)
        {
            using var request = new HttpRequestMessage(method, path);
            request.Headers.TryAddWithoutValidation("X-MBX-APIKEY", "K");
            return await (await http.SendAsync(request)).Content.ReadAsStringAsync();
        }

        public Task<StreamClient> OpenAsync(string path) => StreamClient.OpenAsync($"ws://{http.BaseAddress!.Authority}{path}");

        public async ValueTask DisposeAsync()
        {
            http.Dispose();
            await process.DisposeAsync();
        }
    }
}
