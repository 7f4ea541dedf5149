using Platform.Data.Collection;
using Platform.Data.Repair;
using Platform.Data.Tests.Kit;
using Platform.Domain.Labels;
using Platform.Domain.Market;
using Platform.Primitives.Outcomes;
using Xunit;
using static Platform.Data.Tests.Kit.IngestFixture;

namespace Platform.Data.Tests.Collection;

public sealed class MarketIngestTests
{
    private static readonly Fault s_down = new(FaultKind.Unavailable, "no answer", IsTransient: true);

    [Fact]
    public void A_start_asks_for_the_first_id_of_the_window_and_counts_what_was_traded_before()
    {
        var bench = new IngestFixture();
        bench.Live(Trade(7, T0 + 50));
        bench.Up();
        bench.Tick();
        TradeQuery query = Assert.Single(bench.Queries);
        Assert.Equal((-1L, T0), (query.FromId, query.Window_ms));

        bench.Answer(query, [Trade(5, T0 + 1), Trade(6, T0 + 2)], seed: 5);
        bench.Live(Trade(8, T1));

        Bar bar = Assert.Single(bench.Closed());
        Assert.Equal((3L, BarQuality.Ok), (bar.AggTradeCount, bar.Quality));
    }

    [Fact]
    public void After_a_reconnect_time_closes_nothing_before_the_query_by_id_has_answered()
    {
        var bench = new IngestFixture();
        bench.Begin();
        bench.Live(Trade(1, T0 + 5));
        bench.Down();
        bench.Up(generation: 2);
        bench.Time(T1 + 40_000);
        Assert.Empty(bench.Closed());

        bench.Tick();
        Assert.Equal(2, bench.Queries[^1].FromId);
        bench.Answer(bench.Queries[^1], [Trade(2, T0 + 9)]);

        Bar bar = Assert.Single(bench.Closed());
        Assert.Equal((2L, BarQuality.Ok), (bar.AggTradeCount, bar.Quality));
    }

    [Fact]
    public void An_answer_of_an_earlier_connection_does_not_make_the_stream_continuous()
    {
        var bench = new IngestFixture();
        bench.Begin();
        bench.Live(Trade(1, T0 + 5));
        bench.Down();
        bench.Up(generation: 2);
        bench.Tick();
        TradeQuery asked = bench.Queries[^1];
        bench.Down(2);
        bench.Up(generation: 3);
        bench.Answer(asked, []);
        bench.Time(T1 + 2_000);
        Assert.Empty(bench.Closed());
    }

    [Fact]
    public void The_next_id_alive_after_a_reconnect_proves_that_nothing_was_missed()
    {
        var bench = new IngestFixture();
        bench.Begin();
        bench.Live(Trade(1, T0 + 5));
        bench.Down();
        bench.Up(generation: 2);
        bench.Live(Trade(2, T0 + 90));
        bench.Time(T1 + 2_000);
        Assert.Equal(BarQuality.Ok, Assert.Single(bench.Closed()).Quality);
    }

    [Fact]
    public void A_gap_is_asked_for_once_and_its_answer_closes_the_window()
    {
        var bench = new IngestFixture();
        bench.Begin();
        bench.Live(Trade(1, T0 + 5));
        bench.Live(Trade(4, T1 + 5));
        bench.Tick();
        bench.Tick();
        TradeQuery query = Assert.Single(bench.Queries.Skip(1));
        Assert.Equal((2L, 3L), (query.FromId, query.UntilId));

        bench.Answer(query, [Trade(2, T0 + 6), Trade(3, T0 + 7)]);
        Assert.Equal(3, Assert.Single(bench.Closed()).AggTradeCount);
    }

    [Fact]
    public void Ids_that_the_exchange_no_longer_has_make_the_window_suspect()
    {
        var bench = new IngestFixture();
        bench.Begin();
        bench.Live(Trade(1, T0 + 5));
        bench.Live(Trade(4, T1 + 5));
        bench.Tick();
        bench.Answer(bench.Queries[^1], [Trade(4, T1 + 5)]);
        Assert.Equal(BarQuality.Suspect, Assert.Single(bench.Closed()).Quality);
        Assert.Equal(1, bench.Counts.GapsUnresolved);
    }

    [Fact]
    public void A_gap_beyond_the_bound_is_given_up_at_once()
    {
        var bench = new IngestFixture(new MarketIngestOptions { Reorder_ms = 0, GapTradesMax = 10 });
        bench.Begin();
        bench.Live(Trade(1, T0 + 5));
        bench.Live(Trade(100, T1 + 5));
        bench.Tick();
        Assert.Equal(BarQuality.Suspect, Assert.Single(bench.Closed()).Quality);
    }

    [Fact]
    public void At_the_hard_deadline_a_failed_query_closes_the_window_as_suspect_and_not_before()
    {
        var bench = new IngestFixture();
        bench.Begin();
        bench.Live(Trade(1, T0 + 5));
        bench.Down();
        bench.Tick(T1 + 59_000 - bench.Clock.GetUtcNow().ToUnixTimeMilliseconds());
        Assert.Single(bench.Queries);

        bench.Tick(2_000);
        bench.Answer(bench.Queries[^1], [], fault: s_down);
        Assert.Empty(bench.Closed());
        bench.Tick(20_000);
        Assert.Equal(BarQuality.Suspect, Assert.Single(bench.Closed()).Quality);
    }

    [Fact]
    public void At_the_hard_deadline_an_answered_query_closes_the_window_well_without_a_stream()
    {
        var bench = new IngestFixture();
        bench.Begin();
        bench.Live(Trade(1, T0 + 5));
        bench.Down();
        bench.Tick(T1 + 61_000 - bench.Clock.GetUtcNow().ToUnixTimeMilliseconds());
        bench.Answer(bench.Queries[^1], [Trade(2, T0 + 6)]);
        Bar bar = Assert.Single(bench.Closed());
        Assert.Equal((2L, BarQuality.Ok), (bar.AggTradeCount, bar.Quality));
    }

    [Fact]
    public void At_speed_the_local_deadline_is_never_under_five_real_seconds() =>
        Assert.Equal(600_000, new MarketIngestOptions { Speed = 120 }.Deadline_ms);

    [Fact]
    public void Events_lost_in_a_full_queue_are_treated_as_a_lost_connection()
    {
        var bench = new IngestFixture();
        bench.Begin();
        bench.Live(Trade(1, T0 + 5));
        bench.Shard.MarkLost();
        bench.Time(T0 + 10);
        bench.Time(T1 + 2_000);
        Assert.Empty(bench.Closed());
        bench.Tick();
        Assert.Equal(2, bench.Queries[^1].FromId);
    }

    [Fact]
    public void A_busy_symbol_that_falls_silent_is_asked_about_and_its_stream_reported_when_it_traded()
    {
        var bench = new IngestFixture();
        var silent = new List<int>();
        bench.Room.SilentStream += (shard, _) => silent.Add(shard);
        bench.Begin();
        for (int id = 1; id <= 150; id++)
            bench.Live(Trade(id, T0 + id));
        bench.Live(Trade(151, T1));
        bench.Time(T1 + 61_000);
        bench.Tick();
        bench.Answer(bench.Queries[^1], [Trade(152, T1 + 30_000)]);
        Assert.Equal(0, Assert.Single(silent));
    }

    [Fact]
    public void One_symbol_that_is_behind_does_not_hold_up_another()
    {
        var bench = new IngestFixture(null, 1_000, "BTCUSDT", "ETHUSDT");
        bench.Up();
        bench.Tick();
        foreach (TradeQuery query in bench.Queries.ToArray())
            bench.Answer(query, [], seed: 1);
        bench.Live(Trade(1, T0 + 5), feed: 0);
        bench.Live(Trade(1, T0 + 5), feed: 1);
        bench.Live(Trade(9, T0 + 9), feed: 1);
        bench.Time(T1 + 2_000);
        Assert.Equal("BTCUSDT", Assert.Single(bench.Closed()).Symbol);
        Assert.Equal(Label.At(T1 + 2_005), Label.At(bench.Room.ExchangeClock_ms));
    }

    [Fact]
    public void A_leaving_symbol_is_dropped_with_what_was_asked_for_it_and_the_others_go_on()
    {
        var bench = new IngestFixture(null, 1_000, "BTCUSDT", "OLDUSDT");
        bench.Up();
        bench.Tick();
        bench.Answer(bench.Queries[0], [], seed: 1);
        bench.Leave(1);
        bench.Answer(bench.Queries[1], [Trade(1, T0 + 1)], seed: 1);
        bench.Live(Trade(2, T0 + 5), feed: 1);
        bench.Live(Trade(1, T0 + 5), feed: 0);
        bench.Time(T1 + 2_000);
        bench.Tick();
        Assert.Equal("BTCUSDT", Assert.Single(bench.Closed()).Symbol);
        Assert.Equal(2, bench.Queries.Count);
    }

    [Fact]
    public void A_silent_stream_is_restored_by_its_symbol_in_the_next_life_or_by_leaving()
    {
        foreach (bool leaves in (bool[])[false, true])
        {
            var bench = new IngestFixture();
            var restored = new List<string>();
            bench.Room.StreamRestored += (_, symbol) => restored.Add(symbol);
            bench.Begin();
            for (int id = 1; id <= 150; id++)
                bench.Live(Trade(id, T0 + id));
            bench.Live(Trade(151, T1));
            bench.Time(T1 + 61_000);
            bench.Tick();
            bench.Answer(bench.Queries[^1], [Trade(152, T1 + 30_000)]);
            bench.Down();
            Assert.Empty(restored);

            bench.Up(generation: 2);
            if (leaves)
                bench.Leave(0);
            else
                bench.Live(Trade(153, T1 + 62_000));
            Assert.Equal("BTCUSDT", Assert.Single(restored));
            bench.Live(Trade(154, T1 + 63_000));
            Assert.Single(restored);
        }
    }
}
