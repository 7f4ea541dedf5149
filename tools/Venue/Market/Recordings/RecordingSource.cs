using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;
using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Sources;
using Platform.Venue.Core.Tape;
using Platform.Venue.Market.Files;

namespace Platform.Venue.Market.Recordings;

/// <summary>
/// A recorded market from archives of trades or from captured streams. Every recorded trade is printed at its time with its
/// id; the book is the recorded one if there is one. Clients trade in this book without changing the tape.
/// </summary>
internal sealed class RecordingSource : IMarketSource
{
    private readonly RecordedSymbol[] _symbols;
    private readonly MarketNotices _notices;
    private readonly PriorityQueue<int, (long Time, int Symbol)> _queue = new();

    private RecordingSource(RecordedSymbol[] symbols, long start_ms, MarketNotices notices)
    {
        (_symbols, Start_ms, _notices) = (symbols, start_ms, notices);
        Listings = [.. symbols.Select(symbol => symbol.Listing)];
        for (int i = 0; i < symbols.Length; i++)
        {
            symbols[i].Begin(start_ms);
            _queue.Enqueue(i, (symbols[i].Next_ms, i));
        }
    }

    public IReadOnlyList<ListingView> Listings { get; }

    public IReadOnlyList<string> Notices => _notices.Lines;

    public long Start_ms { get; }

    public bool TapeIsRecorded => true;

    public long Next_ms => _queue.TryPeek(out _, out (long Time, int Symbol) next) ? next.Time : long.MaxValue;

    public static Result<RecordingSource> Open(ExchangeOptions options)
    {
        var notices = new MarketNotices();
        string[] files = FilesOf(options);
        string wanted = options.Market == MarketKind.Archives ? "aggTrades or trades (.csv, .csv.gz, .zip)" : "captured streams (.gz, .txt, .dat)";
        if (files.Length == 0)
            return new Fault(FaultKind.NotFound, $"'{options.MarketPath}' is not a recording: give a file of {wanted}, or a folder of them.");
        List<RecordedTape> tapes = options.Market == MarketKind.Archives ? ReadArchives(files, notices) : ReadCaptures(files, notices);
        Fault Empty() => new(FaultKind.Invalid, $"'{options.MarketPath}' contains no readable trade; expected {wanted}. {string.Join(" ", notices.Lines)}".TrimEnd());
        if (tapes.Count == 0)
            return Empty();
        if (!RecordingSession.Choose(tapes, options.VirtualStart_ms, options.MarketPath!, notices).TryGet(out RecordingSession session, out Fault? fault))
            return fault;
        foreach (RecordedTape tape in tapes)
        {
            tape.Cut(session.First_ms, session.Last_ms);
            tape.Arrange(notices);
        }

        IEnumerable<RecordedTape> played = tapes.Where(tape => tape.Trades.Count > 0).OrderBy(tape => tape.Symbol, StringComparer.Ordinal);
        if (options.Symbols > 0)
            played = played.Take(options.Symbols);
        string folder = File.Exists(options.MarketPath) ? Path.GetDirectoryName(Path.GetFullPath(options.MarketPath))! : options.MarketPath!;
        RecordedSymbol[] symbols = [.. played.Select((tape, i) => new RecordedSymbol(options.Seed, i, tape, RecordedRate.ReadAll(folder, tape.Symbol, notices)))];
        if (symbols.Length == 0)
            return Empty();
        return new RecordingSource(symbols, UnixTime.FloorTo(options.VirtualStart_ms ?? symbols.Min(symbol => symbol.First_ms), UnixTime.MillisecondsPerSecond), notices);
    }

    public Price InitialPrice(int symbol) => _symbols[symbol].First;

    public void Advance(IMarketActions actions)
    {
        int symbol = _queue.Dequeue();
        _symbols[symbol].Advance(actions);
        _queue.Enqueue(symbol, (_symbols[symbol].Next_ms, symbol));
    }

    public Price IndexPrice(int symbol, long now_ms) => _symbols[symbol].Index;

    public Price? MarkPrice(int symbol) => _symbols[symbol].Mark;

    public Rate? RecordedFunding(int symbol, long funding_ms) => _symbols[symbol].FundingAt(funding_ms);

    public IReadOnlyList<FundingView> FundingHistory(int symbol) =>
        [.. _symbols[symbol].Fundings.Where(rate => rate.Time_ms <= Start_ms).Select(rate => new FundingView(Listings[symbol].Symbol, rate.Rate, rate.Time_ms, Price.Zero))];

    public long HistoryStart_ms(int symbol) => MinuteBar.MinuteOf(Math.Min(Start_ms, _symbols[symbol].First_ms));

    public void ReadHistory(int symbol, long from_ms, Span<MinuteBar> minutes) => _symbols[symbol].ReadHistory(from_ms, minutes);

    private static List<RecordedTape> ReadArchives(string[] files, MarketNotices notices)
    {
        var tapes = new Dictionary<string, RecordedTape>(StringComparer.Ordinal);
        foreach (string file in files)
        {
            string symbol = CaptureReader.SymbolOf(file);
            if (!tapes.TryGetValue(symbol, out RecordedTape? tape))
                tapes.Add(symbol, tape = new RecordedTape(symbol));
            ArchiveReader.Read(file, tape.Trades, notices);
        }

        return Tradable(tapes.Values, notices);
    }

    private static List<RecordedTape> ReadCaptures(string[] files, MarketNotices notices)
    {
        var reader = new CaptureReader(notices);
        foreach (string file in files)
            reader.Read(file);
        return Tradable(reader.Tapes.Values, notices);
    }

    private static List<RecordedTape> Tradable(IEnumerable<RecordedTape> tapes, MarketNotices notices)
    {
        List<RecordedTape> tradable = [];
        foreach (RecordedTape tape in tapes)
        {
            bool isListed = tape.Symbol.Length > 4 && tape.Symbol.EndsWith("USDT", StringComparison.Ordinal);
            if (!isListed)
                notices.Add("symbol", $"{tape.Symbol}: is not a USDT contract and is skipped; expected symbols such as BTCUSDT in file names and messages.");
            else if (tape.Trades.Count == 0)
                notices.Add("symbol", $"{tape.Symbol}: contains no readable trade and is skipped.");
            else
                tradable.Add(tape);
        }

        return tradable;
    }

    /// <summary>The files of the market kind in the options; other files are ignored.</summary>
    private static string[] FilesOf(ExchangeOptions options)
    {
        string? path = options.MarketPath;
        if (File.Exists(path))
            return [path];
        if (!Directory.Exists(path))
            return [];
        string[] endings = options.Market == MarketKind.Archives ? [".csv", ".zip", ".gz"] : [".gz", ".txt", ".dat"];
        return [.. Directory.GetFiles(path).Where(file => endings.Contains(Path.GetExtension(file).ToLowerInvariant()) && !IsOther(Path.GetFileName(file), options.Market)).Order(StringComparer.Ordinal)];
    }

    private static bool IsOther(string name, MarketKind market)
    {
        string[] others = market == MarketKind.Archives ? ["-funding", "-1m", "-1h", "-mark", "-metrics", "-bookTicker", "-bookDepth"] : [".csv", ".zip", ".CHECKSUM"];
        return others.Any(other => name.Contains(other, StringComparison.OrdinalIgnoreCase));
    }
}
