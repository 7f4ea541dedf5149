using Microsoft.Extensions.Logging;
using Platform.Analytics.Bars;
using Platform.Domain.Labels;
using Platform.Hosting.Alerts;
using Platform.Primitives.Time;

namespace Platform.Data.Ingest;

/// <summary>The part of market ingest that adds and removes symbols, and determines from when their streams are complete.</summary>
internal sealed partial class MarketIngest
{
    private int _backfills;

    private void Join(ShardJoin join)
    {
        _shards.Add(new ShardClock(join.State, [.. join.Feeds]));
        _feeds.AddRange(join.Feeds);
        SetLiveFrom();
    }

    private void Leave(IReadOnlyList<int> numbers)
    {
        foreach (int number in numbers)
        {
            SymbolFeed feed = _feeds[number];
            ShardClock shard = _shards[feed.Shard];
            feed.HasLeft = true;
            shard.Feeds = [.. shard.Feeds.Where(other => other != feed)];
            if (shard.Silent == feed)
                EndSilence(shard);
        }

        SetLiveFrom();
        Left(string.Join(",", numbers.Select(number => _feeds[number].Symbol)));
    }

    /// <summary>On the first connection of a shard: does not query what the request budget cannot fetch in time.</summary>
    private void BeginLive(ShardClock shard, long up_ms)
    {
        shard.LiveFrom_ms = Math.Max(up_ms, shard.Clock_ms);
        shard.StartDeadline_ms = Label.At(shard.LiveFrom_ms).End_ms + options.StartDeadline_ms;
        SetLiveFrom();
        int wanted = _shards.Sum(other => other.Feeds.Count(feed => !feed.Builder.IsSeeded));
        double minutes = (double)(shard.StartDeadline_ms - shard.LiveFrom_ms) / UnixTime.MillisecondsPerMinute;
        if (wanted <= options.BackfillsPerMinute * minutes)
            return;
        foreach (SymbolFeed feed in shard.Feeds)
        {
            if (!feed.Builder.IsSeeded)
                CollectLive(feed, shard);
        }

        NotFetched(shard.State.Number, Label.At(shard.LiveFrom_ms), wanted, minutes);
        StartIncomplete(Label.At(shard.LiveFrom_ms), shard.Feeds.Length);
    }

    /// <summary>At the deadline of the first label: a symbol whose missing trades have not arrived continues without them.</summary>
    private void EndStart(ShardClock shard)
    {
        if (shard.StartDeadline_ms == 0 || shard.Clock_ms < shard.StartDeadline_ms)
            return;
        shard.StartDeadline_ms = 0;
        if (!shard.IsUp || shard.Generation != 1)
            return;
        SymbolFeed[] late = [.. shard.Feeds.Where(feed => !feed.Builder.IsContinuous)];
        foreach (SymbolFeed feed in late)
            CollectLive(feed, shard);
        if (late.Length > 0)
        {
            StartOver(shard.State.Number, late.Length, Label.At(shard.LiveFrom_ms));
            StartIncomplete(Label.At(shard.LiveFrom_ms), late.Length);
        }
    }

    /// <summary>Raises the warning as soon as the number is known, before the first complete label.</summary>
    private void StartIncomplete(Label label, int symbols) => alerts.RaiseIncident(
        "window.start", AlertSeverity.Warning, $"{label} was in progress at the start and cannot be completed for {symbols} symbols; their bars are complete from the next window on");

    private void CollectLive(SymbolFeed feed, ShardClock shard)
    {
        feed.Builder.CollectFrom(shard.LiveFrom_ms);
        feed.Builder.CloseByTime(shard.Clock_ms);
        TakeClosed(feed);
    }

    /// <summary>Logs windows in progress at the start in one line for all symbols.</summary>
    private bool BeganBefore(SymbolFeed feed, long window_ms) =>
        _shards[feed.Shard].LiveFrom_ms is var live_ms && live_ms < long.MaxValue && window_ms < live_ms;

    private bool MayBackfill(ShardClock shard) => shard.Generation > 1 || _backfills < options.BackfillsAtOnce;

    private void BeginBackfill(SymbolFeed feed, ShardClock shard)
    {
        feed.IsBackfilling = shard.Generation <= 1;
        _backfills += feed.IsBackfilling ? 1 : 0;
    }

    private void EndBackfill(SymbolFeed feed)
    {
        _backfills -= feed.IsBackfilling ? 1 : 0;
        feed.IsBackfilling = false;
    }

    private void TakeSilence(SymbolFeed feed, ShardClock shard, long missed)
    {
        if (missed > 0)
        {
            (shard.Silent, shard.SilentLife) = (feed, shard.Generation);
            int number = shard.State.Number;
            alerts.Raise($"silent.{number}", AlertSeverity.Critical, $"stream {number} is connected but delivered no message although {feed.Symbol} traded; the connection is reopened");
            shard.State.Restart();
        }
        else if (shard.Silent == feed)
        {
            EndSilence(shard);
        }
    }

    /// <summary>Clears the alert: the stream delivers again, or the symbol has left.</summary>
    private void EndSilence(ShardClock shard)
    {
        shard.Silent = null;
        alerts.Clear($"silent.{shard.State.Number}");
    }

    private void SetLiveFrom()
    {
        long from_ms = 0;
        foreach (ShardClock shard in _shards)
            from_ms = shard.Feeds.Length == 0 ? from_ms : Math.Max(from_ms, shard.LiveFrom_ms);
        outputs.Clock.LiveFrom_ms = from_ms;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "No longer collected because they left the universe: {Symbols}")]
    private partial void Left(string symbols);

    [LoggerMessage(Level = LogLevel.Information, Message = "Stream {Shard}: {Label} is in progress and is not fetched, because {Symbols} symbols exceed the request budget of {Minutes:0.0} minutes; bars are complete from the next window on")]
    private partial void NotFetched(int shard, Label label, int symbols, double minutes);

    [LoggerMessage(Level = LogLevel.Information, Message = "Stream {Shard}: {Symbols} symbols could not be fetched back to the start of {Label} in time; their bars are complete from the next window on")]
    private partial void StartOver(int shard, int symbols, Label label);
}
