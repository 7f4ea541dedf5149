using System.Threading.Channels;
using Platform.Domain.Market;

namespace Platform.Data.Ingest;

/// <summary>The kinds of events that market ingest takes.</summary>
internal enum MarketEventKind : byte
{
    /// <summary>A live trade.</summary>
    Trade,

    /// <summary>The exchange clock of a shard advanced without a trade.</summary>
    Clock,

    /// <summary>Every stream of a shard is acknowledged.</summary>
    Up,

    Down,

    /// <summary>An answer of the trade queries: a <c>TradePage</c>.</summary>
    Page,

    /// <summary>Real time passed: gaps and deadlines are checked.</summary>
    Tick,

    /// <summary>New feeds: a list of <see cref="SymbolFeed"/>.</summary>
    Join,

    /// <summary>Feeds that end: a list of their numbers.</summary>
    Leave,
}

/// <summary>One event for market ingest; a value type, so that a trade costs no allocation.</summary>
internal struct MarketEvent
{
    public MarketEventKind Kind;
    public int Shard;

    /// <summary>Number of the feed.</summary>
    public int Feed;
    public int Generation;

    /// <summary>Event time (E) of the message, Unix ms; 0 where there is none.</summary>
    public long Event_ms;
    public AggTrade Trade;
    public object? Payload;
}

/// <summary>
/// The bounded queue of market ingest. Streams never wait: an event that finds the queue full is dropped and counted, and the shard's
/// feeds are then queried by id. Queries wait until there is space.
/// </summary>
internal sealed class MarketQueue(int capacity)
{
    private readonly Channel<MarketEvent> _channel = Channel.CreateBounded<MarketEvent>(
        new BoundedChannelOptions(capacity) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private long _dropped;

    public long Dropped => Interlocked.Read(ref _dropped);

    public int Count => _channel.Reader.Count;

    /// <summary>False when the queue is full; the event is then dropped and counted.</summary>
    public bool TryPost(in MarketEvent happened)
    {
        if (_channel.Writer.TryWrite(happened))
            return true;
        Interlocked.Increment(ref _dropped);
        return false;
    }

    public ValueTask PostAsync(MarketEvent happened, CancellationToken cancel) => _channel.Writer.WriteAsync(happened, cancel);

    public ValueTask<bool> WaitAsync(CancellationToken cancel) => _channel.Reader.WaitToReadAsync(cancel);

    public bool TryTake(out MarketEvent happened) => _channel.Reader.TryRead(out happened);
}
