using Platform.Data.Ingest;
using Platform.Data.Tests.Kit;
using Platform.Domain.Market;
using Xunit;
using static Platform.Data.Tests.Kit.IngestFixture;

namespace Platform.Data.Tests.Ingest;

/// <summary>The window in progress at the start, and the first one that was collected live.</summary>
public sealed class FirstWindowTests
{
    private const long T2 = T1 + 300_000;

    [Fact]
    public void Symbols_beyond_the_request_budget_are_collected_live_without_queries()
    {
        var fixture = new IngestFixture(new MarketIngestOptions { BackfillsPerMinute = 0 }, 1_000, "BTCUSDT", "ETHUSDT");
        fixture.Live(Trade(70, T0 + 200_000));
        fixture.Up();
        Assert.Contains("2025-12-22-004 was in progress at the start and cannot be completed for 2 symbols", Assert.Single(fixture.Alerts.Standing).Message);
        fixture.Live(Trade(71, T0 + 210_000));
        fixture.Tick();
        fixture.Live(Trade(72, T1 + 1));
        fixture.Time(T1 + 2_000);
        fixture.Live(Trade(9, T1 + 3_000), feed: 1);
        fixture.Live(Trade(10, T2 - 1), feed: 1);
        fixture.Time(T2 + 2_000);
        fixture.Tick();

        Assert.Empty(fixture.Queries);
        Assert.Equal(
            [("BTCUSDT", T0, BarQuality.Suspect, 2), ("BTCUSDT", T1, BarQuality.Ok, 1), ("ETHUSDT", T1, BarQuality.Ok, 2)],
            fixture.Closed().OrderBy(bar => bar.Symbol).Select(bar => (bar.Symbol, bar.OpenTime_ms, bar.Quality, (int)bar.AggTradeCount)));
        Assert.Equal(0, fixture.Counts.GapsUnresolved);
        Assert.InRange(fixture.ExchangeClock.LiveFrom_ms, T0 + 200_000, T1);
    }

    [Fact]
    public void A_window_that_is_not_fetched_by_the_labels_deadline_is_abandoned_and_the_next_is_complete()
    {
        var fixture = new IngestFixture();
        fixture.Up();
        fixture.Tick();
        TradeQuery late = Assert.Single(fixture.Queries);
        fixture.Live(Trade(5, T0 + 1_000));
        fixture.Live(Trade(6, T1 + 1_000));
        fixture.Time(T1 + 19_000);
        fixture.Tick();
        Assert.Empty(fixture.Closed());

        fixture.Time(T1 + 20_000);
        fixture.Tick();
        Assert.Equal(BarQuality.Suspect, Assert.Single(fixture.Closed()).Quality);
        Assert.True(fixture.Alerts.IsStanding("window.start"));
        fixture.Answer(late, [Trade(3, T0 + 1), Trade(4, T0 + 2), Trade(5, T0 + 1_000)], seed: 3);
        fixture.Time(T2 + 2_000);
        Bar bar = Assert.Single(fixture.Closed());
        Assert.Equal((T1, BarQuality.Ok, 1L), (bar.OpenTime_ms, bar.Quality, bar.AggTradeCount));
    }

    [Fact]
    public void A_gap_in_what_was_collected_live_is_still_repaired()
    {
        var fixture = new IngestFixture(new MarketIngestOptions { BackfillsPerMinute = 0, Reorder_ms = 0 });
        fixture.Up();
        fixture.Live(Trade(5, T1 + 1_000));
        fixture.Live(Trade(8, T1 + 2_000));
        fixture.Tick();
        TradeQuery query = Assert.Single(fixture.Queries);
        Assert.Equal((6L, 7L), (query.FromId, query.UntilId));
        fixture.Answer(query, [Trade(6, T1 + 1_100), Trade(7, T1 + 1_200)]);
        fixture.Time(T2 + 2_000);
        Assert.Equal((BarQuality.Ok, 4L), fixture.Closed().Where(bar => bar.OpenTime_ms == T1).Select(bar => (bar.Quality, bar.AggTradeCount)).Single());
    }

    [Fact]
    public void Queries_of_the_start_wait_their_turn()
    {
        var fixture = new IngestFixture(new MarketIngestOptions { BackfillsAtOnce = 2 }, 1_000, "A", "B", "C");
        fixture.Up();
        fixture.Tick();
        Assert.Equal(["A", "B"], fixture.Queries.Select(query => query.Symbol));
        fixture.Answer(fixture.Queries[0], [], seed: 1);
        fixture.Tick();
        Assert.Equal(["A", "B", "C"], fixture.Queries.Select(query => query.Symbol));
    }
}
