using System.Globalization;
using System.Text.Json;
using Platform.Conformance.Venues;
using Xunit;

namespace Platform.Conformance.Shapes;

/// <summary>
/// A venue in which one account has executed everything that the documented responses show. The responses are stored by the name of
/// their recording. The venue starts a few seconds before a funding time.
/// </summary>
public sealed class TradedVenue : IAsyncLifetime
{
    private readonly Dictionary<string, List<JsonElement>> _answers = new(StringComparer.Ordinal);
    private VenueUnderTest _venue = null!;

    internal string Host => _venue.Host;

    /// <summary>The responses to compare with a recording; empty when no request was sent.</summary>
    internal IReadOnlyList<JsonElement> Of(string source) => _answers.TryGetValue(source, out List<JsonElement>? answers) ? answers : [];

    public async ValueTask InitializeAsync()
    {
        _venue = await VenueUnderTest.StartAsync(["trader", "loser"], "--symbols", "230", "--weight-limit", "1000000", "--start", "2026-07-15T15:59:48Z");
        using var trader = new VenueClient(_venue.Host, "trader");
        using var loser = new VenueClient(_venue.Host, "loser");
        string listenKey = (await trader.PublicAsync("POST", "/fapi/v1/listenKey")).Text("listenKey");
        await using VenueSocket market = await VenueSocket.OpenAsync($"ws://{Host}/market/stream?streams=" + string.Join('/', MarketStreams.Values));
        await using VenueSocket book = await VenueSocket.OpenAsync($"ws://{Host}/public/stream?streams=" + string.Join('/', PublicStreams.Values));
        await using VenueSocket user = await VenueSocket.OpenAsync($"ws://{Host}/private/ws/{listenKey}");
        await using VenueSocket api = await VenueSocket.OpenAsync($"ws://{Host}/ws-fapi/v1");
        await new TradedAccount(trader, Keep).TradeAsync();
        await new TradedSession(trader, api, Keep).TradeAsync();
        await LoseAsync(loser);
        foreach (Fixture fixture in Fixtures.AreHere ? Fixtures.Recorded().Concat(Fixtures.ExchangeInfos()) : [])
            await AskAgainAsync(trader, fixture);
        await trader.ControlAsync("POST", "/venue/v1/actions", """{"action":"halt","symbol":"SOLUSDT"}""");
        foreach ((string source, string name) in MarketStreams)
            await KeepAllAsync(source, market, message => IsOf(message, name), message => message.GetProperty("data"));
        foreach ((string source, string name) in PublicStreams)
            await KeepAllAsync(source, book, message => IsOf(message, name), message => message.GetProperty("data"));
        foreach ((string source, (string type, string field)) in UserEvents)
            await KeepAllAsync(source, user, message => message.GetProperty("e").GetString() == type && message.TryGetProperty(field, out _), message => message);
        Keep("rest/StopUserStream", (await trader.PublicAsync("DELETE", "/fapi/v1/listenKey")).Body);
        await CallAsync();
    }

    public ValueTask DisposeAsync() => _venue.DisposeAsync();

    private static Dictionary<string, string> MarketStreams { get; } = new()
    {
        ["stream/AggTrades"] = "btcusdt@aggTrade",
        ["stream/Klines"] = "btcusdt@kline_1M",
        ["stream/ContKlines"] = "btcusdt_perpetual@continuousKline_1M",
        ["stream/MarkPrice"] = "btcusdt@markPrice@1s",
        ["stream/MiniTicker"] = "btcusdt@miniTicker",
        ["stream/Ticker"] = "btcusdt@ticker",
        ["stream/Liquidations"] = "ethusdt@forceOrder",
        ["stream/SymbolUpdates"] = "!contractInfo",
        ["stream/AssetIndex"] = "!assetIndex@arr",
        ["stream/CompositIndex"] = "defiusdt@compositeIndex",
        ["stream/TradingSession"] = "tradingSession",
    };

    private static Dictionary<string, string> PublicStreams { get; } = new()
    {
        ["stream/Book"] = "btcusdt@depth@100ms",
        ["stream/PartialBook"] = "btcusdt@depth5@100ms",
        ["stream/BookTicker"] = "btcusdt@bookTicker",
        ["stream/RpiBook"] = "btcusdt@rpiDepth@500ms",
    };

    private static Dictionary<string, (string Type, string Field)> UserEvents { get; } = new()
    {
        ["stream/AccountUpdate"] = ("ACCOUNT_UPDATE", "a"),
        ["stream/OrderUpdate"] = ("ORDER_TRADE_UPDATE", "o"),
        ["stream/TradeUpdate"] = ("TRADE_LITE", "t"),
        ["stream/AlgoOrderUpdate"] = ("ALGO_UPDATE", "o"),
        ["stream/Leverage"] = ("ACCOUNT_CONFIG_UPDATE", "ac"),
        ["stream/MultiAssetMode"] = ("ACCOUNT_CONFIG_UPDATE", "ai"),
    };

    private static bool IsOf(JsonElement message, string stream) => message.TryGetProperty("stream", out JsonElement name) && name.GetString() == stream;

    /// <summary>Waits for the first event and stores all events received so far, because some events have fields that others do not have.</summary>
    private async Task KeepAllAsync(string source, VenueSocket socket, Func<JsonElement, bool> fits, Func<JsonElement, JsonElement> bare)
    {
        await socket.FirstAsync(fits, source);
        foreach (JsonElement message in socket.Received.Where(fits))
            Keep(source, bare(message));
    }

    private void Keep(string source, JsonElement answer)
    {
        if (!_answers.TryGetValue(source, out List<JsonElement>? answers))
            _answers[source] = answers = [];
        answers.Add(answer);
    }

    /// <summary>Sends the request of the recording, without times in the past and with listed contracts instead of others.</summary>
    private async Task AskAgainAsync(VenueClient client, Fixture fixture)
    {
        IEnumerable<string> parameters = fixture.Query.Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Where(parameter => !parameter.StartsWith("startTime=", StringComparison.Ordinal) && !parameter.StartsWith("endTime=", StringComparison.Ordinal))
            .Select(parameter => parameter is "symbol=LTCUSDT" ? "symbol=BTCUSDT" : parameter);
        Keep(fixture.Source, (await client.PublicAsync("GET", $"{fixture.Path}?{string.Join('&', parameters)}")).Body);
    }

    /// <summary>One account is long and one is short, both with only their initial margin, so that one gets a margin call at any move of the market.</summary>
    private async Task CallAsync()
    {
        await using VenueUnderTest small = await VenueUnderTest.StartAsync(["long", "short"], "--symbols", "1");
        var streams = new List<string>();
        foreach ((string key, string side) in ((string, string)[])[("long", "BUY"), ("short", "SELL")])
        {
            using var account = new VenueClient(small.Host, key);
            streams.Add("listenKey=" + (await account.PublicAsync("POST", "/fapi/v1/listenKey")).Text("listenKey"));
            await RequireAsync(account.SignedAsync("POST", "/fapi/v1/leverage", "symbol=BTCUSDT&leverage=100"));
            await RequireAsync(account.SignedAsync("POST", "/fapi/v1/order", $"symbol=BTCUSDT&side={side}&type=MARKET&quantity=0.1"));
            decimal available = decimal.Parse((await account.SignedAsync("GET", "/fapi/v3/account")).Text("availableBalance"), CultureInfo.InvariantCulture);
            await RequireAsync(account.ControlAsync("POST", "/venue/v1/actions", $$"""{"action":"transfer","account":"{{key}}","amount":"-{{Math.Floor(available - 5)}}"}"""));
        }

        using var anyone = new VenueClient(small.Host, "long");
        await using VenueSocket user = await VenueSocket.OpenAsync($"ws://{small.Host}/private/stream?{string.Join('&', streams)}");
        await RequireAsync(anyone.ControlAsync("POST", "/venue/v1/actions", """{"action":"speed","speed":2000}"""));
        await KeepAllAsync("stream/MarginUpdate", user, message => message.GetProperty("data").GetProperty("e").GetString() == "MARGIN_CALL", message => message.GetProperty("data"));
    }

    private static async Task RequireAsync(Task<VenueAnswer> call)
    {
        VenueAnswer answer = await call;
        Assert.True(answer.Status == 200, answer.Body.GetRawText());
    }

    private async Task LoseAsync(VenueClient loser)
    {
        await loser.SignedAsync("POST", "/fapi/v1/order", "symbol=ETHUSDT&side=BUY&type=MARKET&quantity=1");
        VenueAnswer done = await loser.ControlAsync("POST", "/venue/v1/actions", """{"action":"liquidate","account":"loser","symbol":"ETHUSDT"}""");
        Assert.True(done.Status == 200, done.Body.GetRawText());
        Keep("rest/GetForcedOrders", (await loser.SignedAsync("GET", "/fapi/v1/forceOrders")).Body);
    }
}
