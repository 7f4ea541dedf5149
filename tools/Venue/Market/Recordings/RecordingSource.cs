using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;
using Platform.Venue.Engine.Contract;
using Platform.Venue.Engine.Tape;

namespace Platform.Venue.Market.Recordings;

/// <summary>
/// A recorded tape, from aggTrades archives or from captured streams: every recorded trade is printed at its time, and clients
/// trade around it without changing it. A client's resting order at a recorded price waits behind the quantity shown there.
/// </summary>
internal sealed class RecordingSource : IMarketSource
{
    private readonly RecordedSymbol[] _symbols;
    private readonly PriorityQueue<int, (long Time, int Symbol)> _queue = new();

    private RecordingSource(RecordedSymbol[] symbols, long start_ms)
    {
        (_symbols, Start_ms) = (symbols, start_ms);
        Listings = [.. symbols.Select(symbol => symbol.Listing)];
        for (int i = 0; i < symbols.Length; i++)
        {
            symbols[i].Skip(start_ms);
            _queue.Enqueue(i, (symbols[i].Next_ms, i));
        }
    }

    public IReadOnlyList<ListingView> Listings { get; }

    public long Start_ms { get; }

    public bool TapeIsRecorded => true;

    public long Next_ms => _queue.TryPeek(out _, out (long Time, int Symbol) next) ? next.Time : long.MaxValue;

    public static Result<RecordingSource> Open(ExchangeOptions options)
    {
        string[] files = FilesOf(options.MarketPath);
        if (files.Length == 0)
            return new Fault(FaultKind.NotFound, $"'{options.MarketPath}' is no recording: name a file, or a folder of {(options.Market == MarketKind.Archives ? "aggTrades CSV or ZIP files" : "captured streams (.gz, .txt)")}.");
        Result<Dictionary<string, List<RecordedEvent>>> read = options.Market == MarketKind.Archives ? ReadArchives(files) : ReadCaptures(files);
        if (!read.TryGet(out Dictionary<string, List<RecordedEvent>>? events, out Fault? fault))
            return fault;
        string[] names = [.. events.Where(pair => pair.Value.Exists(happened => !happened.IsTouch)).Select(pair => pair.Key).Order(StringComparer.Ordinal)];
        if (options.Symbols > 0)
            names = [.. names.Take(options.Symbols)];
        if (names.Length == 0)
            return new Fault(FaultKind.Invalid, $"'{options.MarketPath}' holds no trade.");
        RecordedSymbol[] symbols = [.. names.Select((name, i) => new RecordedSymbol(options.Seed, i, name, events[name]))];
        return new RecordingSource(symbols, UnixTime.FloorTo(options.VirtualStart_ms ?? symbols.Min(symbol => symbol.First_ms), UnixTime.MillisecondsPerSecond));
    }

    public Price InitialPrice(int symbol) => _symbols[symbol].First;

    public void Advance(IMarketFloor floor)
    {
        int symbol = _queue.Dequeue();
        _symbols[symbol].Advance(floor);
        _queue.Enqueue(symbol, (_symbols[symbol].Next_ms, symbol));
    }

    public Price IndexPrice(int symbol, long now_ms) => _symbols[symbol].Index;

    public Rate? RecordedFunding(int symbol, long funding_ms) => null;

    public IReadOnlyList<FundingView> FundingHistory(int symbol) => [];

    public long HistoryStart_ms(int symbol) => MinuteBar.MinuteOf(Start_ms);

    public void ReadHistory(int symbol, long from_ms, Span<MinuteBar> minutes)
    {
        for (int i = 0; i < minutes.Length; i++)
            minutes[i] = MinuteBar.Flat(from_ms + i * 60_000L, _symbols[symbol].First.Units);
    }

    private static Result<Dictionary<string, List<RecordedEvent>>> ReadArchives(string[] files)
    {
        var events = new Dictionary<string, List<RecordedEvent>>(StringComparer.Ordinal);
        foreach (string file in files)
        {
            string symbol = ArchiveReader.SymbolOf(file);
            if (!events.TryGetValue(symbol, out List<RecordedEvent>? trades))
                events.Add(symbol, trades = []);
            if (ArchiveReader.Read(file, trades).Fault is { } fault)
                return fault;
        }

        return events;
    }

    private static Result<Dictionary<string, List<RecordedEvent>>> ReadCaptures(string[] files)
    {
        var reader = new CaptureReader();
        foreach (string file in files)
            reader.Read(file);
        return new Dictionary<string, List<RecordedEvent>>(reader.Events, StringComparer.Ordinal);
    }

    private static string[] FilesOf(string? path)
    {
        if (path is null || (!File.Exists(path) && !Directory.Exists(path)))
            return [];
        if (File.Exists(path))
            return [path];
        string[] endings = [".gz", ".txt", ".dat", ".csv", ".zip"];
        return [.. Directory.GetFiles(path).Where(file => endings.Contains(Path.GetExtension(file).ToLowerInvariant())).Order(StringComparer.Ordinal)];
    }
}
