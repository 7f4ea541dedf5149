using System.Threading.Channels;
using Platform.Domain.Labels;
using Platform.Domain.Market;
using Platform.Primitives.Outcomes;
using Platform.Exchanges.Binance.Market;

namespace Platform.Data.Ingest;

/// <summary>A query of one symbol's trades over REST.</summary>
/// <param name="FromId">First id wanted; −1 queries the first id of the window and every trade since.</param>
/// <param name="UntilId">Last id wanted; −1 queries every trade up to the newest.</param>
/// <param name="Window_ms">Start of the window that must be complete when there is no id to continue from.</param>
/// <param name="Generation">Number of the shard's connection when the query was made; 0 while it is down.</param>
/// <param name="Asked_ms">Platform time of the query.</param>
internal sealed record TradeQuery(int Feed, string Symbol, long FromId, long UntilId, long Window_ms, int Generation, long Asked_ms, int TradesMax);

/// <summary>One page of an answer.</summary>
/// <param name="SeedId">The first id of the queried window; −1 when ids are known already, or the symbol never traded.</param>
/// <param name="IsLast">No further page follows.</param>
/// <param name="ReachedTip">The newest trade at the time of the query is in this page or an earlier one.</param>
internal sealed record TradePage(TradeQuery Query, IReadOnlyList<AggTrade> Trades, long SeedId, bool IsLast, bool ReachedTip, Fault? Fault);

/// <summary>
/// Fetches trades by id for gaps, reconnects and starts, a few symbols at a time, and posts the pages to market ingest in order. Ingest
/// keeps at most one query per symbol in flight.
/// </summary>
internal sealed class TradeQueries(BinanceMarketClient market, int pageLimit, MarketQueue queue)
{
    private const int Workers = 4;

    private readonly Channel<TradeQuery> _queries = Channel.CreateUnbounded<TradeQuery>();
    private long _pages;

    /// <summary>Pages fetched since the start.</summary>
    public long Pages => Interlocked.Read(ref _pages);

    /// <summary>The queue of queries from market ingest; bounded by one query per symbol.</summary>
    public ChannelWriter<TradeQuery> Writer => _queries.Writer;

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

    /// <summary>Finds the first id of the window, then every trade since.</summary>
    private async Task SeedAsync(TradeQuery query, CancellationToken cancel)
    {
        Interlocked.Increment(ref _pages);
        Result<IReadOnlyList<AggTrade>> newest = await market.GetNewestAggTradesAsync(query.Symbol, pageLimit, cancel);
        if (!newest.TryGet(out IReadOnlyList<AggTrade>? tip, out Fault? fault))
        {
            await PostAsync(new TradePage(query, [], -1, true, false, fault), cancel);
            return;
        }

        bool whole = tip.Count == 0 || tip[0].Time_ms < query.Window_ms || tip.Count < pageLimit;
        if (whole)
        {
            AggTrade[] wanted = [.. tip.Where(trade => trade.Time_ms >= query.Window_ms)];
            long seed = wanted.Length > 0 ? wanted[0].Id : tip.Count > 0 ? tip[^1].Id + 1 : -1;
            await PostAsync(new TradePage(query, wanted, seed, true, true, null), cancel);
            return;
        }

        Interlocked.Increment(ref _pages);
        Result<IReadOnlyList<AggTrade>> first = await market.GetAggTradesBetweenAsync(
            query.Symbol, query.Window_ms, query.Window_ms + Label.Length_ms - 1, 1, cancel);
        if (!first.IsOk)
            await PostAsync(new TradePage(query, [], -1, true, false, first.Fault), cancel);
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
                await PostAsync(new TradePage(query, [], -1, true, false, fault), cancel);
                return;
            }

            fetched += trades.Count;
            bool tip = trades.Count < pageLimit;
            bool enough = query.UntilId >= 0 && trades.Count > 0 && trades[^1].Id >= query.UntilId;
            Fault? tooMany = !tip && !enough && fetched >= query.TradesMax
                ? new Fault(FaultKind.Exhausted, $"{query.Symbol}: more than {query.TradesMax} trades are missing after id {query.FromId}.")
                : null;
            await PostAsync(new TradePage(query, trades, seedId, tip || enough || tooMany is not null, tip, tooMany), cancel);
            if (tip || enough || tooMany is not null)
                return;
            seedId = -1;
            fromId = trades[^1].Id + 1;
        }
    }

    private ValueTask PostAsync(TradePage page, CancellationToken cancel) =>
        queue.PostAsync(new MarketEvent { Kind = MarketEventKind.Page, Payload = page }, cancel);
}
