using System.Threading.Channels;
using Platform.Domain.Market;
using Platform.Exchanges.Binance.Market;
using Platform.Exchanges.Binance.Streams;

namespace Platform.Cli.VolumeSpread.Live;

/// <summary>A closed kline of the stream, with the real timestamp of its arrival.</summary>
internal readonly record struct ClosedKline(int Symbol, string Interval, Kline Kline, long Event_ms, long Arrival);

/// <summary>
/// Queues the closed klines of streams for the session, up to a bound; klines beyond it are counted and come by REST instead. Called by
/// the connections' threads.
/// </summary>
internal sealed class KlineSink(TimeProvider realTime) : IMarketSink
{
    private const int QueueMax = 4_096;
    private readonly Channel<ClosedKline> _closed = Channel.CreateBounded<ClosedKline>(new BoundedChannelOptions(QueueMax) { SingleReader = true });
    private long _dropped, _malformed, _reconnects;
    private volatile string _down = "connecting";

    public ChannelReader<ClosedKline> Closed => _closed.Reader;

    public long Dropped => Interlocked.Read(ref _dropped);

    public long Malformed => Interlocked.Read(ref _malformed);

    /// <summary>Connections that have ended.</summary>
    public long Reconnects => Interlocked.Read(ref _reconnects);

    /// <summary>The reason why the stream is down; empty while it is connected.</summary>
    public string Down => _down;

    public void ConnectionUp(int connection, int generation, long upSince_ms) => _down = "";

    public void ConnectionDown(int connection, int generation, string reason)
    {
        Interlocked.Increment(ref _reconnects);
        _down = reason;
    }

    public void Kline(int connection, int symbol, in KlineUpdate update)
    {
        if (update.IsClosed && !_closed.Writer.TryWrite(new ClosedKline(symbol, update.Interval, update.Kline, update.Event_ms, realTime.GetTimestamp())))
            Interlocked.Increment(ref _dropped);
    }

    void IMarketSink.Malformed(int connection, ReadOnlySpan<byte> frame) => Interlocked.Increment(ref _malformed);

    public void ExchangeTime(int connection, long event_ms)
    {
    }

    public void AggTrade(int connection, int symbol, in AggTrade trade)
    {
    }

    public void MarkPrice(int connection, int symbol, in MarkPriceTick tick)
    {
    }

    public void BookTicker(int connection, int symbol, in BookTick tick)
    {
    }
}
