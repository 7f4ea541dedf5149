using System.Globalization;
using System.Text.Json;
using Platform.Venue.Core.Contract;

namespace Platform.Venue.Gateway.Fronts;

/// <summary>
/// Paradex public: best quotes and books as binary messages of schema 1 over WebSocket, requests and answers as JSON-RPC; markets, quotes and
/// books over REST (other-venues.md §3).
/// </summary>
internal sealed class ParadexFront : IFrontProtocol
{
    private const string Best = "bbo", Deltas = "order_book deltas";
    private const long HeartbeatAfter_ms = 20_000;

    public string SocketPath => "/v1";

    public FrontTerms Terms { get; } = new(1.5, 5, 2_000, 0.8, 0.3, 1);

    public FrontContract List(ListingView listing)
    {
        decimal tick = listing.Instrument.Price.Tick.Units / 100_000_000m, step = listing.Instrument.Lot.Step.Units / 100_000_000m;
        string name = FrontContract.ShortName(listing);
        return new FrontContract(listing.Symbol, $"{name}-USD-PERP", 1, 1, _ => tick, step, listing.Instrument);
    }

    /// <summary>Public channels are served in version 1 of the schema only.</summary>
    public FrontAnswer? Refuse(IReadOnlyDictionary<string, string> query) =>
        query.GetValueOrDefault("sbeSchemaId") == "1" && query.GetValueOrDefault("sbeSchemaVersion") == "1"
            ? null
            : new FrontAnswer(400, """{"error":"BAD_REQUEST","message":"unsupported SBE schema: expected sbeSchemaId=1 and sbeSchemaVersion=1"}""");

    public IEnumerable<string> Receive(string text, FrontTopics client, FrontMarket market)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            string id = document.RootElement.TryGetProperty("id", out JsonElement field) ? field.GetRawText() : "null";
            string method = document.RootElement.GetProperty("method").GetString() ?? "";
            if (method is not ("subscribe" or "unsubscribe"))
                return [Error(-32601, "method not found", method, id, market)];
            return [Change(method, document.RootElement.GetProperty("params").GetProperty("channel").GetString() ?? "", id, client, market)];
        }
        catch (JsonException)
        {
            return [Error(-32700, "parse error", "", "null", market)];
        }
        catch (Exception odd) when (odd is KeyNotFoundException or InvalidOperationException)
        {
            return [Error(-32600, "invalid request", "", "null", market)];
        }
    }

    public FrontMessage? Publish(FrontTopic topic, FrontMemory memory, FrontPrices prices, long now_ms)
    {
        if (prices.Current is not { } book || ReferenceEquals(book, memory.Sent) || (topic.Channel == Best && book.HasSameTop(memory.Sent)))
            return null;
        FrontBook? before = memory.Sent;
        bool isFirst = before is null;
        // Sequence numbers of best quotes are those of the book and skip some; those of a book do not.
        memory.Sequence = isFirst ? 1_000 : memory.Sequence + (topic.Channel == Best ? 3 : 1);
        (memory.Sent, memory.Sent_ms) = (book, now_ms);
        if (topic.Channel == Best)
            return ParadexBinary.Best(topic.Name, book, memory.Sequence);
        return isFirst
            ? ParadexBinary.Book(topic.Name, book, memory.Sequence, true, book.Bids, book.Asks)
            : ParadexBinary.Book(topic.Name, book, memory.Sequence, false, book.BidChangesSince(before!), book.AskChangesSince(before!));
    }

    public FrontMessage? Idle(long since_ms, long now_ms) => now_ms - since_ms < HeartbeatAfter_ms ? null : ParadexBinary.Heartbeat(now_ms);

    public FrontAnswer? Answer(string method, string path, IReadOnlyDictionary<string, string> query, JsonElement? body, FrontMarket market) =>
        method == "GET" ? ParadexRest.Answer(path, query, market) : null;

    private static string Change(string method, string channel, string id, FrontTopics client, FrontMarket market)
    {
        if (TopicOf(channel, market) is not { } topic)
            return Error(-32600, $"invalid {method} request", $"unknown channel {channel}", id, market);
        if (method == "subscribe" ? !client.Add(topic) : !client.Remove(topic))
            return Error(100, $"{method} failed", method == "subscribe" ? $"already subscribed to {channel}" : $"not subscribed to {channel}", id, market);
        return string.Create(CultureInfo.InvariantCulture, $"{{\"jsonrpc\":\"2.0\",\"result\":{{\"channel\":\"{channel}\"}},\"usIn\":{market.Now_ms * 1_000},\"usDiff\":1,\"id\":{id}}}");
    }

    private static FrontTopic? TopicOf(string channel, FrontMarket market)
    {
        string[] parts = channel.Split('.');
        string? kind = parts switch { ["bbo", _] => Best, ["order_book", _, "deltas"] => Deltas, _ => null };
        return kind is not null && market.Find(parts[1]) is not null ? new FrontTopic(kind, parts[1]) : null;
    }

    private static string Error(int code, string message, string data, string id, FrontMarket market) => string.Create(
        CultureInfo.InvariantCulture,
        $"{{\"jsonrpc\":\"2.0\",\"error\":{{\"code\":{code},\"message\":{JsonSerializer.Serialize(message)},\"data\":{JsonSerializer.Serialize(data)}}},\"usIn\":{market.Now_ms * 1_000},\"usOut\":{market.Now_ms * 1_000 + 1},\"usDiff\":1,\"id\":{id}}}");
}
