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
    public void A_start_asks_for_the_first_id_of_the_window_and_counts_what_was_traded_before()
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
    public void The_next_id_alive_after_a_reconnect_proves_that_nothing_was_missed()
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
    public void A_gap_is_asked_for_once_and_its_answer_closes_the_window()
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
    public void A_gap_beyond_the_bound_is_given_up_at_once()
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
    public void At_speed_the_local_deadline_is_never_under_five_real_seconds() =>
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
    public void A_busy_symbol_that_falls_silent_is_asked_about_and_its_stream_reported_when_it_traded()
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
    public void One_symbol_that_is_behind_does_not_hold_up_another()
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
    public void A_leaving_symbol_is_dropped_with_what_was_asked_for_it_and_the_others_go_on()
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
    public void A_silent_stream_is_restored_by_its_symbol_in_the_next_life_or_by_leaving()
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
