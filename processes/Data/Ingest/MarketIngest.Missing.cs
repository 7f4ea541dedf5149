using Microsoft.Extensions.Logging;
using Platform.Analytics.Bars;
using Platform.Domain.Labels;
using Platform.Domain.Market;
using Platform.Primitives.Time;

namespace Platform.Data.Ingest;

/// <summary>The part of market ingest that detects missing trades, queries them, and abandons them at the deadline.</summary>
internal sealed partial class MarketIngest
{
    private const long BusyTrades = 100;

    private void CheckFeeds()
    {
        long now_ms = clocks.NowMilliseconds(), now = clocks.Real.GetTimestamp();
        foreach (ShardClock shard in _shards)
        {
            EndStart(shard);
            foreach (SymbolFeed feed in shard.Feeds)
                CheckFeed(feed, shard, now_ms, now);
        }

        outputs.Trades.Flush();
    }

    private void CheckFeed(SymbolFeed feed, ShardClock shard, long now_ms, long now)
    {
        BarBuilder builder = feed.Builder;
        feed.GapSeenAt = builder.HasGap ? (feed.GapSeenAt == 0 ? now : feed.GapSeenAt) : 0;
        if (feed.IsQuerying)
            return;
        bool overdue = now_ms >= builder.OpenWindow_ms + Label.Length_ms + options.Deadline_ms;
        if (overdue && feed.FailedQuery_ms >= builder.OpenWindow_ms + Label.Length_ms)
        {
            builder.CloseAtDeadline(builder.OpenWindow_ms + Label.Length_ms);
            TakeClosed(feed);
            return;
        }

        if (now < feed.NextQueryAt)
            return;
        if (builder.IsContinuous && builder.Gap is { } gap)
            AskForGap(feed, shard, gap, now);
        else if ((builder.IsContinuous || !shard.IsUp) ? overdue : MayBackfill(shard))
            AskUpToNow(feed, shard, now);
        else if (IsSuspiciouslySilent(feed, shard))
            AskUpToNow(feed, shard, now);
    }

    private void AskForGap(SymbolFeed feed, ShardClock shard, IdGap gap, long now)
    {
        if (gap.Length > options.GapTradesMax)
        {
            GapTooLong(feed.Symbol, gap.From, gap.To, options.GapTradesMax);
            feed.Builder.GiveUpGaps();
            AfterOffers(feed, shard);
            return;
        }

        double waited_ms = clocks.Real.GetElapsedTime(feed.GapSeenAt, now).TotalMilliseconds * options.Speed;
        if (waited_ms >= options.Reorder_ms && _budget.TryTake(gap.Length))
            Ask(feed, shard, gap.From, gap.To, now);
    }

    private void AskUpToNow(SymbolFeed feed, ShardClock shard, long now)
    {
        BeginBackfill(feed, shard);
        Ask(feed, shard, feed.Builder.NextId, -1, now);
    }

    private void Ask(SymbolFeed feed, ShardClock shard, long fromId, long untilId, long now)
    {
        feed.IsQuerying = true;
        feed.NextQueryAt = now + (long)(options.RetryAfter.TotalSeconds * clocks.Real.TimestampFrequency);
        int generation = shard.IsUp ? shard.Generation : 0;
        outputs.Queries.TryWrite(new TradeQuery(feed.Number, feed.Symbol, fromId, untilId, feed.Builder.OpenWindow_ms, generation, clocks.NowMilliseconds(), options.CatchUpTradesMax));
    }

    private void TakePage(TradePage page)
    {
        SymbolFeed feed = _feeds[page.Query.Feed];
        ShardClock shard = _shards[feed.Shard];
        if (page.IsLast)
            EndBackfill(feed);
        if (feed.HasLeft)
            return;
        if (page.SeedId >= 0 && !feed.Builder.IsSeeded)
            feed.Builder.Seed(page.SeedId);
        long missed = 0;
        foreach (AggTrade trade in page.Trades)
        {
            if (Offer(feed, in trade) == Arrival.Next)
                missed++;
        }

        if (page.IsLast)
            EndQuery(feed, shard, page, missed);
        AfterOffers(feed, shard);
    }

    private void EndQuery(SymbolFeed feed, ShardClock shard, TradePage page, long missed)
    {
        feed.IsQuerying = false;
        feed.FailedQuery_ms = page.Fault is null ? 0 : page.Query.Asked_ms;
        if (page.Fault is not null)
            QueryFailed(feed.Symbol, page.Fault.Message);
        long newest = page.Trades.Count > 0 ? page.Trades[^1].Id : -1;
        if (page.Fault is null && feed.Builder.Gap is { } gap && gap.To <= newest)
        {
            GapLost(feed.Symbol, gap.From, gap.To);
            feed.Builder.GiveUpGaps();
        }

        if (page.ReachedTip)
            UseAsEvidence(feed, shard, page.Query);
        if (feed.IsCheckingSilence && page.Fault is null)
            TakeSilence(feed, shard, missed);
        feed.IsCheckingSilence = false;
    }

    /// <summary>
    /// An answer that reaches the newest trade makes the stream continuous; without a stream, it closes the windows that had ended when
    /// the query was sent.
    /// </summary>
    private void UseAsEvidence(SymbolFeed feed, ShardClock shard, TradeQuery query)
    {
        bool sameLife = query.Generation > 0 && shard.IsUp && shard.Generation == query.Generation;
        bool wasContinuous = feed.Builder.IsContinuous;
        feed.Builder.Resume();
        feed.Builder.CloseByTime(Math.Max(query.Asked_ms, sameLife ? shard.Clock_ms : 0));
        if (!sameLife && !wasContinuous)
            feed.Builder.Interrupt();
    }

    private bool IsSuspiciouslySilent(SymbolFeed feed, ShardClock shard)
    {
        long since_ms = Math.Max(feed.LastLive_ms, feed.SilenceChecked_ms);
        if (!shard.IsUp || feed.UsualTrades < BusyTrades || since_ms == 0 || shard.Clock_ms - since_ms < options.SilenceCheck_ms)
            return false;
        feed.SilenceChecked_ms = shard.Clock_ms;
        feed.IsCheckingSilence = true;
        return true;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Symbol}: ids {From} to {To} are missing, more than the limit of {Max}; the gap is abandoned")]
    private partial void GapTooLong(string symbol, long from, long to, int max);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Symbol}: the exchange no longer has ids {From} to {To}; the gap is abandoned")]
    private partial void GapLost(string symbol, long from, long to);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Symbol}: trades could not be fetched: {Reason}")]
    private partial void QueryFailed(string symbol, string reason);
}

/// <summary>Budget of trades per minute of real time that all gap repairs together may fetch (spec/quant.md §1.5). Single-threaded.</summary>
internal sealed class RepairBudget(int tradesPerMinute, TimeProvider realTime)
{
    private long _minuteStart = realTime.GetTimestamp();
    private long _taken;

    /// <summary>False when this minute's budget is spent; a single gap larger than the budget is allowed at the start of a minute.</summary>
    public bool TryTake(long trades)
    {
        if (realTime.GetElapsedTime(_minuteStart) >= TimeSpan.FromMinutes(1))
            (_minuteStart, _taken) = (realTime.GetTimestamp(), 0);
        if (_taken > 0 && _taken + trades > tradesPerMinute)
            return false;
        _taken += trades;
        return true;
    }
}
