using System.IO.Compression;
using System.Text.Json;
using Platform.Primitives.Numbers;

namespace Platform.Venue.Market.Recordings;

/// <summary>
/// Reads recorded combined streams, `local_time {"stream":…,"data":…}` per line, gzip or plain: trade or aggTrade and bookTicker
/// of every symbol. Off-book prints (`X` other than MARKET) and lines that are no message are left out and counted.
/// </summary>
internal sealed class CaptureReader
{
    private readonly Dictionary<string, List<RecordedEvent>> _events = new(StringComparer.Ordinal);
    private readonly HashSet<string> _withTrades = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, List<RecordedEvent>> Events => _events;

    public int Skipped { get; private set; }

    public void Read(string path)
    {
        using FileStream file = File.OpenRead(path);
        using Stream input = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var reader = new StreamReader(input);
        while (reader.ReadLine() is { } row)
        {
            int brace = row.IndexOf('{');
            if (brace < 0 || !TryLine(row.AsMemory(brace)))
                Skipped++;
        }
    }

    private bool TryLine(ReadOnlyMemory<char> json)
    {
        // A cheap look first: most lines of a capture are depth, which is not needed here.
        ReadOnlySpan<char> head = json.Span[..Math.Min(60, json.Length)];
        bool trade = head.Contains("@trade", StringComparison.Ordinal), aggTrade = head.Contains("@aggTrade", StringComparison.Ordinal);
        if (!trade && !aggTrade && !head.Contains("@bookTicker", StringComparison.Ordinal))
            return true;
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            JsonElement data = document.RootElement.GetProperty("data");
            string symbol = data.GetProperty("s").GetString()!;
            long time_ms = data.GetProperty("T").GetInt64();
            if (!trade && !aggTrade)
                return Add(symbol, RecordedEvent.OfTouch(time_ms, Decimal(data, "b"), Decimal(data, "B"), Decimal(data, "a"), Decimal(data, "A")));
            if (trade)
                _withTrades.Add(symbol);
            bool offBook = trade && data.TryGetProperty("X", out JsonElement origin) && origin.GetString() != "MARKET";
            if (offBook || (aggTrade && _withTrades.Contains(symbol)))
                return false;
            return Add(symbol, RecordedEvent.OfTrade(time_ms, Decimal(data, "p"), Decimal(data, "q"), data.GetProperty("m").GetBoolean()));
        }
        catch (Exception broken) when (broken is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return false;
        }
    }

    private bool Add(string symbol, in RecordedEvent happened)
    {
        if (happened.Price <= 0 || happened.Quantity <= 0)
            return false;
        if (!_events.TryGetValue(symbol, out List<RecordedEvent>? events))
            _events.Add(symbol, events = []);
        events.Add(happened);
        return true;
    }

    private static long Decimal(JsonElement data, string field) =>
        Price.TryParse(data.GetProperty(field).GetString(), out Price value) ? value.Units : throw new FormatException(field);
}
