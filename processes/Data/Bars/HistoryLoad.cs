using Microsoft.Extensions.Logging;
using Platform.Analytics.Bars;
using Platform.Data.Store;
using Platform.Domain.Labels;
using Platform.Domain.Market;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;
using Platform.Exchanges.Binance.Market;

namespace Platform.Data.Bars;

/// <summary>The start of one symbol's bars: the window that closes next, and what is known before it.</summary>
/// <param name="PreviousClose">Close of the bar before, 10^-8; 0 when none is known.</param>
/// <param name="NextId">Aggregate id to continue from; −1 queries the exchange for the first of the window.</param>
/// <param name="Recent">Newest closed windows of the journal, oldest first, which late trades may still revise.</param>
internal sealed record SymbolStart(string Symbol, long OpenWindow_ms, long PreviousClose, long NextId, IReadOnlyList<ClosedBar> Recent);

/// <summary>Settings of <see cref="HistoryLoad"/>.</summary>
/// <param name="HistoryBars">Bars wanted before the first window.</param>
/// <param name="CatchUpTradesMax">Trades that a start may fetch to continue from the journal; when more are missing, it reads klines instead.</param>
internal sealed record HistoryRules(int HistoryBars, int CatchUpTradesMax);

/// <summary>
/// Loads one symbol's history into memory (day files, journal, then the exchange's klines for what is missing) and decides where its
/// builder continues. After a crash it continues from the journal's next id, so that the bars equal those of a run without the crash.
/// </summary>
internal sealed partial class HistoryLoad(
    HistoryRules rules, BarStore store, JournalHistory journal, BinanceMarketClient market, TimeProvider clock, ILogger log)
{
    private const int MarkedBars = Label.PerDay;

    private readonly OfficialBars _official = new(market);

    /// <summary>Loads the history. A fault of the exchange shortens it; the builder then starts without it.</summary>
    public async Task<SymbolStart> PrepareAsync(string symbol, CancellationToken cancel)
    {
        long current_ms = Label.At(clock.NowMilliseconds()).Start_ms;
        ReadFiles(symbol, current_ms);
        IReadOnlyList<ClosedBar> recent = journal.RecentOf(symbol);
        foreach (SymbolBar bar in journal.Bars)
        {
            if (bar.Symbol != symbol)
                continue;
            store.Memory.Put(symbol, bar.Closed.Row);
            store.Files.Mark(symbol, bar.Closed.Row.OpenTime_ms, 0);
        }

        bool continues = recent.Count > 0 && await CanContinueAsync(symbol, recent[^1], current_ms, cancel);
        long open_ms = continues ? recent[^1].Row.OpenTime_ms + Label.Length_ms : current_ms;
        await FillAsync(symbol, open_ms, cancel);
        long close = store.Memory.TryGet(symbol, open_ms - Label.Length_ms, out BarRow before) ? before.Close : 0;
        return new SymbolStart(symbol, open_ms, close, continues ? recent[^1].NextId : -1, continues ? recent : []);
    }

    /// <summary>Forgets a symbol that left the universe; if it returns, it starts without the journal.</summary>
    public void Forget(string symbol) => journal.Forget(symbol);

    private void ReadFiles(string symbol, long current_ms)
    {
        Result<List<BarRow>> read = store.Files.Read(symbol, current_ms - store.Memory.BarsPerSymbol * Label.Length_ms, current_ms);
        if (!read.TryGet(out List<BarRow>? rows, out Fault? fault))
        {
            NotRead(symbol, fault.Message);
            return;
        }

        foreach (BarRow row in rows)
            store.Memory.Put(symbol, in row);
    }

    /// <summary>True when the trades since the newest journalled bar are few enough to fetch and the exchange still has them.</summary>
    private async Task<bool> CanContinueAsync(string symbol, ClosedBar newest, long current_ms, CancellationToken cancel)
    {
        long next_ms = newest.Row.OpenTime_ms + Label.Length_ms;
        if (newest.NextId < 0 || next_ms > current_ms)
            return false;
        if (next_ms == current_ms)
            return true;
        Result<IReadOnlyList<AggTrade>> tip = await market.GetNewestAggTradesAsync(symbol, 1, cancel);
        if (!tip.IsOk || tip.Value.Count == 0 || tip.Value[0].Id - newest.NextId > rules.CatchUpTradesMax || tip.Value[0].Id < newest.NextId - 1)
            return false;
        Result<IReadOnlyList<AggTrade>> first = await market.GetAggTradesFromAsync(symbol, newest.NextId, 1, cancel);
        return first.IsOk && (first.Value.Count == 0 || first.Value[0].Id == newest.NextId);
    }

    private async Task FillAsync(string symbol, long open_ms, CancellationToken cancel)
    {
        long from_ms = open_ms - Math.Min(rules.HistoryBars, store.Memory.BarsPerSymbol) * Label.Length_ms;
        Result<int> filled = await _official.FillAsync(store.Memory, symbol, from_ms, open_ms, (of, row) =>
        {
            if (row.OpenTime_ms >= open_ms - MarkedBars * Label.Length_ms)
                store.Files.Mark(of, row.OpenTime_ms, 0);
        }, cancel);
        if (!filled.IsOk)
            NotFilled(symbol, filled.Fault.Message);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Symbol}: stored bars cannot be read: {Reason}")]
    private partial void NotRead(string symbol, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Symbol}: no history from the exchange: {Reason}")]
    private partial void NotFilled(string symbol, string reason);
}
