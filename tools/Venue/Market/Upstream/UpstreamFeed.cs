using System.Collections.Concurrent;
using Platform.Domain.Market;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;
using Platform.Venues.Binance.Market;
using Platform.Venues.Binance.Streams;

namespace Platform.Venue.Market.Upstream;

/// <summary>What happened upstream to one symbol: a trade, a new touch (the newest one counts), or the loss of sight of its book.</summary>
internal readonly record struct UpstreamEvent(int Symbol, UpstreamEventKind Kind, AggTrade Trade);

internal enum UpstreamEventKind : byte
{
    Trade = 1,
    Touch = 2,
    Dark = 3,
}

/// <summary>Mark, index and funding of one symbol as upstream ticked them last, and the rate that was due when the last period ended.</summary>
internal sealed record UpstreamMark(Price Mark, Price Index, Rate Funding, long NextFunding_ms, Rate? SettledRate, long Settled_ms);

/// <summary>
/// Streams of the upstream exchange into one queue that the market source empties. Best prices are coalesced by symbol, so the queue
/// is bounded by symbols and trades; a gap in the trades is filled over REST before later ones go on.
/// </summary>
internal sealed class UpstreamFeed(BinanceMarketClient client, IReadOnlyList<string> symbols, int publicConnection) : IMarketSink
{
    private const int MostQueued = 1_000_000;
    private const int RepairRows = 1_000;
    private const int RepairAttempts = 3;
    private static readonly TimeSpan RepairPause = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentQueue<UpstreamEvent> _events = new();
    private readonly SymbolFeed[] _feeds = [.. symbols.Select(_ => new SymbolFeed())];
    private readonly CancellationTokenSource _stop = new();
    private long _reconnects, _repaired, _dropped, _malformed;

    public bool IsEmpty => _events.IsEmpty;

    public long Reconnects => Interlocked.Read(ref _reconnects);

    /// <summary>Trades that came over REST because the stream had missed them.</summary>
    public long Repaired => Interlocked.Read(ref _repaired);

    /// <summary>Trades that upstream would not give again.</summary>
    public long Lost => _feeds.Sum(feed => feed.Trades?.Lost ?? 0);

    /// <summary>Trades that found the queue full.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    public long MalformedFrames => Interlocked.Read(ref _malformed);

    public bool TryTake(out UpstreamEvent happened) => _events.TryDequeue(out happened);

    /// <summary>The newest best prices; from now on a change of them is queued again.</summary>
    public BookTick TakeTouch(int symbol)
    {
        SymbolFeed feed = _feeds[symbol];
        lock (feed)
        {
            feed.TouchQueued = false;
            return feed.Touch;
        }
    }

    public UpstreamMark? Mark(int symbol) => Volatile.Read(ref _feeds[symbol].Mark);

    public void Stop() => _stop.Cancel();

    public void ConnectionUp(int connection, int generation, long upSince_ms)
    {
        if (generation > 1)
            Interlocked.Increment(ref _reconnects);
        if (connection == publicConnection)
            return;

        // What was traded while the connection was down shows as a gap with the first trade after it; ask at once all the same.
        for (int symbol = 0; generation > 1 && symbol < _feeds.Length; symbol++)
            Repair(symbol, _feeds[symbol]);
    }

    public void ConnectionDown(int connection, int generation, string reason)
    {
        // Nobody may trade at prices that are not seen any more.
        if (connection != publicConnection)
            return;
        for (int symbol = 0; symbol < _feeds.Length; symbol++)
            _events.Enqueue(new UpstreamEvent(symbol, UpstreamEventKind.Dark, default));
    }

    public void ExchangeTime(int connection, long event_ms)
    {
    }

    public void AggTrade(int connection, int symbol, in AggTrade trade)
    {
        SymbolFeed feed = _feeds[symbol];
        lock (feed)
        {
            Sequence(symbol, feed).Take(trade);
            if (feed.Trades!.Gap is null)
                return;
        }

        Repair(symbol, feed);
    }

    public void MarkPrice(int connection, int symbol, in MarkPriceTick tick)
    {
        UpstreamMark? before = Mark(symbol);
        bool settled = before is not null && before.NextFunding_ms < tick.NextFundingTime_ms;
        Volatile.Write(ref _feeds[symbol].Mark, new UpstreamMark(
            tick.MarkPrice, tick.IndexPrice, tick.FundingRate, tick.NextFundingTime_ms,
            settled ? before!.Funding : before?.SettledRate, settled ? before!.NextFunding_ms : before?.Settled_ms ?? 0));
    }

    public void BookTicker(int connection, int symbol, in BookTick tick)
    {
        SymbolFeed feed = _feeds[symbol];
        lock (feed)
        {
            feed.Touch = tick;
            if (feed.TouchQueued)
                return;
            feed.TouchQueued = true;
        }

        _events.Enqueue(new UpstreamEvent(symbol, UpstreamEventKind.Touch, default));
    }

    public void Malformed(int connection, ReadOnlySpan<byte> frame) => Interlocked.Increment(ref _malformed);

    private TradeSequence Sequence(int symbol, SymbolFeed feed) => feed.Trades ??= new TradeSequence(trade =>
    {
        feed.Last = trade.Id;
        if (_events.Count < MostQueued)
            _events.Enqueue(new UpstreamEvent(symbol, UpstreamEventKind.Trade, trade));
        else
            Interlocked.Increment(ref _dropped);
    });

    /// <summary>Starts the repair of a symbol unless one is under way.</summary>
    private void Repair(int symbol, SymbolFeed feed)
    {
        lock (feed)
        {
            if (feed.Repairing || feed.Last == 0)
                return;
            feed.Repairing = true;
        }

        _ = RepairAsync(symbol, feed);
    }

    private async Task RepairAsync(int symbol, SymbolFeed feed)
    {
        int failures = 0;
        while (!_stop.IsCancellationRequested)
        {
            Result<IReadOnlyList<AggTrade>> rows = await client.GetAggTradesFromAsync(symbols[symbol], feed.Last + 1, RepairRows, _stop.Token);
            if (!rows.IsOk && ++failures < RepairAttempts)
            {
                await Task.Delay(RepairPause, TimeProvider.System, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                continue;
            }

            lock (feed)
            {
                if (Fill(feed, rows))
                    continue;
                feed.Repairing = false;
                return;
            }
        }
    }

    /// <summary>True when there is more to fetch.</summary>
    private bool Fill(SymbolFeed feed, Result<IReadOnlyList<AggTrade>> rows)
    {
        long before = feed.Last;
        foreach (AggTrade row in rows.IsOk ? rows.Value : [])
        {
            if (row.Id == feed.Last + 1)
                Interlocked.Increment(ref _repaired);
            feed.Trades!.Take(row);
        }

        if (feed.Trades!.Gap is null)
            return rows.IsOk && rows.Value.Count == RepairRows;
        if (rows.IsOk && feed.Last > before)
            return true;
        feed.Trades.GiveUp();
        return feed.Trades.Gap is not null;
    }

    private sealed class SymbolFeed
    {
        public TradeSequence? Trades;
        public UpstreamMark? Mark;
        public BookTick Touch;
        public bool TouchQueued;
        public bool Repairing;
        public long Last;
    }
}
