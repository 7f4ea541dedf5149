using System.Threading.Channels;
using Platform.Domain.Labels;
using Platform.Domain.Market;
using Platform.Primitives.Outcomes;
using Platform.Exchanges.Binance.Market;

namespace Platform.Data.Repair;

/// <summary>
/// Fetches trades by id for gaps, reconnects and starts, a few symbols at a time, and posts the pages in order. The room that asks
/// keeps at most one query per symbol.
/// </summary>
internal sealed class TradeQueries(BinanceMarketClient market, int pageLimit, Func<TradePage, CancellationToken, ValueTask> post)
{
    private const int Workers = 4;

    private readonly Channel<TradeQuery> _queries = Channel.CreateUnbounded<TradeQuery>();
    private long _pages;

    /// <summary>Pages fetched since the start.</summary>
    public long Pages => Interlocked.Read(ref _pages);

    /// <summary>Bounded by one query per symbol.</summary>
    public void Ask(TradeQuery query) => _queries.Writer.TryWrite(query);

    public Task RunAsync(CancellationToken cancel) => Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => WorkAsync(cancel)));

    private async Task WorkAsync(CancellationToken cancel)
    {
        await foreach (TradeQuery query in _queries.Reader.ReadAllAsync(cancel))
        {
            if (query.FromId >= 0)
                await FetchAsync(query, query.FromId, -1, cancel);
            else
                await SeedAsync(query, cancel);
        }
    }

    /// <summary>Finds the first id of the window, then everything since.</summary>
    private async Task SeedAsync(TradeQuery query, CancellationToken cancel)
    {
        Interlocked.Increment(ref _pages);
        Result<IReadOnlyList<AggTrade>> newest = await market.GetNewestAggTradesAsync(query.Symbol, pageLimit, cancel);
        if (!newest.TryGet(out IReadOnlyList<AggTrade>? tip, out Fault? fault))
        {
            await post(new TradePage(query, [], -1, true, false, fault), cancel);
            return;
        }

        bool whole = tip.Count == 0 || tip[0].Time_ms < query.Window_ms || tip.Count < pageLimit;
        if (whole)
        {
            AggTrade[] wanted = [.. tip.Where(trade => trade.Time_ms >= query.Window_ms)];
            long seed = wanted.Length > 0 ? wanted[0].Id : tip.Count > 0 ? tip[^1].Id + 1 : -1;
            await post(new TradePage(query, wanted, seed, true, true, null), cancel);
            return;
        }

        Interlocked.Increment(ref _pages);
        Result<IReadOnlyList<AggTrade>> first = await market.GetAggTradesBetweenAsync(
            query.Symbol, query.Window_ms, query.Window_ms + Label.Length_ms - 1, 1, cancel);
        if (!first.IsOk)
            await post(new TradePage(query, [], -1, true, false, first.Fault), cancel);
        else
            await FetchAsync(query, first.Value.Count > 0 ? first.Value[0].Id : tip[0].Id, first.Value.Count > 0 ? first.Value[0].Id : tip[0].Id, cancel);
    }

    private async Task FetchAsync(TradeQuery query, long fromId, long seedId, CancellationToken cancel)
    {
        for (int fetched = 0; ;)
        {
            Interlocked.Increment(ref _pages);
            Result<IReadOnlyList<AggTrade>> answer = await market.GetAggTradesFromAsync(query.Symbol, fromId, pageLimit, cancel);
            if (!answer.TryGet(out IReadOnlyList<AggTrade>? trades, out Fault? fault))
            {
                await post(new TradePage(query, [], -1, true, false, fault), cancel);
                return;
            }

            fetched += trades.Count;
            bool tip = trades.Count < pageLimit;
            bool enough = query.UntilId >= 0 && trades.Count > 0 && trades[^1].Id >= query.UntilId;
            Fault? tooMany = !tip && !enough && fetched >= query.TradesMax
                ? new Fault(FaultKind.Exhausted, $"{query.Symbol}: more than {query.TradesMax} trades are missing from id {query.FromId} on.")
                : null;
            await post(new TradePage(query, trades, seedId, tip || enough || tooMany is not null, tip, tooMany), cancel);
            if (tip || enough || tooMany is not null)
                return;
            seedId = -1;
            fromId = trades[^1].Id + 1;
        }
    }
}
