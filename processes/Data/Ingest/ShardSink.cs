using Platform.Data.Reference;
using Platform.Domain.Market;
using Platform.Exchanges.Binance.Streams;

namespace Platform.Data.Ingest;

/// <summary>
/// Converts the messages of one connection into events of market ingest; mark prices go to the premium sampler. Never blocks.
/// </summary>
/// <param name="feeds">Feed number of each symbol of the shard's table; -1 once the symbol has left.</param>
internal sealed class ShardSink(ShardState state, int[] feeds, MarketQueue queue, PremiumSampler premium) : IMarketSink
{
    private long _event_ms;
    private bool _clockMoved;
    private int _lives;
    private Task _lastChange = Task.CompletedTask;

    public void ConnectionUp(int connection, int generation, long upSince_ms)
    {
        if (_lives > 0)
            state.CountReconnect();

        // Counted here because a reopened stream starts its own count at zero.
        _lives++;
        PostChange(new MarketEvent { Kind = MarketEventKind.Up, Shard = state.Number, Generation = _lives, Event_ms = upSince_ms });
    }

    public void ConnectionDown(int connection, int generation, string reason) =>
        PostChange(new MarketEvent { Kind = MarketEventKind.Down, Shard = state.Number, Generation = _lives, Payload = reason });

    public void ExchangeTime(int connection, long event_ms)
    {
        state.CountMessage();
        if (event_ms <= _event_ms)
            return;
        _event_ms = event_ms;
        _clockMoved = true;
        state.Advance(event_ms);
    }

    public void AggTrade(int connection, int symbol, in AggTrade trade)
    {
        int feed = Volatile.Read(ref feeds[symbol]);
        if (feed < 0)
            return;
        _clockMoved = false;
        Post(new MarketEvent { Kind = MarketEventKind.Trade, Shard = state.Number, Feed = feed, Event_ms = _event_ms, Trade = trade });
    }

    public void MarkPrice(int connection, int symbol, in MarkPriceTick tick)
    {
        int feed = Volatile.Read(ref feeds[symbol]);
        if (feed >= 0)
            premium.Add(feed, tick.MarkPrice, tick.IndexPrice, tick.Event_ms);
        if (!_clockMoved)
            return;
        _clockMoved = false;
        Post(new MarketEvent { Kind = MarketEventKind.Clock, Shard = state.Number, Event_ms = _event_ms });
    }

    /// <summary>Drops further events of the symbol. Any thread.</summary>
    public void Drop(int place) => Volatile.Write(ref feeds[place], -1);

    public void BookTicker(int connection, int symbol, in BookTick tick)
    {
    }

    public void Malformed(int connection, ReadOnlySpan<byte> frame) => state.CountMalformed();

    /// <summary>
    /// A change of the connection is never dropped: when the queue is full, it waits on another thread than the connection's.
    /// </summary>
    private void PostChange(MarketEvent change)
    {
        if (!queue.TryPost(in change))
            _lastChange = Task.WhenAll(_lastChange, queue.PostAsync(change, CancellationToken.None).AsTask());
    }

    private void Post(in MarketEvent happened)
    {
        if (!queue.TryPost(happened))
            state.MarkLost();
    }
}
