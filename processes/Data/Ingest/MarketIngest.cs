using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Platform.Analytics.Bars;
using Platform.Data.Labels;
using Platform.Data.Store;
using Platform.Domain.Labels;
using Platform.Domain.Market;
using Platform.Hosting.Alerts;
using Platform.Primitives.Time;

namespace Platform.Data.Ingest;

/// <summary>The outputs of market ingest: queries for missing trades, closed bars, raw trades, and the exchange clock.</summary>
internal sealed record MarketOutputs(ChannelWriter<TradeQuery> Queries, ChannelWriter<SymbolBar> Bars, TradeBatcher Trades, ExchangeClock Clock);

/// <summary>
/// The only writer of every symbol's open windows: takes trades, clocks, connection changes and query answers in order, queries missing
/// trades, and passes closed bars on. Runs on one loop.
/// </summary>
internal sealed partial class MarketIngest(MarketQueue queue, MarketOutputs outputs, MarketIngestOptions options, AlertPublisher alerts, Clocks clocks, ILogger log)
{
    private const int EventsPerTurn = 512;

    private readonly List<SymbolFeed> _feeds = [];
    private readonly List<ShardClock> _shards = [];
    private readonly List<SymbolBar> _closed = [];
    private readonly RepairBudget _budget = new(options.GapBudgetPerMinute, clocks.Real);
    private long _latest_ms;

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        while (await queue.WaitAsync(cancel))
        {
            Turn();
            foreach (SymbolBar closed in _closed)
                await outputs.Bars.WriteAsync(closed, cancel);
            _closed.Clear();
        }
    }

    /// <summary>Handles waiting events, a bounded number of them.</summary>
    internal void Turn()
    {
        _latest_ms = clocks.NowMilliseconds() + options.Future_ms;
        for (int events = 0; events < EventsPerTurn && queue.TryTake(out MarketEvent happened); events++)
            Handle(in happened);
        TakeLostEvents();
    }

    /// <summary>Windows that closed in this turn.</summary>
    internal IReadOnlyList<SymbolBar> Closed => _closed;

    private void Handle(in MarketEvent happened)
    {
        switch (happened.Kind)
        {
            case MarketEventKind.Trade:
                TakeTrade(in happened);
                break;
            case MarketEventKind.Clock:
                AdvanceClock(_shards[happened.Shard], happened.Event_ms);
                break;
            case MarketEventKind.Up:
                TakeUp(_shards[happened.Shard], happened.Generation, happened.Event_ms);
                break;
            case MarketEventKind.Down:
                TakeDown(_shards[happened.Shard], (string)happened.Payload!);
                break;
            case MarketEventKind.Page:
                TakePage((TradePage)happened.Payload!);
                break;
            case MarketEventKind.Tick:
                CheckFeeds();
                break;
            case MarketEventKind.Join:
                Join((ShardJoin)happened.Payload!);
                break;
            case MarketEventKind.Leave:
                Leave((IReadOnlyList<int>)happened.Payload!);
                break;
        }
    }

    private void TakeTrade(in MarketEvent happened)
    {
        ShardClock shard = _shards[happened.Shard];
        SymbolFeed feed = _feeds[happened.Feed];
        if (feed.HasLeft)
            return;
        if (shard.Silent == feed && shard.Generation > shard.SilentLife)
            EndSilence(shard);
        feed.LastLive_ms = happened.Event_ms;
        Arrival arrival = Offer(feed, in happened.Trade);

        // The first live trade that is next in order proves that nothing was missed between two connections.
        if (arrival == Arrival.Next && !feed.Builder.IsContinuous && shard.IsUp)
            feed.Builder.Resume();
        AfterOffers(feed, shard);
        AdvanceClock(shard, happened.Event_ms);
    }

    private Arrival Offer(SymbolFeed feed, in AggTrade trade)
    {
        Arrival arrival = feed.Builder.Offer(in trade, _latest_ms);
        if (arrival is Arrival.Next or Arrival.Held or Arrival.OutOfOrder)
            outputs.Trades.Record(feed.Number, in trade);
        else if (arrival == Arrival.Conflict)
            Conflict(feed.Symbol, trade.Id);
        return arrival;
    }

    private void AfterOffers(SymbolFeed feed, ShardClock shard)
    {
        if (feed.IsBlocked && feed.Builder.IsContinuous && !feed.Builder.HasGap)
        {
            feed.IsBlocked = false;
            feed.Builder.CloseByTime(shard.Clock_ms);
        }

        TakeClosed(feed);
    }

    private void TakeClosed(SymbolFeed feed)
    {
        while (feed.Builder.TryTake(out ClosedBar closed))
        {
            _closed.Add(new SymbolBar(feed.Symbol, closed));
            if (closed.HasBar && closed.Row.Quality == BarQuality.Suspect && !BeganBefore(feed, closed.Row.OpenTime_ms))
                Suspect(feed.Symbol, Label.At(closed.Row.OpenTime_ms));
            long trades = 0;
            foreach (FlowCell cell in closed.Row.Flows)
                trades += cell.Count;
            feed.UsualTrades = trades;
        }
    }

    private void AdvanceClock(ShardClock shard, long event_ms)
    {
        if (event_ms <= shard.Clock_ms)
            return;
        shard.Clock_ms = event_ms;
        outputs.Clock.Advance(event_ms);
        if (event_ms < shard.NextClose_ms)
            return;
        long next_ms = long.MaxValue;
        foreach (SymbolFeed feed in shard.Feeds)
        {
            feed.Builder.CloseByTime(event_ms);
            TakeClosed(feed);
            long due_ms = feed.Builder.OpenWindow_ms + Label.Length_ms + options.Grace_ms;
            feed.IsBlocked = due_ms <= event_ms;
            next_ms = Math.Min(next_ms, feed.IsBlocked ? due_ms + Label.Length_ms : due_ms);
        }

        shard.NextClose_ms = Math.Max(next_ms, event_ms + 1);
    }

    private void TakeUp(ShardClock shard, int generation, long up_ms)
    {
        shard.Generation = generation;
        shard.IsUp = true;
        StreamUp(shard.State.Number, generation, shard.Feeds.Length);
        if (generation == 1)
        {
            BeginLive(shard, up_ms);
            return;
        }

        // The next live trade of a busy symbol confirms its stream sooner than a query; only quiet symbols use request weight.
        long wait = (long)(Math.Min(1, options.RetryAfter.TotalSeconds) * clocks.Real.TimestampFrequency);
        foreach (SymbolFeed feed in shard.Feeds)
            feed.NextQueryAt = Math.Max(feed.NextQueryAt, clocks.Real.GetTimestamp() + wait);
    }

    private void TakeDown(ShardClock shard, string reason)
    {
        shard.IsUp = false;
        StreamDown(shard.State.Number, reason);
        foreach (SymbolFeed feed in shard.Feeds)
            feed.Builder.Interrupt();
    }

    /// <summary>Treats events dropped at a full queue as a lost connection: no window closes by time before a query by id.</summary>
    private void TakeLostEvents()
    {
        foreach (ShardClock shard in _shards)
        {
            if (!shard.State.TakeLost())
                continue;
            EventsLost(shard.State.Number);
            foreach (SymbolFeed feed in shard.Feeds)
                feed.Builder.Interrupt();
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Symbol}: aggregate id {Id} arrived twice with different content; the first is kept")]
    private partial void Conflict(string symbol, long id);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Symbol} {Label}: closed as suspect, trades may be missing")]
    private partial void Suspect(string symbol, Label label);

    [LoggerMessage(Level = LogLevel.Information, Message = "Stream {Shard} is up (connection {Generation}, {Symbols} symbols)")]
    private partial void StreamUp(int shard, int generation, int symbols);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Stream {Shard} is down: {Reason}")]
    private partial void StreamDown(int shard, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Stream {Shard}: events were dropped because the queue was full; its symbols are fetched by id")]
    private partial void EventsLost(int shard);
}

/// <summary>A shard's state in market ingest.</summary>
internal sealed class ShardClock(ShardState state, SymbolFeed[] feeds)
{
    public ShardState State { get; } = state;

    public SymbolFeed[] Feeds { get; set; } = feeds;

    public bool IsUp
    {
        get => State.IsUp;
        set => State.IsUp = value;
    }

    /// <summary>Number of the connection, from 1.</summary>
    public int Generation { get; set; }

    public long Clock_ms { get; set; }

    /// <summary>Exchange ms from which the streams are complete on the first connection; long.MaxValue before.</summary>
    public long LiveFrom_ms { get; set; } = long.MaxValue;

    /// <summary>
    /// Exchange ms after which the window in progress at the start is no longer waited for; 0 before the first connection and after that
    /// time.
    /// </summary>
    public long StartDeadline_ms { get; set; }

    /// <summary>The symbol that traded while the stream was silent; null when none did.</summary>
    public SymbolFeed? Silent { get; set; }

    /// <summary>The number of the connection on which that symbol traded.</summary>
    public int SilentLife { get; set; }

    /// <summary>Exchange ms at which the next window may close by time.</summary>
    public long NextClose_ms { get; set; }
}

/// <summary>A batch of new feeds and the shard that delivers them.</summary>
internal sealed record ShardJoin(ShardState State, IReadOnlyList<SymbolFeed> Feeds);
