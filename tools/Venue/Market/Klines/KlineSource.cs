using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;
using Platform.Venue.Engine.Contract;
using Platform.Venue.Engine.Tape;

namespace Platform.Venue.Market.Klines;

/// <summary>
/// A recorded market of minute bars: `{SYMBOL}-1m.csv[.gz]` and `{SYMBOL}-funding.csv` in one folder. The recorded path is
/// exogenous: clients trade at its prices, and nothing they do changes the public tape.
/// </summary>
internal sealed class KlineSource : IMarketSource
{
    private const string Suffix = "USDT-1m.csv";
    private const long Warmup_ms = 26 * UnixTime.MillisecondsPerHour;
    private static readonly string[] Order = ["BTC", "ETH", "SOL", "XRP", "BNB", "ADA", "AVAX", "LINK", "BCH", "ENA"];

    private readonly KlineSymbol[] _symbols;
    private readonly Price[] _initial;
    private readonly PriorityQueue<int, (long Time, int Symbol)> _queue = new();

    private KlineSource(KlineSymbol[] symbols, long start_ms)
    {
        (_symbols, Start_ms) = (symbols, start_ms);
        Listings = [.. symbols.Select(symbol => symbol.Listing)];
        _initial = [.. symbols.Select(symbol => symbol.Begin(start_ms))];
        for (int i = 0; i < symbols.Length; i++)
            _queue.Enqueue(i, (symbols[i].Next_ms, i));
    }

    public IReadOnlyList<ListingView> Listings { get; }

    public long Start_ms { get; }

    public bool TapeIsRecorded => true;

    public long Next_ms => _queue.TryPeek(out _, out (long Time, int Symbol) next) ? next.Time : long.MaxValue;

    /// <summary>Reads the folder; starts where every symbol has 26 hours of history, on a 5-minute boundary, unless told otherwise.</summary>
    public static Result<KlineSource> Open(ExchangeOptions options)
    {
        if (options.MarketPath is not { } folder || !Directory.Exists(folder))
            return new Fault(FaultKind.NotFound, $"The klines folder '{options.MarketPath}' does not exist: name a folder with files such as BTCUSDT-1m.csv.gz.");
        string[] files = [.. Directory.GetFiles(folder).Where(IsBars).OrderBy(Rank).ThenBy(file => file, StringComparer.Ordinal)];
        if (options.Symbols > 0)
            files = [.. files.Take(options.Symbols)];
        if (files.Length == 0)
            return new Fault(FaultKind.NotFound, $"The folder '{folder}' holds no file named like BTCUSDT-1m.csv.gz.");
        var read = new Result<RecordedBar[]>[files.Length];
        Parallel.For(0, files.Length, i => read[i] = KlineFile.ReadBars(files[i]));
        var symbols = new KlineSymbol[files.Length];
        for (int i = 0; i < files.Length; i++)
        {
            if (!read[i].TryGet(out RecordedBar[]? bars, out Fault? fault))
                return fault;
            string baseAsset = BaseOf(files[i]);
            symbols[i] = new KlineSymbol(options.Seed, i, baseAsset, bars, KlineFile.ReadFunding(Path.Combine(folder, $"{baseAsset}USDT-funding.csv")));
        }

        return StartAt(symbols, options.VirtualStart_ms).Then<KlineSource>(start_ms => new KlineSource(symbols, start_ms));
    }

    public Price InitialPrice(int symbol) => _initial[symbol];

    public void Advance(IMarketFloor floor)
    {
        int symbol = _queue.Dequeue();
        _symbols[symbol].Advance(floor);
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
            + $"{UnixTime.ToText(start_ms)} is no minute inside. Give a start inside the recording, or a longer one (26 hours of history come first).");
    }

    private static bool IsBars(string file) =>
        file.EndsWith(Suffix, StringComparison.Ordinal) || file.EndsWith(Suffix + ".gz", StringComparison.Ordinal);

    private static string BaseOf(string file)
    {
        string name = Path.GetFileName(file);
        return name[..name.IndexOf(Suffix, StringComparison.Ordinal)];
    }

    private static int Rank(string file)
    {
        int rank = Array.IndexOf(Order, BaseOf(file));
        return rank < 0 ? Order.Length : rank;
    }
}
