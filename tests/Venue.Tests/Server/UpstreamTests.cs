using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Platform.Primitives.Outcomes;
using Platform.TestKit.Files;
using Platform.TestKit.Processes;
using Platform.TestKit.Waiting;
using Platform.Venue.Core.Contract;
using Platform.Venue.Server;
using Platform.Venue.Server.Options;
using Xunit;

namespace Platform.Venue.Tests.Server;

/// <summary>A venue that mirrors another one over its public interface.</summary>
public class UpstreamTests
{
    [Fact]
    public async Task Simulated_accounts_trade_at_the_prices_of_the_mirrored_exchange()
    {
        await using TestVenue upstream = await TestVenue.StartAsync(TestVenue.Generous);
        await using TestVenue mirror = await MirrorAsync(upstream.Http.BaseAddress!);
        string[] symbols = [.. (await mirror.GetAsync("/fapi/v1/exchangeInfo")).Body.GetProperty("symbols").EnumerateArray().Select(row => row.GetProperty("symbol").GetString()!)];
        Assert.Equal(["BTCUSDT", "ETHUSDT", "SOLUSDT"], symbols.Order());
        await Eventually.TrueAsync(async () => await TouchAsync(mirror.Http) is { Bid: > 0 } shown && shown == await TouchAsync(upstream.Http), expression: "the mirror shows upstream's best prices");
        Answer ours = await mirror.GetAsync("/fapi/v1/premiumIndex?symbol=BTCUSDT"), theirs = await upstream.GetAsync("/fapi/v1/premiumIndex?symbol=BTCUSDT");
        Assert.InRange(Number(ours.Body, "markPrice") / Number(theirs.Body, "markPrice"), 0.999m, 1.001m);
        Assert.Equal(theirs.Body.GetProperty("nextFundingTime").GetInt64(), ours.Body.GetProperty("nextFundingTime").GetInt64());
        Assert.InRange(await mirror.TimeAsync() - await upstream.TimeAsync(), -500, 500);
        Assert.True((await mirror.GetAsync("/fapi/v1/klines?symbol=BTCUSDT&interval=1m&limit=500")).Body.GetArrayLength() > 400);

        (decimal Bid, decimal Ask) before = await TouchAsync(mirror.Http);
        Answer bought = await mirror.OrderAsync("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.01&newOrderRespType=RESULT");
        Assert.Equal("FILLED", bought.Body.GetProperty("status").GetString());
        Answer fill = await mirror.SignedAsync("GET", "/fapi/v1/userTrades", "symbol=BTCUSDT");
        Assert.InRange(Number(fill.Body[0], "price") / before.Ask, 0.999m, 1.001m);
        Assert.Equal(0, (await upstream.SignedAsync("GET", "/fapi/v3/positionRisk")).Body.GetArrayLength());
    }

    [Fact]
    public async Task Books_trades_and_mark_prices_equal_those_of_the_mirrored_exchange()
    {
        await using TestVenue upstream = await TestVenue.StartAsync(TestVenue.Generous);
        await using TestVenue mirror = await MirrorAsync(upstream.Http.BaseAddress!);
        await Eventually.TrueAsync(async () => (await TradesAsync(mirror.Http)).Length > 20, TimeSpan.FromSeconds(90), "trades arrive");
        await upstream.SendAsync(HttpMethod.Post, "/venue/v1/actions", new StringContent("""{"action":"pause"}"""), null, bearer: "T");

        // The upstream venue publishes depth every 100 ms of its virtual time, so its clock is stopped at such a time.
        long rest_ms = 1_000 - await upstream.TimeAsync() % 1_000;
        await upstream.SendAsync(HttpMethod.Post, "/venue/v1/actions", new StringContent($$"""{"action":"step","stepMs":{{rest_ms}}}"""), null, bearer: "T");
        foreach (string symbol in new[] { "BTCUSDT", "ETHUSDT", "SOLUSDT" })
        {
            await Eventually.TrueAsync(async () => await LevelsAsync(mirror, symbol) == await LevelsAsync(upstream, symbol), expression: $"the mirror shows upstream's whole book of {symbol}");
            string path = $"/fapi/v1/aggTrades?symbol={symbol}&limit=1000";
            await Eventually.TrueAsync(async () => (await AggregatesAsync(mirror, path)) is { Length: > 0 } ours && (await AggregatesAsync(upstream, path)).TakeLast(ours.Length).SequenceEqual(ours), expression: "the mirror has upstream's aggregates");
            string premium = $"/fapi/v1/premiumIndex?symbol={symbol}";
            await Eventually.TrueAsync(async () => MarksOf(await mirror.GetAsync(premium)) == MarksOf(await upstream.GetAsync(premium)), expression: "the mirror shows upstream's mark and index price");
        }

        Answer info = await mirror.GetAsync("/fapi/v1/exchangeInfo"), original = await upstream.GetAsync("/fapi/v1/exchangeInfo");
        Assert.Equal(Filters(original), Filters(info));

        // A client's order is added to the book of the mirroring venue only.
        (decimal bid, _) = await TouchAsync(mirror.Http);
        Answer placed = await mirror.OrderAsync($"symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.777&price={bid}");
        Assert.Equal("NEW", placed.Body.GetProperty("status").GetString());
        Assert.Equal(0.777m, await TopAsync(mirror) - await TopAsync(upstream));
    }

    [Fact]
    public async Task A_contract_halted_upstream_is_halted_after_the_next_status_poll()
    {
        await using TestVenue upstream = await TestVenue.StartAsync(TestVenue.Generous);
        await using TestVenue mirror = await MirrorAsync(upstream.Http.BaseAddress!);
        mirror.Process.Upstream!.Feed.StatusChanged(0, Domain.Instruments.InstrumentStatus.Settling);
        string first = (await mirror.GetAsync("/fapi/v1/exchangeInfo")).Body.GetProperty("symbols")[0].GetProperty("symbol").GetString()!;
        await Eventually.TrueAsync(async () => (await mirror.GetAsync("/fapi/v1/exchangeInfo")).Body.GetProperty("symbols")[0].GetProperty("status").GetString() == "SETTLING", expression: "the status is shown");
        Assert.True((await mirror.OrderAsync($"symbol={first}&side=BUY&type=MARKET&quantity=1")).Code < 0);
    }

    [Fact]
    public async Task Trades_missed_by_a_lost_connection_are_fetched_and_none_is_printed_twice()
    {
        using var folder = new TempFolder();
        int port = FreePort.Next();
        string[] arguments = ["--listen", $"127.0.0.1:{port}", "--symbols", "1", "--speed", "10", "--state", folder.File("state")];
        var address = new Uri($"http://127.0.0.1:{port}");
        using var http = new HttpClient { BaseAddress = address };
        ChildProcess upstream = Start(arguments);
        await upstream.LineAsync("ready");
        await using TestVenue mirror = await MirrorAsync(address);
        await Eventually.TrueAsync(async () => (await TradesAsync(mirror.Http)).Length > 5, expression: "trades arrive");
        upstream.Kill();
        await upstream.ExitAsync();
        await upstream.DisposeAsync();
        await Eventually.TrueAsync(async () => (await mirror.GetAsync("/fapi/v1/depth?symbol=BTCUSDT&limit=5")).Body.GetProperty("asks").GetArrayLength() == 0, expression: "nobody can trade at prices that are not seen");
        int seen = (await TradesAsync(mirror.Http)).Length;

        // The upstream venue continued with its fast clock, so it now has trades that no stream has sent.
        await using ChildProcess recovered = Start(arguments);
        await recovered.LineAsync("ready");
        await Eventually.TrueAsync(async () => (await TradesAsync(mirror.Http)).Length > seen + 5, TimeSpan.FromSeconds(60), "trades arrive again");
        string[] ours = await TradesAsync(mirror.Http), theirs = await RowsAsync(http, "/fapi/v1/aggTrades?symbol=BTCUSDT&limit=1000", "p", "q");
        Assert.Contains(string.Join('\n', ours), string.Join('\n', theirs), StringComparison.Ordinal);
        Assert.True(mirror.Process.Upstream!.Feed is { Reconnects: > 0, Repaired: > 0, Lost: 0 });
    }

    [Fact]
    public async Task An_unreachable_upstream_is_reported_with_one_message()
    {
        Result<VenueProcess> none = await VenueProcess.StartAsync(Options(new Uri($"http://127.0.0.1:{FreePort.Next()}"), await TestOptionsAsync()), TimeProvider.System, NullLoggerFactory.Instance);
        Assert.Equal(FaultKind.Unavailable, none.Fault!.Kind);
        Assert.Contains("cannot be mirrored", none.Fault.Message, StringComparison.Ordinal);
    }

    private static async Task<VenueOptions> TestOptionsAsync()
    {
        VenueOptions? seen = null;
        await using TestVenue venue = await TestVenue.StartAsync(options => seen = TestVenue.Generous(options));
        return seen!;
    }

    private static Task<TestVenue> MirrorAsync(Uri address) => TestVenue.StartAsync(options => Options(address, TestVenue.Generous(options)));

    private static VenueOptions Options(Uri address, VenueOptions options) =>
        options with { Exchange = options.Exchange with { Market = MarketKind.Upstream, MarketPath = address.ToString() } };

    private static async Task<(decimal Bid, decimal Ask)> TouchAsync(HttpClient http)
    {
        using JsonDocument answer = JsonDocument.Parse(await http.GetStringAsync("/fapi/v1/ticker/bookTicker?symbol=BTCUSDT"));
        return (Number(answer.RootElement, "bidPrice"), Number(answer.RootElement, "askPrice"));
    }

    private static Task<string[]> TradesAsync(HttpClient http) => RowsAsync(http, "/fapi/v1/trades?symbol=BTCUSDT&limit=1000", "price", "qty");

    private static async Task<string> LevelsAsync(TestVenue venue, string symbol)
    {
        Answer book = await venue.GetAsync($"/fapi/v1/depth?symbol={symbol}&limit=1000");
        return book.Body.GetProperty("bids").GetRawText() + book.Body.GetProperty("asks").GetRawText();
    }

    private static async Task<string[]> AggregatesAsync(TestVenue venue, string path) => [.. (await venue.GetAsync(path)).Body.EnumerateArray().Select(row => row.GetRawText())];

    private static (decimal Mark, decimal Index, long Funding_ms) MarksOf(Answer premium) => (Number(premium.Body, "markPrice"), Number(premium.Body, "indexPrice"), premium.Body.GetProperty("nextFundingTime").GetInt64());

    private static string[] Filters(Answer info) => [.. info.Body.GetProperty("symbols").EnumerateArray().OrderBy(row => row.GetProperty("symbol").GetString(), StringComparer.Ordinal).Select(row => row.GetProperty("filters").GetRawText())];

    private static async Task<decimal> TopAsync(TestVenue venue) =>
        decimal.Parse((await venue.GetAsync("/fapi/v1/depth?symbol=BTCUSDT&limit=5")).Body.GetProperty("bids")[0][1].GetString()!, System.Globalization.CultureInfo.InvariantCulture);

    private static async Task<string[]> RowsAsync(HttpClient http, string path, string price, string quantity)
    {
        using JsonDocument answer = JsonDocument.Parse(await http.GetStringAsync(path));
        return [.. answer.RootElement.EnumerateArray().Select(row => $"{Number(row, price)} {Number(row, quantity)}")];
    }

    private static decimal Number(JsonElement row, string name) => decimal.Parse(row.GetProperty(name).GetString()!, System.Globalization.CultureInfo.InvariantCulture);

    private static ChildProcess Start(string[] arguments) => ChildProcess.Start("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "Platform.Venue.dll"), .. arguments]);
}
