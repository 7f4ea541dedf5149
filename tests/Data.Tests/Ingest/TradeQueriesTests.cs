using Platform.Data.Ingest;
using Platform.Data.Tests.Kit;
using Platform.Primitives.Outcomes;
using Platform.TestKit.Clocks;
using Platform.TestKit.Waiting;
using Xunit;
using static Platform.Data.Tests.Kit.IngestFixture;

namespace Platform.Data.Tests.Ingest;

public sealed class TradeQueriesTests
{
    [Fact]
    public async Task A_query_by_id_pages_to_the_newest_trade()
    {
        using var venue = new TradeVenue();
        venue.Trades.AddRange(Enumerable.Range(1, 25).Select(id => Trade(id, T0 + id)));
        List<TradePage> pages = await AskAsync(venue, new TradeQuery(0, "X", 4, -1, T0, 1, T0, 1_000));
        Assert.Equal(Enumerable.Range(4, 22).Select(id => (long)id), pages.SelectMany(page => page.Trades).Select(trade => trade.Id));
        Assert.Equal([false, false, true], pages.Select(page => page.IsLast));
        Assert.True(pages[^1].ReachedTip);
    }

    [Fact]
    public async Task A_gap_is_fetched_no_further_than_its_end()
    {
        using var venue = new TradeVenue();
        venue.Trades.AddRange(Enumerable.Range(1, 100).Select(id => Trade(id, T0 + id)));
        List<TradePage> pages = await AskAsync(venue, new TradeQuery(0, "X", 4, 9, T0, 1, T0, 1_000));
        Assert.Equal((true, false), (Assert.Single(pages).IsLast, pages[0].ReachedTip));
    }

    [Fact]
    public async Task A_start_finds_the_first_id_of_a_window_that_is_longer_than_a_page()
    {
        using var venue = new TradeVenue();
        venue.Trades.AddRange(Enumerable.Range(1, 40).Select(id => Trade(id, T0 - 5 + id)));
        List<TradePage> pages = await AskAsync(venue, new TradeQuery(0, "X", -1, -1, T0, 1, T0, 1_000));
        Assert.Equal(5, pages[0].SeedId);
        Assert.Equal(Enumerable.Range(5, 36).Select(id => (long)id), pages.SelectMany(page => page.Trades).Select(trade => trade.Id));
        Assert.All(pages.Skip(1), page => Assert.Equal(-1, page.SeedId));
    }

    [Fact]
    public async Task A_start_in_a_window_without_a_trade_expects_the_id_after_the_newest()
    {
        using var venue = new TradeVenue();
        venue.Trades.Add(Trade(7, T0 - 5));
        TradePage page = Assert.Single(await AskAsync(venue, new TradeQuery(0, "X", -1, -1, T0, 1, T0, 1_000)));
        Assert.Equal((8L, 0, true), (page.SeedId, page.Trades.Count, page.ReachedTip));
    }

    [Fact]
    public async Task A_symbol_that_never_traded_has_no_id_and_is_complete()
    {
        using var venue = new TradeVenue();
        TradePage page = Assert.Single(await AskAsync(venue, new TradeQuery(0, "X", -1, -1, T0, 1, T0, 1_000)));
        Assert.Equal((-1L, true), (page.SeedId, page.ReachedTip));
    }

    [Fact]
    public async Task A_refusal_is_a_page_with_its_fault()
    {
        using var venue = new TradeVenue { Fails = true };
        TradePage page = Assert.Single(await AskAsync(venue, new TradeQuery(0, "X", 4, -1, T0, 1, T0, 1_000)));
        Assert.True(page is { IsLast: true, ReachedTip: false, Fault.IsTransient: true });
    }

    [Fact]
    public async Task More_trades_than_allowed_end_the_query_as_exhausted()
    {
        using var venue = new TradeVenue();
        venue.Trades.AddRange(Enumerable.Range(1, 100).Select(id => Trade(id, T0 + id)));
        List<TradePage> pages = await AskAsync(venue, new TradeQuery(0, "X", 1, -1, T0, 1, T0, TradesMax: 30));
        Assert.Equal(FaultKind.Exhausted, pages[^1].Fault!.Kind);
        Assert.Equal(30, pages.Sum(page => page.Trades.Count));
    }

    [Fact]
    public void The_budget_of_a_minute_bounds_all_repairs_together()
    {
        var clock = new ManualClock();
        var budget = new RepairBudget(100, clock);
        Assert.True(budget.TryTake(60));
        Assert.False(budget.TryTake(60));
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True(budget.TryTake(500));
    }

    private static async Task<List<TradePage>> AskAsync(TradeVenue venue, TradeQuery query)
    {
        var queue = new MarketQueue(100);
        var queries = new TradeQueries(venue.Market, pageLimit: 10, queue);
        using var stop = new CancellationTokenSource();
        Task running = queries.RunAsync(stop.Token);
        Assert.True(queries.Writer.TryWrite(query));
        var pages = new List<TradePage>();
        do
            pages.Add(await Eventually.AnswerAsync(NextAsync()));
        while (!pages[^1].IsLast);
        await stop.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return pages;

        async Task<TradePage> NextAsync()
        {
            Assert.True(await queue.WaitAsync(CancellationToken.None));
            Assert.True(queue.TryTake(out MarketEvent happened));
            Assert.Equal(MarketEventKind.Page, happened.Kind);
            return (TradePage)happened.Payload!;
        }
    }
}
