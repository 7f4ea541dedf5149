using System.Globalization;
using System.Text.Json;
using Platform.Venue.Core.Contract;

namespace Platform.Venue.Gateway.Fronts;

/// <summary>Hyperliquid public: bbo, l2Book and allMids over WebSocket; meta, books and mids over /info (other-venues.md §2).</summary>
internal sealed class HyperliquidFront : IFrontProtocol
{
    private const int Levels = 20, FastLevels = 5;

    public string SocketPath => "/ws";

    public FrontTerms Terms { get; } = new(-1, 6, 2_500, 0.6, 0.4, 2);

    public FrontContract List(ListingView listing)
    {
        decimal step = listing.Instrument.Lot.Step.Units / 100_000_000m;
        int decimals = DecimalsOf(step);
        string name = FrontContract.ShortName(listing);
        return new FrontContract(listing.Symbol, name, 1, 1, price => TickAt(price, decimals), step, listing.Instrument);
    }

    public IEnumerable<string> Receive(string text, FrontTopics client, FrontMarket market)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            string method = document.RootElement.GetProperty("method").GetString() ?? "";
            if (method == "ping")
                return ["""{"channel":"pong"}"""];
            return method is "subscribe" or "unsubscribe" ? [Change(method, document.RootElement.GetProperty("subscription"), client, market)] : [Error($"Invalid method: {method}")];
        }
        catch (Exception odd) when (odd is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return [Error($"Error parsing JSON into valid websocket request: {text}")];
        }
    }

    public FrontMessage? Publish(FrontTopic topic, FrontMemory memory, FrontPrices prices, long now_ms)
    {
        bool isBest = topic.Channel == "bbo", isFast = topic.Channel == "l2Book fast";
        long every_ms = isBest ? 0 : isFast ? 500 : 5_000;
        if (prices.Current is not { } book || ReferenceEquals(book, memory.Sent) || now_ms - memory.Sent_ms < every_ms || (isBest && book.HasSameTop(memory.Sent)))
            return null;
        (memory.Sent, memory.Sent_ms) = (book, now_ms);
        string head = $"\"coin\":\"{topic.Name}\",\"time\":{book.Time_ms}";
        return FrontMessage.OfText(isBest
            ? $"{{\"channel\":\"bbo\",\"data\":{{{head},\"bbo\":[{Top(book.Bids)},{Top(book.Asks)}]}}}}"
            : $"{{\"channel\":\"l2Book\",\"data\":{{{head},{Sides(book, isFast ? FastLevels : Levels)}}}}}");
    }

    public FrontMessage? PublishAll(FrontTopic topic, FrontMemory memory, FrontMarket market, long now_ms)
    {
        if (now_ms - memory.Sent_ms < 2_000)
            return null;
        memory.Sent_ms = now_ms;
        return FrontMessage.OfText($"{{\"channel\":\"allMids\",\"data\":{{\"mids\":{Mids(market)}}}}}");
    }

    public FrontAnswer? Answer(string method, string path, IReadOnlyDictionary<string, string> query, JsonElement? body, FrontMarket market)
    {
        if (method != "POST" || path != "/info" || body is not { ValueKind: JsonValueKind.Object } asked || !asked.TryGetProperty("type", out JsonElement type))
            return path == "/info" ? new FrontAnswer(422, "Failed to deserialize the JSON body into the target type") : null;
        switch (type.GetString())
        {
            case "meta":
                return new FrontAnswer(200, Meta(market));
            case "metaAndAssetCtxs":
                return new FrontAnswer(200, $"[{Meta(market)},[{string.Join(',', market.All.Select(prices => State(prices, market)))}]]");
            case "allMids":
                return new FrontAnswer(200, Mids(market));
            case "l2Book" when asked.TryGetProperty("coin", out JsonElement coin) && market.Find(coin.GetString() ?? "") is { Current: { } book } prices:
                return new FrontAnswer(200, $"{{\"coin\":\"{prices.Contract.Name}\",\"time\":{book.Time_ms},{Sides(book, Levels)}}}");
            case "spotMeta":
                return new FrontAnswer(200, """{"tokens":[],"universe":[]}""");
            case "spotMetaAndAssetCtxs":
                return new FrontAnswer(200, """[{"tokens":[],"universe":[]},[]]""");
            default:
                return new FrontAnswer(422, "Failed to deserialize the JSON body into the target type");
        }
    }

    private static string Change(string method, JsonElement wanted, FrontTopics client, FrontMarket market)
    {
        string type = wanted.GetProperty("type").GetString() ?? "", coin = wanted.TryGetProperty("coin", out JsonElement field) ? field.GetString() ?? "" : "";
        bool isFast = wanted.TryGetProperty("fast", out JsonElement fast) && fast.ValueKind == JsonValueKind.True;
        bool isKnown = type == "allMids" ? coin.Length == 0 : type is "bbo" or "l2Book" && market.Find(coin) is not null;
        if (!isKnown)
            return Error($"Invalid subscription {wanted.GetRawText()}");
        var topic = new FrontTopic(type == "l2Book" && isFast ? "l2Book fast" : type, coin);
        if (method == "subscribe" ? !client.Add(topic) : !client.Remove(topic))
            return Error($"{(method == "subscribe" ? "Already subscribed" : "Already unsubscribed")}: {wanted.GetRawText()}");
        string options = type == "l2Book" ? $",\"nSigFigs\":null,\"mantissa\":null,\"fast\":{(isFast ? "true" : "false")}" : "";
        string subject = type == "allMids" ? "" : $",\"coin\":\"{coin}\"";
        return $"{{\"channel\":\"subscriptionResponse\",\"data\":{{\"method\":\"{method}\",\"subscription\":{{\"type\":\"{type}\"{subject}{options}}}}}}}";
    }

    private static string Error(string message) => $"{{\"channel\":\"error\",\"data\":{JsonSerializer.Serialize(message)}}}";

    private static string Meta(FrontMarket market) =>
        $"{{\"universe\":[{string.Join(',', market.All.Select(prices => $"{{\"szDecimals\":{DecimalsOf(prices.Contract.SizeStep)},\"name\":\"{prices.Contract.Name}\",\"maxLeverage\":50,\"marginTableId\":50}}"))}],\"marginTables\":[],\"collateralToken\":0}}";

    /// <summary>The main market's funding is for its own interval; here it is paid every hour.</summary>
    private static string State(FrontPrices prices, FrontMarket market)
    {
        PremiumView? premium = market.Premium(prices.Contract);
        string mid = Middle(prices), mark = premium is { } view ? Text(view.MarkPrice.Units / 100_000_000m / prices.Contract.PriceUnit) : mid;
        string funding = Text(Math.Round((premium?.EstimatedFundingRate.Units ?? 0) / 100_000_000m / 8, 10));
        return $"{{\"funding\":\"{funding}\",\"openInterest\":\"0.0\",\"prevDayPx\":\"{mid}\",\"dayNtlVlm\":\"0.0\",\"premium\":\"0.0\",\"oraclePx\":\"{mark}\",\"markPx\":\"{mark}\",\"midPx\":\"{mid}\",\"impactPxs\":[\"{mid}\",\"{mid}\"],\"dayBaseVlm\":\"0.0\"}}";
    }

    private static string Mids(FrontMarket market) =>
        $"{{{string.Join(',', market.All.Where(prices => prices.Current is not null).Select(prices => $"\"{prices.Contract.Name}\":\"{Middle(prices)}\""))}}}";

    private static string Middle(FrontPrices prices) =>
        prices.Current is { Bids: [var bid, ..], Asks: [var ask, ..] } ? Text((bid.Price + ask.Price) / 2) : "0.0";

    private static string Sides(FrontBook book, int most) => $"\"levels\":[[{string.Join(',', book.Bids.Take(most).Select(Level))}],[{string.Join(',', book.Asks.Take(most).Select(Level))}]]";

    private static string Top(IReadOnlyList<FrontLevel> side) => side.Count == 0 ? "null" : Level(side[0]);

    private static string Level(FrontLevel level) => $"{{\"px\":\"{Text(level.Price)}\",\"sz\":\"{Text(level.Size)}\",\"n\":1}}";

    private static string Text(decimal value) => value.ToString("0.0###############", CultureInfo.InvariantCulture);

    /// <summary>At most five significant figures and 6 − szDecimals decimals; whole numbers are always allowed.</summary>
    private static decimal TickAt(decimal price, int sizeDecimals)
    {
        int whole = price >= 1 ? (int)Math.Floor(Math.Log10((double)price)) + 1 : (int)Math.Ceiling(Math.Log10((double)Math.Max(price, 1e-12m)));
        int decimals = Math.Clamp(Math.Min(5 - whole, 6 - sizeDecimals), 0, 12);
        decimal tick = 1;
        for (; decimals > 0; decimals--)
            tick /= 10;
        return tick;
    }

    private static int DecimalsOf(decimal step)
    {
        int decimals = 0;
        for (; step < 1 && decimals < 8; decimals++)
            step *= 10;
        return decimals;
    }
}
