using Platform.Domain.Market;
using Platform.Primitives.Numbers;
using Platform.Venue.Core.Books;
using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Matching;
using Platform.Venue.Core.Pricing;
using Platform.Venue.Core.Sources;
using Platform.Venue.Core.Tape;

namespace Platform.Venue.Core.Engine;

/// <summary>Queries of market data. Each returns an immutable view; null or an empty list for an unknown symbol. Thread-safe.</summary>
internal sealed class MarketQueries
{
    private const long Day_ms = 86_400_000;

    private readonly Turn _turn;

    public MarketQueries(Turn turn, ExchangeCore core)
    {
        _turn = turn;
        Symbols = [.. core.State.Symbols.Select(symbol => symbol.Listing.Symbol)];
    }

    /// <summary>All symbols, in the order of exchangeInfo.</summary>
    public IReadOnlyList<string> Symbols { get; }

    public ListingView? Listing(string symbol) => Query(symbol, (_, at) => at.Listing.View);

    public IReadOnlyList<ListingView> Listings() => _turn.Take<IReadOnlyList<ListingView>>(core => [.. core.State.Symbols.Select(symbol => symbol.Listing.View)]);

    /// <summary>The contract of a pair and type (PERPETUAL, CURRENT_QUARTER, …); null when there is none.</summary>
    public string? SymbolOf(string pair, string contractType) => _turn.Take(core =>
        Array.Find(core.State.Symbols, symbol => symbol.Listing.View.Pair == pair && symbol.Listing.Instrument.ContractType == contractType)?.Listing.Symbol);

    public BookView? Book(string symbol, int limit) => Query(symbol, (core, at) => new BookView(
        symbol, at.Book.LastUpdateId, core.State.Now_ms, at.Book.Changed_ms, Levels(at.Book.Bids, limit), Levels(at.Book.Asks, limit)));

    public BookTickerView? BookTicker(string symbol) =>
        _turn.Take(core => core.State.Find(symbol) is { } at ? BookReporter.Ticker(at) : (BookTickerView?)null);

    /// <summary>The newest trades, or the trades from an id on; ascending.</summary>
    public IReadOnlyList<TradeView> Trades(string symbol, int limit, long? fromId = null) => Query<IReadOnlyList<TradeView>>(symbol, (_, at) =>
    {
        Ring<TradeView> trades = at.Tape.Trades;
        long first = Math.Max(trades.First, trades.End - limit);
        if (fromId is { } id)
            first = FirstAtOrAfter(trades, trade => trade.Id >= id);
        return Copy(trades, first, limit);
    }) ?? [];

    /// <summary>The book with RPI orders and without RPI levels that cross the other side; null for an unknown symbol.</summary>
    public BookView? RpiBook(string symbol, int limit) => Query(symbol, (core, at) =>
    {
        (List<BookLevel> bids, List<BookLevel> asks) = RpiDepth.Levels(at.Book, limit);
        return new BookView(symbol, at.Book.LastUpdateId, core.State.Now_ms, at.Book.Changed_ms, bids, asks);
    });

    /// <summary>The aggregate trades from an id on, or between two times (Unix ms, inclusive), or the newest; ascending. Trades before the start are included.</summary>
    public IReadOnlyList<AggTradePublished> AggTrades(string symbol, int limit, long? fromId = null, long? start_ms = null, long? end_ms = null) => Query<IReadOnlyList<AggTradePublished>>(symbol, (core, at) =>
    {
        Ring<AggTrade> trades = at.Tape.AggTrades;
        PastTrades? past = PastOf(core, at);
        if (fromId is { } id)
        {
            List<AggTrade> rows = past?.From(id, limit) ?? [];
            rows.AddRange(Copy(trades, FirstAtOrAfter(trades, trade => trade.Id >= id), limit - rows.Count));
            return Show(at.Tape, rows);
        }

        long end = end_ms is { } to ? FirstAtOrAfter(trades, trade => trade.Time_ms > to) : trades.End;
        if (start_ms is { } from)
        {
            List<AggTrade> rows = past?.Within(from, end_ms ?? long.MaxValue, limit) ?? [];
            long next = FirstAtOrAfter(trades, trade => trade.Time_ms >= from);
            rows.AddRange(Copy(trades, next, (int)Math.Clamp(end - next, 0, limit - rows.Count)));
            return Show(at.Tape, rows);
        }

        long first = Math.Max(trades.First, end - limit);
        List<AggTrade> newest = past?.Newest(end_ms ?? long.MaxValue, (int)(limit - (end - first))) ?? [];
        newest.AddRange(Copy(trades, first, (int)(end - first)));
        return Show(at.Tape, newest);
    }) ?? [];

    /// <summary>The first aggregate trade at or after a time (Unix ms) that can still be returned; null when there is none.</summary>
    public AggTrade? OldestAggTrade(string symbol, long oldest_ms) => _turn.Take(core =>
    {
        if (core.State.Find(symbol) is not { } at)
            return (AggTrade?)null;
        if (PastOf(core, at)?.Within(oldest_ms, long.MaxValue, 1) is [AggTrade before])
            return before;
        Ring<AggTrade> trades = at.Tape.AggTrades;
        long first = FirstAtOrAfter(trades, trade => trade.Time_ms >= oldest_ms);
        return first < trades.End ? trades[first] : null;
    });

    /// <summary>Candles ascending by open time, including the open candle. The interval is 1m to 1M as the exchange writes it, or 1s for the recent past; null for an unknown interval.</summary>
    public IReadOnlyList<KlineView>? Klines(string symbol, string interval, KlineSeries series, int limit, long? start_ms = null, long? end_ms = null) =>
        interval == SecondCandles.Interval && series == KlineSeries.Contract ? Query(symbol, (core, at) => SecondCandles.Read(at, core.State.Now_ms, limit, start_ms, end_ms))
        : KlineIntervals.IsKnown(interval) ? Query(symbol, (core, at) => core.Klines.Read(at, interval, series, limit, start_ms, end_ms)) : null;

    /// <summary>The open candle of the contract; null for an unknown symbol or interval.</summary>
    public KlineView? CurrentKline(string symbol, string interval) => Klines(symbol, interval, KlineSeries.Contract, 1)?.LastOrDefault();

    public TickerView? Ticker(string symbol) => Query(symbol, (core, at) =>
    {
        long now_ms = core.State.Now_ms;
        long open_ms = Math.Max(MinuteBar.MinuteOf(now_ms - Day_ms), core.State.Source.HistoryStart_ms(at.Listing.Index));
        MinuteBar sum = core.Klines.Day(at, open_ms, MinuteBar.MinuteOf(now_ms));
        sum.Append(at.Tape.Minute(now_ms));
        return new TickerView(
            symbol, Price.FromUnits(sum.Open), Price.FromUnits(sum.High), Price.FromUnits(sum.Low), at.Listing.LastPrice, at.Tape.LastQuantity,
            Quantity.FromUnits(sum.Volume), Notional.FromUnits(sum.Quote), open_ms, now_ms, Math.Max(0, sum.FirstId), Math.Max(0, sum.LastId), sum.Count);
    });

    public PremiumView? Premium(string symbol) =>
        _turn.Take(core => core.State.Find(symbol) is { } at ? core.Pricing.Show(at.Listing) : (PremiumView?)null);

    /// <summary>Settled fundings of one symbol, or of all when null, ascending by time. Without a start (Unix ms) the newest ones.</summary>
    public IReadOnlyList<FundingView> FundingRates(string? symbol, int limit, long? start_ms = null, long? end_ms = null) => _turn.Take<IReadOnlyList<FundingView>>(core =>
    {
        if (symbol is not null && core.State.Find(symbol) is null)
            return [];
        IEnumerable<FundingView> rows = symbol is null
            ? core.Pricing.Histories.SelectMany(history => history).OrderBy(row => row.Funding_ms)
            : core.Pricing.Histories[core.State.Find(symbol)!.Listing.Index];
        rows = rows.Where(row => row.Funding_ms >= (start_ms ?? 0) && row.Funding_ms <= (end_ms ?? long.MaxValue));
        rows = start_ms is null ? rows.TakeLast(limit) : rows.Take(limit);
        return [.. rows.Select(row => row.MarkPrice.IsZero ? row with { MarkPrice = MarkAt(core, row) } : row)];
    });

    public OpenInterestView? OpenInterest(string symbol) => _turn.Take(core =>
    {
        if (core.State.Find(symbol) is not { } at)
            return (OpenInterestView?)null;
        Quantity open = at.Listing.View.Instrument.Lot.Max;
        foreach (Accounts.Account account in core.State.Accounts)
        {
            if (account.TryIn(at.Listing) is { } holding)
                open += holding.Both.Amount.Abs + holding.Long.Amount.Abs + holding.Short.Amount.Abs;
        }

        return new OpenInterestView(symbol, open, (open * at.Listing.MarkPrice).Truncate().ToNotional(), core.State.Now_ms);
    });

    /// <summary>The highest auto-deleveraging quantile of any position in the symbol, 0 to 4.</summary>
    public int LargestAdlQuantile(string symbol) => _turn.Take(core =>
    {
        int largest = 0;
        foreach (Accounts.Account account in core.State.Accounts)
        {
            if (core.State.Find(symbol) is { } at && account.TryIn(at.Listing) is { } holding)
                largest = Math.Max(largest, holding.Positions.Max(position => AccountViewBuilder.AdlQuantile(holding, position)));
        }

        return largest;
    });

    public Money InsuranceFund() => _turn.Take(core => core.State.Ledger.Insurance);

    /// <summary>The mark price at a funding whose source did not record it.</summary>
    private static Price MarkAt(ExchangeCore core, FundingView row) =>
        Price.FromUnits(core.Klines.Roll(core.State.Find(row.Symbol)!, KlineSeries.Mark, row.Funding_ms, row.Funding_ms + 1).Open);

    /// <summary>The trades before the start; null when the tape no longer contains its first trades, because a gap would follow.</summary>
    private static PastTrades? PastOf(ExchangeCore core, SymbolState at) => at.Tape.IsWhole ? core.State.Source.PastTrades(at.Listing.Index) : null;

    private T? Query<T>(string symbol, Func<ExchangeCore, SymbolState, T> answer)
        where T : class => _turn.Take(core => core.State.Find(symbol) is { } at ? answer(core, at) : null);

    private static List<AggTradePublished> Show(TradeTape tape, List<AggTrade> trades) => trades.ConvertAll(trade => tape.Show(trade));

    private static BookLevel[] Levels(BookSide side, int limit)
    {
        var levels = new BookLevel[Math.Min(limit, side.Count)];
        for (int depth = 0; depth < levels.Length; depth++)
            levels[depth] = new BookLevel(Price.FromUnits(side[depth].Price), Quantity.FromUnits(side[depth].Total));
        return levels;
    }

    private static List<T> Copy<T>(Ring<T> ring, long first, int limit)
    {
        var rows = new List<T>();
        for (long number = first; number < ring.End && rows.Count < limit; number++)
            rows.Add(ring[number]);
        return rows;
    }

    /// <summary>Binary search: the number of the first item for which the predicate is true. It must be true for all later items too.</summary>
    private static long FirstAtOrAfter<T>(Ring<T> ring, Func<T, bool> reached)
    {
        (long low, long high) = (ring.First, ring.End);
        while (low < high)
        {
            long middle = (low + high) / 2;
            if (reached(ring[middle]))
                high = middle;
            else
                low = middle + 1;
        }

        return low;
    }
}
