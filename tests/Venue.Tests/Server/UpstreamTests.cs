using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Platform.Primitives.Outcomes;
using Platform.TestKit.Files;
using Platform.TestKit.Processes;
using Platform.TestKit.Waiting;
using Platform.Venue.Engine.Contract;
using Xunit;

namespace Platform.Venue.Tests.Server;

/// <summary>A venue that mirrors another one over its public interface.</summary>
public class UpstreamTests
{
    [Fact]
    public async Task Mock_accounts_trade_the_prices_of_the_mirrored_exchange()
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
    public async Task Trades_that_a_broken_connection_missed_are_fetched_and_none_is_shown_twice()
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

        // Upstream lived on meanwhile, by its clock, which is fast: it has trades now that no stream ever sent.
        await using ChildProcess revived = Start(arguments);
        await revived.LineAsync("ready");
        await Eventually.TrueAsync(async () => (await TradesAsync(mirror.Http)).Length > seen + 5, TimeSpan.FromSeconds(60), "trades arrive again");
        string[] ours = await TradesAsync(mirror.Http), theirs = await RowsAsync(http, "/fapi/v1/aggTrades?symbol=BTCUSDT&limit=1000", "p", "q");
        int first = Array.IndexOf(theirs, ours[0]);
        Assert.Equal(theirs.Skip(first).Take(ours.Length), ours);
        Assert.True(mirror.Process.Upstream!.Feed is { Reconnects: > 0, Repaired: > 0, Lost: 0 });
    }

    [Fact]
    public async Task An_upstream_that_is_not_there_is_one_clear_message()
    {
        Result<VenueProcess> none = await VenueProcess.StartAsync(Options(new Uri($"http://127.0.0.1:{FreePort.Next()}"), await TestOptionsAsync()), TimeProvider.System, NullLoggerFactory.Instance);
        Assert.Equal(FaultKind.Unavailable, none.Fault!.Kind);
        Assert.Contains("cannot be followed", none.Fault.Message, StringComparison.Ordinal);
    }

    private static async Task<Control.VenueOptions> TestOptionsAsync()
    {
        Control.VenueOptions? seen = null;
        await using TestVenue venue = await TestVenue.StartAsync(options => seen = TestVenue.Generous(options));
        return seen!;
    }

    private static Task<TestVenue> MirrorAsync(Uri address) => TestVenue.StartAsync(options => Options(address, TestVenue.Generous(options)));

    private static Control.VenueOptions Options(Uri address, Control.VenueOptions options) =>
        options with { Exchange = options.Exchange with { Market = MarketKind.Upstream, MarketPath = address.ToString() } };

    private static async Task<(decimal Bid, decimal Ask)> TouchAsync(HttpClient http)
    {
        using JsonDocument answer = JsonDocument.Parse(await http.GetStringAsync("/fapi/v1/ticker/bookTicker?symbol=BTCUSDT"));
        return (Number(answer.RootElement, "bidPrice"), Number(answer.RootElement, "askPrice"));
    }

    private static Task<string[]> TradesAsync(HttpClient http) => RowsAsync(http, "/fapi/v1/trades?symbol=BTCUSDT&limit=1000", "price", "qty");

    private static async Task<string[]> RowsAsync(HttpClient http, string path, string price, string quantity)
    {
        using JsonDocument answer = JsonDocument.Parse(await http.GetStringAsync(path));
        return [.. answer.RootElement.EnumerateArray().Select(row => $"{Number(row, price)} {Number(row, quantity)}")];
    }

    private static decimal Number(JsonElement row, string name) => decimal.Parse(row.GetProperty(name).GetString()!, System.Globalization.CultureInfo.InvariantCulture);

    private static ChildProcess Start(string[] arguments) => ChildProcess.Start("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "Platform.Venue.dll"), .. arguments]);
}
