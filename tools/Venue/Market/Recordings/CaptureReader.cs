using System.Text.Json;
using Platform.Primitives.Numbers;
using Platform.Venue.Core.Sources;
using Platform.Venue.Market.Files;

namespace Platform.Venue.Market.Recordings;

/// <summary>
/// Reads recorded combined streams, one message `local_time {"stream":…,"data":…}` per line: trade, aggTrade, bookTicker, depth and markPrice of
/// every symbol, and responses of /fapi/v1/depth. Trades outside the book (`X` other than MARKET) are skipped, because aggregate trades do not contain them;
/// unreadable lines are skipped with a notice; other streams are ignored.
/// </summary>
internal sealed class CaptureReader(MarketNotices notices)
{
    private readonly Dictionary<string, RecordedTape> _tapes = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, RecordedTape> Tapes => _tapes;

    public void Read(string path)
    {
        using var lines = new RecordingLines(path, notices);
        while (lines.TryNext(out string line))
        {
            if (line.Length > 0 && Problem(path, line) is { } problem)
                notices.Add(path, $"{path}:{lines.Number}: {problem} The line is skipped; expected 'local_time {{\"stream\":\"btcusdt@trade\",\"data\":{{…}}}}'.");
        }
    }

    /// <summary>Reads a line. Returns a description of the error; null when the line was read or ignored.</summary>
    private string? Problem(string path, string line)
    {
        int brace = line.IndexOf('{', StringComparison.Ordinal);
        if (brace < 0)
            return "the line contains no JSON.";
        try
        {
            using JsonDocument document = JsonDocument.Parse(line.AsMemory(brace));
            var message = new CaptureFields(document.RootElement);
            if (document.RootElement.TryGetProperty("lastUpdateId", out _))
                AddSnapshot(path, message);
            else
                AddData(message.Inside("data"));
            return null;
        }
        catch (JsonException broken)
        {
            return $"the JSON is invalid at byte {broken.BytePositionInLine}.";
        }
        catch (FormatException wrong)
        {
            return wrong.Message;
        }
    }

    private void AddData(in CaptureFields data)
    {
        if (data.Find("s") is not { } symbol)
            return;
        switch (data.Find("e"))
        {
            case "trade" when data.Find("X") is null or "MARKET":
                long id = data.Long("t");
                Add(symbol, new RecordedTrade(data.Long("T"), data.Amount("p"), data.Amount("q"), 0, id, id, data.Boolean("m")));
                break;
            case "aggTrade":
                Add(symbol, new RecordedTrade(data.Long("T"), data.Amount("p"), data.Amount("q"), data.Long("a"), data.Long("f"), data.Long("l"), data.Boolean("m")));
                break;
            case "bookTicker":
                Add(symbol, BookEventKind.Touch, data.Long("T"), 0, data.Long("u"), [new(data.Amount("b"), data.Amount("B"))], [new(data.Amount("a"), data.Amount("A"))]);
                break;
            case "depthUpdate":
                Add(symbol, BookEventKind.Change, data.Long("T"), data.Long("pu"), data.Long("u"), data.Levels("b"), data.Levels("a"));
                break;
            case "markPriceUpdate":
                Add(symbol, BookEventKind.Mark, data.Long("E"), 0, 0, [new(data.Amount("p"), data.Amount("i"))], [new(data.Amount("r"), data.Long("T"))]);
                break;
            default:
                break;
        }
    }

    /// <summary>Reads a REST response, which has no symbol; the file name contains it.</summary>
    private void AddSnapshot(string path, in CaptureFields book) =>
        Add(SymbolOf(path), BookEventKind.Snapshot, book.Long("T"), 0, book.Long("lastUpdateId"), book.Levels("bids"), book.Levels("asks"));

    private void Add(string symbol, in RecordedTrade trade)
    {
        if (trade.Price <= 0 || trade.Quantity <= 0)
            throw new FormatException($"a trade of {symbol} has no price ('p') or no quantity ('q').");
        Tape(symbol).Trades.Add(trade);
    }

    private void Add(string symbol, BookEventKind kind, long time_ms, long previousId, long updateId, MarketMakerQuote[] bids, MarketMakerQuote[] asks)
    {
        RecordedTape tape = Tape(symbol);
        tape.Book.Add(new BookEvent(time_ms, kind, previousId, updateId, tape.Levels.Count, bids.Length, asks.Length));
        tape.Levels.AddRange(bids);
        tape.Levels.AddRange(asks);
    }

    private RecordedTape Tape(string symbol)
    {
        if (!_tapes.TryGetValue(symbol, out RecordedTape? tape))
            _tapes.Add(symbol, tape = new RecordedTape(symbol));
        return tape;
    }

    /// <summary>The symbol at the start of a file name such as `btcusdt_20240718.gz` or `BTCUSDT-aggTrades-2026-07-15.zip`.</summary>
    public static string SymbolOf(string path)
    {
        string name = Path.GetFileName(path);
        int end = name.IndexOfAny(['-', '_', '.']);
        return (end < 0 ? name : name[..end]).ToUpperInvariant();
    }
}
