using Platform.Analytics.Bars;
using Platform.Domain.Labels;
using Platform.Domain.Market;
using Platform.Primitives.Numbers;
using Xunit;
using static Platform.Analytics.Tests.Bars.BarVectors;

namespace Platform.Analytics.Tests.Bars;

/// <summary>The scenarios of spec/quant.md §1.5, grace 2000 ms.</summary>
public sealed class WindowClosingTests
{
    [Fact]
    public void A_gap_blocks_the_window_until_the_missing_id_arrives_and_the_next_trade_closes_it()
    {
        var counts = new BarCounts();
        BarBuilder builder = Builder(counts, nextId: 1003);
        builder.Offer(Trade(1003, "100", "1", T1 - 100), Never);
        builder.Offer(Trade(1005, "102", "1", T1 + 50), Never);
        builder.CloseByTime(T1 + 30_000);
        Assert.Empty(Take(builder));
        Assert.Equal(new IdGap(1004, 1004), builder.Gap);

        builder.Offer(Trade(1004, "101", "1", T1 - 10), Never);

        Bar bar = Assert.Single(Take(builder));
        Assert.Equal(2, bar.AggTradeCount);
        Assert.Equal(Price.Of(101), bar.Close);
        Assert.Equal(BarQuality.Ok, bar.Quality);
        Assert.Equal((1, 1), (counts.Gaps, counts.Reordered));
    }

    [Fact]
    public void Time_evidence_closes_an_empty_window_at_the_grace_and_not_before()
    {
        BarBuilder builder = Builder(previousClose: "100");
        builder.CloseByTime(T1 + 1999);
        Assert.Empty(Take(builder));
        builder.CloseByTime(T1 + 2000);
        Assert.True(Assert.Single(Take(builder)).IsEmpty);
    }

    [Fact]
    public void After_a_lost_connection_no_window_closes_by_time_until_the_backfill_returns()
    {
        BarBuilder builder = Builder();
        builder.Offer(Trade(1001, "100", "1", T0 + 5), Never);
        builder.Interrupt();
        builder.CloseByTime(T1 + 40_000);
        Assert.Empty(Take(builder));

        builder.Offer(Trade(1002, "101", "1", T1 - 5_000), Never);
        builder.Resume();
        builder.CloseByTime(T1 + 40_000);
        Assert.Equal(2, Assert.Single(Take(builder)).AggTradeCount);
    }

    [Fact]
    public void A_late_trade_revises_the_closed_bar_as_late()
    {
        var counts = new BarCounts();
        BarBuilder builder = Builder(counts, nextId: 1003);
        builder.Offer(Trade(1003, "100", "1", T1 - 100), Never);
        builder.CloseByTime(T1 + 2000);
        Assert.Equal((0, BarQuality.Ok), Verdict(Assert.Single(Take(builder))));

        builder.Offer(Trade(1004, "103", "2", T1 - 20), Never);

        Bar revised = Assert.Single(Take(builder));
        Assert.Equal((1, BarQuality.Late), Verdict(revised));
        Assert.Equal(Price.Of(103), revised.Close);
        Assert.Equal(Quantity.Of(3), revised.Volume);
        Assert.Equal(1, counts.LateTrades);
    }

    [Fact]
    public void A_revised_close_runs_on_through_the_empty_windows_behind_it()
    {
        BarBuilder builder = Builder();
        builder.Offer(Trade(1001, "100", "1", T1 - 100), Never);
        builder.CloseByTime(T1 + Label.Length_ms + 2000);
        Assert.Equal(2, Take(builder).Count);

        builder.Offer(Trade(1002, "105", "1", T1 - 50), Never);

        Assert.All(Take(builder), bar => Assert.Equal((Price.Of(105), 1), (bar.Close, bar.Revision)));
        Assert.Equal(Price.Of(105).Units, builder.LastClose);
    }

    [Fact]
    public void A_trade_more_than_three_windows_late_revises_nothing()
    {
        var counts = new BarCounts();
        BarBuilder builder = Builder(counts, previousClose: "100");
        builder.CloseByTime(T1 + 3 * Label.Length_ms + 2000);
        Take(builder);
        builder.Offer(Trade(1001, "101", "1", T0), Never);
        Assert.Empty(Take(builder));
        builder.Offer(Trade(1002, "101", "1", T1), Never);
        Assert.NotEmpty(Take(builder));
        Assert.Equal((2, 1), (counts.LateTrades, counts.LateDropped));
    }

    [Fact]
    public void Ids_given_up_make_every_window_they_may_belong_to_suspect()
    {
        BarBuilder builder = Builder();
        builder.Offer(Trade(1001, "100", "1", T0 + 5), Never);
        builder.Offer(Trade(1010, "102", "1", T1 + Label.Length_ms + 5), Never);
        builder.GiveUpGaps();
        builder.Offer(Trade(1011, "102", "1", T1 + 2 * Label.Length_ms), Never);
        builder.Offer(Trade(1012, "102", "1", T1 + 3 * Label.Length_ms), Never);

        Assert.Equal(
            [BarQuality.Suspect, BarQuality.Suspect, BarQuality.Suspect, BarQuality.Ok],
            Take(builder).Select(bar => bar.Quality));
    }

    [Fact]
    public void A_window_that_closed_by_time_is_withdrawn_when_ids_after_its_last_trade_are_lost()
    {
        BarBuilder builder = Builder();
        builder.Offer(Trade(1001, "100", "1", T1 - 5), Never);
        builder.CloseByTime(T1 + 2000);
        Assert.Equal((0, BarQuality.Ok), Verdict(Assert.Single(Take(builder))));
        builder.Offer(Trade(1003, "100", "1", T1 + 3000), Never);
        builder.GiveUpGaps();
        Assert.Equal((1, BarQuality.Suspect), Verdict(Assert.Single(Take(builder))));
    }

    [Fact]
    public void At_the_hard_deadline_an_interrupted_window_closes_suspect()
    {
        BarBuilder builder = Builder();
        builder.Offer(Trade(1001, "100", "1", T0 + 5), Never);
        builder.Interrupt();
        builder.CloseAtDeadline(T1);
        Assert.Equal(BarQuality.Suspect, Assert.Single(Take(builder)).Quality);
    }

    [Fact]
    public void A_window_that_began_before_coverage_closes_suspect()
    {
        var builder = new BarBuilder("X", Analytics.Flows.SizeCuts.Rmb7, new BarRules(), new BarCounts());
        builder.Begin(T0, 0, T0 + 60_000);
        builder.Offer(Trade(7, "100", "1", T0 + 60_001), Never);
        builder.GiveUpGaps();
        builder.Resume();
        builder.CloseByTime(T1 + 2000);
        builder.CloseByTime(T1 + Label.Length_ms + 2000);
        Assert.Equal([BarQuality.Suspect, BarQuality.Ok], Take(builder).Select(bar => bar.Quality));
    }

    [Fact]
    public void Held_trades_are_bounded_and_the_rest_is_requested_again()
    {
        var counts = new BarCounts();
        BarBuilder builder = Builder(counts, rules: new BarRules(HeldTradesMax: 2));
        for (int id = 1002; id <= 1005; id++)
            builder.Offer(Trade(id, "100", "1", T0 + id), Never);
        Assert.Equal((2, 2L), (builder.HeldCount, counts.HeldDropped));
        builder.Offer(Trade(1001, "100", "1", T0 + 1), Never);
        Assert.Equal(new IdGap(1004, 1005), builder.Gap);
    }

    [Fact]
    public void A_restored_builder_continues_like_one_that_did_not_stop()
    {
        BarBuilder whole = Builder(), first = Builder();
        AggTrade[] trades = [.. Bar1, Trade(1006, "103", "1", T1 + 10), Trade(1007, "99", "1", T1 - 1), Trade(1008, "104", "1", T1 + 20)];
        foreach (AggTrade trade in trades)
            whole.Offer(trade, Never);
        whole.CloseByTime(T1 + Label.Length_ms + 2000);

        foreach (AggTrade trade in trades.Take(7))
            first.Offer(trade, Never);
        var journal = new List<ClosedBar>();
        while (first.TryTake(out ClosedBar closed))
            journal.Add(closed);
        ClosedBar last = journal[^1];
        BarBuilder second = Builder(open_ms: T1, previousClose: Price.FromUnits(last.Row.Close).ToString(), nextId: null);
        second.Restore(last);
        second.Seed(last.NextId);
        foreach (AggTrade trade in trades.Where(trade => trade.Id >= last.NextId))
            second.Offer(trade, Never);
        second.CloseByTime(T1 + Label.Length_ms + 2000);

        Bar[] journaled = [.. journal.Select(closed => closed.Row.ToBar("BTCUSDT", BarInterval.M5))];
        Assert.Equal(Take(whole), [.. journaled, .. Take(second)]);
    }

    private static (int Revision, BarQuality Quality) Verdict(Bar bar) => (bar.Revision, bar.Quality);

    [Fact]
    public void When_collection_starts_within_a_window_this_window_is_suspect_and_the_next_one_is_complete()
    {
        foreach (long? nextId in (long?[])[null, 900])
        {
            BarBuilder builder = Builder(previousClose: "99", nextId: nextId);
            builder.Interrupt();
            builder.Offer(Trade(1001, "100", "1", T0 + 60_000), Never);
            builder.CollectFrom(T0 + 50_000);
            builder.Offer(Trade(1002, "101", "1", T1 + 5), Never);
            builder.CloseByTime(T1 + 302_000);
            Assert.Equal([(BarQuality.Suspect, 1L), (BarQuality.Ok, 1L)], Take(builder).Select(bar => (bar.Quality, bar.AggTradeCount)));
        }
    }

    [Fact]
    public void Collected_live_without_a_trade_yet_the_first_to_arrive_begins_the_sequence_and_a_gap_behind_it_blocks()
    {
        BarBuilder builder = Builder(previousClose: "99", nextId: null);
        builder.CollectFrom(T0);
        builder.CloseByTime(T1 + 2_000);
        Assert.True(Assert.Single(Take(builder)) is { IsEmpty: true, Quality: BarQuality.Ok });

        builder.Offer(Trade(1005, "100", "1", T1 + 3_000), Never);
        builder.Offer(Trade(1007, "101", "1", T1 + 4_000), Never);
        Assert.Equal(new IdGap(1006, 1006), builder.Gap);
        builder.CloseByTime(T1 + 400_000);
        Assert.Empty(Take(builder));
    }
}
