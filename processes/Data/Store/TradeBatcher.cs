using System.Threading.Channels;
using Platform.Domain.Market;

namespace Platform.Data.Store;

/// <summary>A trade as received, with the number of its feed.</summary>
internal readonly record struct BatchedTrade(int Feed, AggTrade Trade);

/// <summary>
/// Passes raw trades from market ingest to the recorder in batches. Ingest never waits: a batch that finds the queue full is dropped and
/// counted.
/// </summary>
internal sealed class TradeBatcher(int queueBatches, bool keeps)
{
    private const int BatchTrades = 1_024;

    private readonly Channel<BatchedTrade[]> _batches = Channel.CreateBounded<BatchedTrade[]>(new BoundedChannelOptions(queueBatches) { SingleReader = true });
    private readonly List<BatchedTrade> _open = new(BatchTrades);
    private long _dropped;

    public long Dropped => Interlocked.Read(ref _dropped);

    public ChannelReader<BatchedTrade[]> Batches => _batches.Reader;

    /// <summary>Adds a trade. Called by market ingest's loop only.</summary>
    public void Record(int feed, in AggTrade trade)
    {
        if (!keeps)
            return;
        _open.Add(new BatchedTrade(feed, trade));
        if (_open.Count == BatchTrades)
            Flush();
    }

    /// <summary>Passes the current batch on.</summary>
    public void Flush()
    {
        if (_open.Count == 0)
            return;
        if (!_batches.Writer.TryWrite([.. _open]))
            Interlocked.Add(ref _dropped, _open.Count);
        _open.Clear();
    }
}
