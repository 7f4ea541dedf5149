using System.Collections.Concurrent;
using System.Text;
using Platform.Domain.Market;
using Platform.Exchanges.Binance.Streams;

namespace Platform.Exchanges.Tests.Kit;

/// <summary>Keeps everything that streams delivered.</summary>
internal sealed class RecordingSink : IMarketSink
{
    public ConcurrentQueue<(int Symbol, AggTrade Trade)> Trades { get; } = new();

    public ConcurrentQueue<(int Symbol, MarkPriceTick Tick)> Marks { get; } = new();

    public ConcurrentQueue<(int Symbol, BookTick Tick)> Books { get; } = new();

    public ConcurrentQueue<(int Symbol, BookDiff Diff)> Diffs { get; } = new();

    public ConcurrentQueue<string> Bad { get; } = new();

    public ConcurrentQueue<(int Connection, int Generation, long UpSince_ms)> Ups { get; } = new();

    public ConcurrentQueue<(int Connection, int Generation, string Reason)> Downs { get; } = new();

    public long ExchangeClock_ms { get; private set; }

    public void ConnectionUp(int connection, int generation, long upSince_ms) => Ups.Enqueue((connection, generation, upSince_ms));

    public void ConnectionDown(int connection, int generation, string reason) => Downs.Enqueue((connection, generation, reason));

    public void ExchangeTime(int connection, long event_ms) => ExchangeClock_ms = Math.Max(ExchangeClock_ms, event_ms);

    public void AggTrade(int connection, int symbol, in AggTrade trade) => Trades.Enqueue((symbol, trade));

    public void MarkPrice(int connection, int symbol, in MarkPriceTick tick) => Marks.Enqueue((symbol, tick));

    public void BookTicker(int connection, int symbol, in BookTick tick) => Books.Enqueue((symbol, tick));

    public ConcurrentQueue<(int Symbol, KlineUpdate Update)> Klines { get; } = new();

    public void Kline(int connection, int symbol, in KlineUpdate update) => Klines.Enqueue((symbol, update));

    public void BookChanged(int connection, int symbol, BookDiff diff) => Diffs.Enqueue((symbol, diff));

    public void Malformed(int connection, ReadOnlySpan<byte> frame) => Bad.Enqueue(Encoding.UTF8.GetString(frame));
}
