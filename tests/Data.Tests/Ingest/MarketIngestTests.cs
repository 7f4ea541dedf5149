using Platform.Data.Ingest;
using Platform.Data.Tests.Kit;
using Platform.Domain.Labels;
using Platform.Domain.Market;
using Platform.Primitives.Outcomes;
using Xunit;
using static Platform.Data.Tests.Kit.IngestFixture;

namespace Platform.Data.Tests.Ingest;

public sealed class MarketIngestTests
{
    private static readonly Fault s_down = new(FaultKind.Unavailable, "no answer", IsTransient: true);

    [Fact]
    public void A_start_queries_the_first_id_of_the_window_and_counts_earlier_trades()
    {
        var fixture = new IngestFixture();
        fixture.Live(Trade(7, T0 + 50));
        fixture.Up();
        fixture.Tick();
        TradeQuery query = Assert.Single(fixture.Queries);
        Assert.Equal((-1L, T0), (query.FromId, query.Window_ms));

        fixture.Answer(query, [Trade(5, T0 + 1), Trade(6, T0 + 2)], seed: 5);
        fixture.Live(Trade(8, T1));

        Bar bar = Assert.Single(fixture.Closed());
        Assert.Equal((3L, BarQuality.Ok), (bar.AggTradeCount, bar.Quality));
    }

    [Fact]
    public void After_a_reconnect_time_closes_nothing_before_the_query_by_id_has_answered()
    {
        var fixture = new IngestFixture();
        fixture.Begin();
        fixture.Live(Trade(1, T0 + 5));
        fixture.Down();
        fixture.Up(generation: 2);
        fixture.Time(T1 + 40_000);
        Assert.Empty(fixture.Closed());

        fixture.Tick();
        Assert.Equal(2, fixture.Queries[^1].FromId);
        fixture.Answer(fixture.Queries[^1], [Trade(2, T0 + 9)]);

        Bar bar = Assert.Single(fixture.Closed());
        Assert.Equal((2L, BarQuality.Ok), (bar.AggTradeCount, bar.Quality));
    }

    [Fact]
    public void An_answer_of_an_earlier_connection_does_not_make_the_stream_continuous()
    {
        var fixture = new IngestFixture();
        fixture.Begin();
        fixture.Live(Trade(1, T0 + 5));
        fixture.Down();
        fixture.Up(generation: 2);
        fixture.Tick();
        TradeQuery asked = fixture.Queries[^1];
        fixture.Down(2);
        fixture.Up(generation: 3);
        fixture.Answer(asked, []);
        fixture.Time(T1 + 2_000);
        Assert.Empty(fixture.Closed());
    }

    [Fact]
    public void The_next_live_id_after_a_reconnect_proves_that_no_trade_was_missed()
    {
        var fixture = new IngestFixture();
        fixture.Begin();
        fixture.Live(Trade(1, T0 + 5));
        fixture.Down();
        fixture.Up(generation: 2);
        fixture.Live(Trade(2, T0 + 90));
        fixture.Time(T1 + 2_000);
        Assert.Equal(BarQuality.Ok, Assert.Single(fixture.Closed()).Quality);
    }

    [Fact]
    public void A_gap_is_queried_once_and_its_answer_closes_the_window()
    {
        var fixture = new IngestFixture();
        fixture.Begin();
        fixture.Live(Trade(1, T0 + 5));
        fixture.Live(Trade(4, T1 + 5));
        fixture.Tick();
        fixture.Tick();
        TradeQuery query = Assert.Single(fixture.Queries.Skip(1));
        Assert.Equal((2L, 3L), (query.FromId, query.UntilId));

        fixture.Answer(query, [Trade(2, T0 + 6), Trade(3, T0 + 7)]);
        Assert.Equal(3, Assert.Single(fixture.Closed()).AggTradeCount);
    }

    [Fact]
    public void Ids_that_the_exchange_no_longer_has_make_the_window_suspect()
    {
        var fixture = new IngestFixture();
        fixture.Begin();
        fixture.Live(Trade(1, T0 + 5));
        fixture.Live(Trade(4, T1 + 5));
        fixture.Tick();
        fixture.Answer(fixture.Queries[^1], [Trade(4, T1 + 5)]);
        Assert.Equal(BarQuality.Suspect, Assert.Single(fixture.Closed()).Quality);
        Assert.Equal(1, fixture.Counts.GapsUnresolved);
    }

    [Fact]
    public void A_gap_beyond_the_bound_is_abandoned_immediately()
    {
        var fixture = new IngestFixture(new MarketIngestOptions { Reorder_ms = 0, GapTradesMax = 10 });
        fixture.Begin();
        fixture.Live(Trade(1, T0 + 5));
        fixture.Live(Trade(100, T1 + 5));
        fixture.Tick();
        Assert.Equal(BarQuality.Suspect, Assert.Single(fixture.Closed()).Quality);
    }

    [Fact]
    public void At_the_hard_deadline_a_failed_query_closes_the_window_as_suspect_and_not_before()
    {
        var fixture = new IngestFixture();
        fixture.Begin();
        fixture.Live(Trade(1, T0 + 5));
        fixture.Down();
        fixture.Tick(T1 + 59_000 - fixture.Clock.GetUtcNow().ToUnixTimeMilliseconds());
        Assert.Single(fixture.Queries);

        fixture.Tick(2_000);
        fixture.Answer(fixture.Queries[^1], [], fault: s_down);
        Assert.Empty(fixture.Closed());
        fixture.Tick(20_000);
        Assert.Equal(BarQuality.Suspect, Assert.Single(fixture.Closed()).Quality);
    }

    [Fact]
    public void At_the_hard_deadline_an_answered_query_closes_the_window_well_without_a_stream()
    {
        var fixture = new IngestFixture();
        fixture.Begin();
        fixture.Live(Trade(1, T0 + 5));
        fixture.Down();
        fixture.Tick(T1 + 61_000 - fixture.Clock.GetUtcNow().ToUnixTimeMilliseconds());
        fixture.Answer(fixture.Queries[^1], [Trade(2, T0 + 6)]);
        Bar bar = Assert.Single(fixture.Closed());
        Assert.Equal((2L, BarQuality.Ok), (bar.AggTradeCount, bar.Quality));
    }

    [Fact]
    public void At_any_speed_the_local_deadline_is_at_least_five_real_seconds() =>
        Assert.Equal(600_000, new MarketIngestOptions { Speed = 120 }.Deadline_ms);

    [Fact]
    public void Events_lost_in_a_full_queue_are_treated_as_a_lost_connection()
    {
        var fixture = new IngestFixture();
        fixture.Begin();
        fixture.Live(Trade(1, T0 + 5));
        fixture.Shard.MarkLost();
        fixture.Time(T0 + 10);
        fixture.Time(T1 + 2_000);
        Assert.Empty(fixture.Closed());
        fixture.Tick();
        Assert.Equal(2, fixture.Queries[^1].FromId);
    }

    [Fact]
    public void A_busy_symbol_that_becomes_silent_is_queried_and_its_stream_is_reported_when_it_traded()
    {
        var fixture = new IngestFixture();
        using var life = new CancellationTokenSource();
        fixture.Shard.Begin(life);
        fixture.Begin();
        for (int id = 1; id <= 150; id++)
            fixture.Live(Trade(id, T0 + id));
        fixture.Live(Trade(151, T1));
        fixture.Time(T1 + 61_000);
        fixture.Tick();
        fixture.Answer(fixture.Queries[^1], [Trade(152, T1 + 30_000)]);
        Assert.Contains("stream 0 is connected but delivered no message although BTCUSDT traded", Assert.Single(fixture.Alerts.Standing, alert => alert.Subject == "silent.0").Message, StringComparison.Ordinal);
        Assert.True(life.IsCancellationRequested);
    }

    [Fact]
    public void A_delayed_symbol_does_not_delay_another()
    {
        var fixture = new IngestFixture(null, 1_000, "BTCUSDT", "ETHUSDT");
        fixture.Up();
        fixture.Tick();
        foreach (TradeQuery query in fixture.Queries.ToArray())
            fixture.Answer(query, [], seed: 1);
        fixture.Live(Trade(1, T0 + 5), feed: 0);
        fixture.Live(Trade(1, T0 + 5), feed: 1);
        fixture.Live(Trade(9, T0 + 9), feed: 1);
        fixture.Time(T1 + 2_000);
        Assert.Equal("BTCUSDT", Assert.Single(fixture.Closed()).Symbol);
        Assert.Equal(Label.At(T1 + 2_005), Label.At(fixture.ExchangeClock.Now_ms));
    }

    [Fact]
    public void A_symbol_that_leaves_is_dropped_with_its_queries_and_the_others_continue()
    {
        var fixture = new IngestFixture(null, 1_000, "BTCUSDT", "OLDUSDT");
        fixture.Up();
        fixture.Tick();
        fixture.Answer(fixture.Queries[0], [], seed: 1);
        fixture.Leave(1);
        fixture.Answer(fixture.Queries[1], [Trade(1, T0 + 1)], seed: 1);
        fixture.Live(Trade(2, T0 + 5), feed: 1);
        fixture.Live(Trade(1, T0 + 5), feed: 0);
        fixture.Time(T1 + 2_000);
        fixture.Tick();
        Assert.Equal("BTCUSDT", Assert.Single(fixture.Closed()).Symbol);
        Assert.Equal(2, fixture.Queries.Count);
    }

    [Fact]
    public void The_alert_of_a_silent_stream_ends_when_its_symbol_trades_on_the_next_connection_or_leaves()
    {
        foreach (bool leaves in (bool[])[false, true])
        {
            var fixture = new IngestFixture();
            fixture.Begin();
            for (int id = 1; id <= 150; id++)
                fixture.Live(Trade(id, T0 + id));
            fixture.Live(Trade(151, T1));
            fixture.Time(T1 + 61_000);
            fixture.Tick();
            fixture.Answer(fixture.Queries[^1], [Trade(152, T1 + 30_000)]);
            fixture.Down();
            Assert.True(fixture.Alerts.IsStanding("silent.0"));

            fixture.Up(generation: 2);
            if (leaves)
                fixture.Leave(0);
            else
                fixture.Live(Trade(153, T1 + 62_000));
            Assert.False(fixture.Alerts.IsStanding("silent.0"));
            fixture.Live(Trade(154, T1 + 63_000));
            Assert.Equal(2, fixture.Changes.Count(alert => alert.Subject == "silent.0"));
        }
    }
}
