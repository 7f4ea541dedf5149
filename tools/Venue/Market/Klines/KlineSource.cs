using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;
using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Sources;
using Platform.Venue.Core.Tape;
using Platform.Venue.Market.Files;
using Platform.Venue.Market.Recordings;

namespace Platform.Venue.Market.Klines;

/// <summary>
/// A recorded market of minute bars, with fundings, in one folder: `{SYMBOL}-1m.csv[.gz]` or the exchange's own `{SYMBOL}-1m-{DATE}.zip`. The recorded prices are
/// exogenous: clients trade at them and do not change the public tape.
/// </summary>
internal sealed class KlineSource : IMarketSource
{
    private const long Warmup_ms = 26 * UnixTime.MillisecondsPerHour;
    private static readonly string[] Endings = [".csv", ".csv.gz", ".zip"];
    private static readonly string[] Order = ["BTC", "ETH", "SOL", "XRP", "BNB", "ADA", "AVAX", "LINK", "BCH", "ENA"];

    private readonly KlineSymbol[] _symbols;
    private readonly Price[] _initial;
    private readonly MarketNotices _notices;
    private readonly PriorityQueue<int, (long Time, int Symbol)> _queue = new();

    private KlineSource(KlineSymbol[] symbols, long start_ms, MarketNotices notices)
    {
        (_symbols, Start_ms, _notices) = (symbols, start_ms, notices);
        Listings = [.. symbols.Select(symbol => symbol.Listing)];
        _initial = [.. symbols.Select(symbol => symbol.Begin(start_ms))];
        for (int i = 0; i < symbols.Length; i++)
            _queue.Enqueue(i, (symbols[i].Next_ms, i));
    }

    public IReadOnlyList<ListingView> Listings { get; }

    public IReadOnlyList<string> Notices => _notices.Lines;

    public long Start_ms { get; }

    public bool TapeIsRecorded => true;

    public long Next_ms => _queue.TryPeek(out _, out (long Time, int Symbol) next) ? next.Time : long.MaxValue;

    /// <summary>Reads a folder or one file. Unless the options set the start, the market starts at the first multiple of 5 minutes at which every symbol has 26 hours of history.</summary>
    public static Result<KlineSource> Open(ExchangeOptions options)
    {
        string? path = options.MarketPath;
        if (!Directory.Exists(path) && !File.Exists(path))
            return new Fault(FaultKind.NotFound, $"The klines folder '{path}' does not exist: give a folder with files such as BTCUSDT-1m.csv.gz or BTCUSDT-1m-2026-07-15.zip.");
        IGrouping<string, string>[] files = [.. FilesIn(path).GroupBy(SymbolOf).OrderBy(Rank).ThenBy(group => group.Key, StringComparer.Ordinal)];
        if (options.Symbols > 0)
            files = [.. files.Take(options.Symbols)];
        if (files.Length == 0)
            return new Fault(FaultKind.NotFound, $"'{path}' contains no minute bars of USDT contracts: expected names such as BTCUSDT-1m.csv.gz or BTCUSDT-1m-2026-07-15.zip. Other intervals are not used.");
        string folder = Directory.Exists(path) ? path : Path.GetDirectoryName(Path.GetFullPath(path))!;
        var read = new (RecordedBar[] Bars, RecordedRate[] Rates, MarketNotices Notices)[files.Length];
        Parallel.For(0, files.Length, i =>
        {
            var own = new MarketNotices();
            read[i] = (KlineFile.ReadBars(files[i], own), RecordedRate.ReadAll(folder, files[i].Key, own), own);
        });
        var notices = new MarketNotices();
        List<KlineSymbol> symbols = [];
        for (int i = 0; i < files.Length; i++)
        {
            notices.Add(read[i].Notices);
            if (read[i].Bars.Length > 0)
                symbols.Add(new KlineSymbol(options.Seed, symbols.Count, files[i].Key[..^4], read[i].Bars, read[i].Rates));
            else
                notices.Add("symbol", $"{files[i].Key}: contains no readable bar and is skipped.");
        }

        if (symbols.Count == 0)
            return new Fault(FaultKind.Invalid, $"'{path}' contains no readable bar. {string.Join(" ", notices.Lines)}");
        foreach (KlineSymbol symbol in symbols)
            symbol.NameGaps(notices);
        return StartAt([.. symbols], options.VirtualStart_ms).Then<KlineSource>(start_ms => new KlineSource([.. symbols], start_ms, notices));
    }

    /// <summary>True for a file or folder that contains minute bars and no trades.</summary>
    public static bool HoldsOnlyBars(string? path) =>
        (Directory.Exists(path) || File.Exists(path)) && FilesIn(path).Length > 0
        && !(Directory.Exists(path) && Directory.EnumerateFiles(path).Any(file => Path.GetFileName(file).Contains("trades", StringComparison.OrdinalIgnoreCase)));

    /// <summary>The files of minute bars in a folder, or the file itself.</summary>
    public static string[] FilesIn(string path) =>
        [.. (Directory.Exists(path) ? Directory.GetFiles(path) : [path]).Where(file => SymbolOf(file).Length > 4).Order(StringComparer.Ordinal)];

    public Price InitialPrice(int symbol) => _initial[symbol];

    public void Advance(IMarketActions actions)
    {
        int symbol = _queue.Dequeue();
        _symbols[symbol].Advance(actions);
        _queue.Enqueue(symbol, (_symbols[symbol].Next_ms, symbol));
    }

    public Price IndexPrice(int symbol, long now_ms) => _symbols[symbol].Index;

    public Rate? RecordedFunding(int symbol, long funding_ms) => _symbols[symbol].FundingAt(funding_ms);

    public IReadOnlyList<FundingView> FundingHistory(int symbol) =>
    [
        .. _symbols[symbol].Fundings.Where(rate => rate.Time_ms <= Start_ms)
            .Select(rate => new FundingView(Listings[symbol].Symbol, rate.Rate, rate.Time_ms, PriceAt(symbol, rate.Time_ms))),
    ];

    public long HistoryStart_ms(int symbol) => _symbols[symbol].First_ms;

    public PastTrades? PastTrades(int symbol) => _symbols[symbol].Past;

    public void ReadHistory(int symbol, long from_ms, Span<MinuteBar> minutes) => _symbols[symbol].ReadHistory(from_ms, minutes);

    private Price PriceAt(int symbol, long time_ms)
    {
        var bar = new MinuteBar[1];
        _symbols[symbol].ReadHistory(Math.Max(UnixTime.FloorTo(time_ms, 60_000), _symbols[symbol].First_ms), bar);
        return Price.FromUnits(bar[0].Open);
    }

    private static Result<long> StartAt(KlineSymbol[] symbols, long? wanted_ms)
    {
        long first_ms = symbols.Max(symbol => symbol.First_ms), end_ms = symbols.Min(symbol => symbol.End_ms);
        long start_ms = wanted_ms ?? UnixTime.FloorTo(first_ms + Warmup_ms + 299_999, 300_000);
        if (start_ms >= first_ms && start_ms < end_ms && start_ms % 60_000 == 0)
            return start_ms;
        return new Fault(FaultKind.Invalid, $"The klines run from {UnixTime.ToText(first_ms)} to {UnixTime.ToText(end_ms)} in every file; "
            + $"{UnixTime.ToText(start_ms)} is not the start of a minute in this range. Choose a start in the range, or use a longer recording: without --start, the market starts after 26 hours of history.");
    }

    /// <summary>The symbol of a file of minute bars, `BTCUSDT-1m.csv.gz` or `BTCUSDT-1m-2026-07-15.zip`; empty for other names.</summary>
    private static string SymbolOf(string file)
    {
        string name = Path.GetFileName(file);
        int end = name.IndexOf("USDT-1m", StringComparison.OrdinalIgnoreCase);
        bool isBars = end > 0 && name.Length > end + 7 && name[end + 7] is '.' or '-' && Endings.Any(ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
        return isBars ? name[..(end + 4)].ToUpperInvariant() : "";
    }

    private static int Rank(IGrouping<string, string> files)
    {
        int rank = Array.IndexOf(Order, files.Key[..^4]);
        return rank < 0 ? Order.Length : rank;
    }
}
