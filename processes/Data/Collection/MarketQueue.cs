using System.Threading.Channels;

namespace Platform.Data.Collection;

/// <summary>
/// The bounded way into the market room. Streams never wait: an event that finds it full is dropped and counted, and the shard's feeds
/// are then queried by id. Queries wait for room.
/// </summary>
internal sealed class MarketQueue(int capacity)
{
    private readonly Channel<MarketEvent> _channel = Channel.CreateBounded<MarketEvent>(
        new BoundedChannelOptions(capacity) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private long _dropped;

    public long Dropped => Interlocked.Read(ref _dropped);

    public int Count => _channel.Reader.Count;

    /// <summary>False when the queue was full: the event is lost, and counted.</summary>
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
