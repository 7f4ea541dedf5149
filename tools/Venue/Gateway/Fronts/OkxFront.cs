using System.Globalization;
using System.Text.Json;
using Platform.Venue.Core.Contract;

namespace Platform.Venue.Gateway.Fronts;

/// <summary>OKX v5 public: bbo-tbt, tickers, books5 and books over WebSocket (other-venues.md §1); its requests are in <see cref="OkxRest"/>.</summary>
internal sealed class OkxFront : IFrontProtocol
{
    private static readonly string[] s_channels = ["bbo-tbt", "tickers", "books5", "books"];

    public string SocketPath => "/ws/v5/public";

    public FrontTerms Terms { get; } = new(0.5, 4, 1_500, 0.2, 0.8, 0);

    public FrontContract List(ListingView listing)
    {
        string coin = listing.Instrument.BaseAsset;
        decimal unit = coin.StartsWith("1000", StringComparison.Ordinal) ? 1_000 : 1;
        decimal tick = listing.Instrument.Price.Tick.Units / 100_000_000m / unit;
        decimal step = listing.Instrument.Lot.Step.Units / 100_000_000m;
        decimal contract = step * 10;
        return new FrontContract(listing.Symbol, $"{(unit > 1 ? coin[4..] : coin)}-USDT-SWAP", unit, contract, _ => tick, 0.1m, listing.Instrument);
    }

    public IEnumerable<string> Receive(string text, FrontTopics client, FrontMarket market)
    {
        if (text == "ping")
            return ["pong"];
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            JsonElement root = document.RootElement;
            string operation = root.GetProperty("op").GetString() ?? "";
            if (operation is not ("subscribe" or "unsubscribe"))
                return [Error("60019", $"Invalid op: {operation}", client)];
            return [.. root.GetProperty("args").EnumerateArray().Select(argument => Change(operation, argument, Id(root), client, market))];
        }
        catch (Exception odd) when (odd is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return [Error("60012", "Illegal request", client)];
        }
    }

    public FrontMessage? Publish(FrontTopic topic, FrontMemory memory, FrontPrices prices, long now_ms)
    {
        long every_ms = topic.Channel == "bbo-tbt" ? 0 : 100;
        if (prices.Current is not { } book || ReferenceEquals(book, memory.Sent) || now_ms - memory.Sent_ms < every_ms)
            return null;
        bool isTop = topic.Channel is "bbo-tbt" or "tickers";
        if (isTop && book.HasSameTop(memory.Sent))
            return null;
        string message = topic.Channel switch
        {
            "tickers" => OkxRest.Envelope(topic, null, OkxRest.Ticker(prices.Contract, book)),
            "books" => Change(topic, memory, book),
            _ => OkxRest.Envelope(topic, null, Snapshot(topic, book, topic.Channel == "books5" ? 5 : 1, memory.Sequence + 1)),
        };
        if (topic.Channel != "books")
            memory.Sequence++;
        (memory.Sent, memory.Sent_ms) = (book, now_ms);
        return FrontMessage.OfText(message);
    }

    public FrontAnswer? Answer(string method, string path, IReadOnlyDictionary<string, string> query, JsonElement? body, FrontMarket market) =>
        method == "GET" ? OkxRest.Answer(path, query, market) : null;

    private static string Snapshot(FrontTopic topic, FrontBook book, int levels, long sequence)
    {
        string name = topic.Channel == "books5" ? $"\"instId\":\"{topic.Name}\"," : "";
        return $"{{{OkxRest.Sides(book.Bids.Take(levels), book.Asks.Take(levels))},{name}\"ts\":\"{book.Time_ms}\",\"seqId\":{sequence}}}";
    }

    /// <summary>A snapshot first, then what changed; sequence numbers rise by more than one, as at the exchange.</summary>
    private static string Change(FrontTopic topic, FrontMemory memory, FrontBook book)
    {
        bool isFirst = memory.Sent is null;
        string sides = isFirst
            ? OkxRest.Sides(book.Bids, book.Asks)
            : OkxRest.Sides(book.BidChangesSince(memory.Sent!), book.AskChangesSince(memory.Sent!));
        long previous = memory.Sequence;
        memory.Sequence = isFirst ? 1_000 : previous + 3;
        return OkxRest.Envelope(topic, isFirst ? "snapshot" : "update", $"{{{sides},\"ts\":\"{book.Time_ms}\",\"checksum\":0,\"prevSeqId\":{(isFirst ? -1 : previous)},\"seqId\":{memory.Sequence}}}");
    }

    private static string Change(string operation, JsonElement argument, string id, FrontTopics client, FrontMarket market)
    {
        string channel = argument.GetProperty("channel").GetString() ?? "", name = argument.TryGetProperty("instId", out JsonElement field) ? field.GetString() ?? "" : "";
        if (!s_channels.Contains(channel) || market.Find(name) is null)
            return Error("60018", $"Wrong URL or channel:{channel},instId:{name} doesn't exist. Please use the correct URL, channel and parameters referring to API document.", client);
        var topic = new FrontTopic(channel, name);
        if (operation == "subscribe")
            client.Add(topic);
        else
            client.Remove(topic);
        return $"{{{id}\"event\":\"{operation}\",\"arg\":{{\"channel\":\"{channel}\",\"instId\":\"{name}\"}},\"connId\":\"{ConnectionId(client)}\"}}";
    }

    private static string Id(JsonElement root) =>
        root.TryGetProperty("id", out JsonElement id) && id.ValueKind == JsonValueKind.String ? $"\"id\":{JsonSerializer.Serialize(id.GetString())}," : "";

    private static string Error(string code, string message, FrontTopics client) =>
        $"{{\"event\":\"error\",\"code\":\"{code}\",\"msg\":{JsonSerializer.Serialize(message)},\"connId\":\"{ConnectionId(client)}\"}}";

    private static string ConnectionId(FrontTopics client) => client.Number.ToString("x8", CultureInfo.InvariantCulture);
}
