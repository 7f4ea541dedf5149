using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Platform.Exchanges.Quotes;
using Platform.Exchanges.Quotes.Engine;
using Platform.Exchanges.QuoteSources;
using Platform.Exchanges.Sockets;
using Platform.TestKit.Waiting;
using Platform.Venue.Tests.Server;
using Xunit;

namespace Platform.Venue.Tests.Fronts;

/// <summary>The other exchanges of --also, read by the platform's own feeds and by hand.</summary>
public class FrontTests
{
    private const string Bitcoin = "BTC/USD*:PERP";

    [Theory]
    [InlineData("okx", "BTC-USDT-SWAP", 0.01)]
    [InlineData("hyperliquid", "BTC", 1)]
    [InlineData("paradex", "BTC-USD-PERP", 1)]
    [InlineData("binance", "BTCUSDT", 1)]
    public async Task A_feed_follows_quotes_and_books_without_a_gap(string exchange, string native, double sizeUnit)
    {
        await using TestVenue venue = await StartAsync();
        using var http = new HttpClient();
        QuoteSource source = (await QuoteSource.OpenAsync(QuoteEndpoint.Simulated(exchange, AddressOf(venue, exchange)), http, CancellationToken.None)).Value;
        QuoteInstrument bitcoin = source.Find(Bitcoin)!;
        Assert.Equal((native, (decimal)sizeUnit), (bitcoin.NativeSymbol, bitcoin.SizeUnit));
        var clock = new ReceiveClock(TimeProvider.System);
        var engine = new QuoteEngine([new EngineExchange(exchange, [Bitcoin])], clock);
        using QuoteFeed feed = source.CreateFeed([bitcoin], new FeedOptions(WithDepth: true), engine, clock).Value;
        using var stop = new CancellationTokenSource();
        Task running = feed.RunAsync(stop.Token);
        await Eventually.TrueAsync(() => engine.GetStatistics()[0].Updates > 3 && engine.GetDepth(exchange, Bitcoin) is not null);
        ConnectionStatus status = engine.GetConnectionStatus()[0];
        QuoteReading reading = engine.GetQuote(exchange, Bitcoin)!.Value;
        DepthSnapshot depth = engine.GetDepth(exchange, Bitcoin)!;
        await stop.CancelAsync();
        await running;
        Assert.True(reading.Quote.IsValid && reading.Quote.Spread_bps < 10, $"{reading.Quote}");
        Assert.Equal((0, 0, 0), (status.Gaps, status.Malformed, status.Refused));
        Assert.True(depth.Bids.Count > 3 && depth.Asks.Count > 3 && depth.Bids[0].Price < depth.Asks[0].Price);
    }

    [Fact]
    public async Task Prices_are_those_of_the_same_market_within_a_percent_and_not_the_same()
    {
        await using TestVenue venue = await StartAsync();
        var prices = new List<decimal>();
        using var http = new HttpClient();
        await Eventually.TrueAsync(async () => (await http.GetStringAsync(new Uri($"http://{AddressOf(venue, "okx")}/api/v5/market/ticker?instId=BTC-USDT-SWAP"))).Contains("bidPx", StringComparison.Ordinal));
        JsonElement okx = await JsonAsync(http, HttpMethod.Get, $"http://{AddressOf(venue, "okx")}/api/v5/market/ticker?instId=BTC-USDT-SWAP");
        prices.Add(Number(okx.GetProperty("data")[0].GetProperty("bidPx")));
        JsonElement mids = default;
        await Eventually.TrueAsync(async () => (mids = await JsonAsync(http, HttpMethod.Post, $"http://{AddressOf(venue, "hyperliquid")}/info", """{"type":"allMids"}""")).TryGetProperty("BTC", out _));
        prices.Add(Number(mids.GetProperty("BTC")));
        JsonElement binance = (await venue.GetAsync("/fapi/v1/ticker/bookTicker?symbol=BTCUSDT")).Body;
        prices.Add(Number(binance.GetProperty("bidPrice")));
        Assert.Equal(3, prices.Distinct().Count());
        Assert.True(prices.Max() / prices.Min() < 1.01m, string.Join(", ", prices));
    }

    [Fact]
    public async Task Okx_answers_pings_subscriptions_and_errors_as_documented()
    {
        await using TestVenue venue = await StartAsync();
        using ClientWebSocket socket = await OpenAsync($"ws://{AddressOf(venue, "okx")}/ws/v5/public");
        Assert.Equal("pong", await AskAsync(socket, "ping"));
        Assert.Equal(
            """{"id":"a1","event":"subscribe","arg":{"channel":"books5","instId":"BTC-USDT-SWAP"},"connId":"00000001"}""",
            await AskAsync(socket, """{"id":"a1","op":"subscribe","args":[{"channel":"books5","instId":"BTC-USDT-SWAP"}]}"""));
        string pushed = await ReceiveAsync(socket);
        Assert.StartsWith("""{"arg":{"channel":"books5","instId":"BTC-USDT-SWAP"},"data":[{"asks":[[""", pushed, StringComparison.Ordinal);
        await SendAsync(socket, """{"op":"unsubscribe","args":[{"channel":"books5","instId":"BTC-USDT-SWAP"}]}""");
        while (!(await ReceiveAsync(socket)).Contains("\"event\":\"unsubscribe\"", StringComparison.Ordinal))
        {
        }

        Assert.Contains("\"code\":\"60018\"", await AskAsync(socket, """{"op":"subscribe","args":[{"channel":"bbo-tbt","instId":"NO-USDT-SWAP"}]}"""), StringComparison.Ordinal);
        Assert.Contains("\"code\":\"60012\"", await AskAsync(socket, "{"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hyperliquid_answers_pings_subscriptions_and_errors_as_documented()
    {
        await using TestVenue venue = await StartAsync();
        using ClientWebSocket socket = await OpenAsync($"ws://{AddressOf(venue, "hyperliquid")}/ws");
        Assert.Equal("""{"channel":"pong"}""", await AskAsync(socket, """{"method":"ping"}"""));
        Assert.StartsWith("""{"channel":"error","data":"Invalid subscription""", await AskAsync(socket, """{"method":"subscribe","subscription":{"type":"bbo","coin":"NOPE"}}"""), StringComparison.Ordinal);
        Assert.Equal(
            """{"channel":"subscriptionResponse","data":{"method":"subscribe","subscription":{"type":"allMids"}}}""",
            await AskAsync(socket, """{"method":"subscribe","subscription":{"type":"allMids"}}"""));
        Assert.StartsWith("""{"channel":"allMids","data":{"mids":{""", await ReceiveAsync(socket), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Paradex_answers_subscriptions_and_errors_as_documented_and_serves_binary_data_only()
    {
        await using TestVenue venue = await StartAsync();
        using ClientWebSocket socket = await OpenAsync($"ws://{AddressOf(venue, "paradex")}/v1?sbeSchemaId=1&sbeSchemaVersion=1");
        const string Subscribe = """{"jsonrpc":"2.0","method":"subscribe","params":{"channel":"order_book.BTC-USD-PERP.deltas"},"id":7}""";
        Assert.Contains("-32700", await AskAsync(socket, "{"), StringComparison.Ordinal);
        Assert.Contains("-32600", await AskAsync(socket, Subscribe.Replace("BTC-", "NO-", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Matches("""^\{"jsonrpc":"2.0","result":\{"channel":"order_book.BTC-USD-PERP.deltas"\},"usIn":\d+,"usDiff":1,"id":7\}$""", await AskAsync(socket, Subscribe));
        var refused = await Assert.ThrowsAsync<WebSocketException>(() => OpenAsync($"ws://{AddressOf(venue, "paradex")}/v1"));
        Assert.Contains("400", refused.Message, StringComparison.Ordinal);
    }

    private static Task<TestVenue> StartAsync() =>
        TestVenue.StartAsync(options => options with { Also = [("okx", new IPEndPoint(IPAddress.Loopback, 0)), ("hyperliquid", new IPEndPoint(IPAddress.Loopback, 0)), ("paradex", new IPEndPoint(IPAddress.Loopback, 0))] });

    private static string AddressOf(TestVenue venue, string exchange) =>
        (exchange == "binance" ? venue.Process.Endpoint! : venue.Process.Fronts.Addresses.Single(pair => pair.Exchange == exchange).Endpoint).ToString();

    private static async Task<JsonElement> JsonAsync(HttpClient http, HttpMethod method, string address, string? body = null)
    {
        using var request = new HttpRequestMessage(method, address) { Content = body is null ? null : new StringContent(body) };
        using HttpResponseMessage response = await http.SendAsync(request);
        using JsonDocument document = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return document.RootElement.Clone();
    }

    private static decimal Number(JsonElement text) => decimal.Parse(text.GetString()!, System.Globalization.CultureInfo.InvariantCulture);

    private static async Task<ClientWebSocket> OpenAsync(string address)
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri(address), CancellationToken.None);
        return socket;
    }

    private static async Task<string> AskAsync(ClientWebSocket socket, string text)
    {
        await SendAsync(socket, text);
        return await ReceiveAsync(socket);
    }

    private static Task SendAsync(ClientWebSocket socket, string text) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

    private static async Task<string> ReceiveAsync(ClientWebSocket socket)
    {
        var buffer = new byte[256 * 1024];
        int length = 0;
        while (true)
        {
            ValueWebSocketReceiveResult part = await Eventually.AnswerAsync(socket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None).AsTask());
            length += part.Count;
            if (part.EndOfMessage)
                return Encoding.UTF8.GetString(buffer, 0, length);
        }
    }
}
