using System.Collections.Concurrent;
using Platform.Domain.Instruments;
using Platform.Domain.Market;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;
using Platform.Exchanges.Binance.Market;
using Platform.Exchanges.Binance.Streams;

namespace Platform.Venue.Market.Upstream;

/// <summary>One upstream event of one symbol.</summary>
internal readonly record struct UpstreamEvent(int Symbol, UpstreamEventKind Kind, AggTrade Trade)
{
    public BookSnapshot? Snapshot { get; init; }

    public BookDiff? Diff { get; init; }

    public InstrumentStatus Status { get; init; }
}

internal enum UpstreamEventKind : byte
{
    Trade = 1,

    /// <summary>The best prices changed; <see cref="UpstreamFeed.TakeTouch"/> returns the newest.</summary>
    Touch = 2,

    /// <summary>The connection was lost; the book is unknown until the next snapshot.</summary>
    Dark = 3,

    /// <summary>A snapshot of the book.</summary>
    Book = 4,
    Change = 5,
    Status = 6,
}

/// <summary>Last mark price, index price and funding of one symbol, and the funding rate at the end of the last period.</summary>
internal sealed record UpstreamMark(Price Mark, Price Index, Rate Funding, long NextFunding_ms, Rate? SettledRate, long Settled_ms);

/// <summary>
/// Reads the streams of the upstream exchange into one bounded queue for the market source. Only the newest best prices of a symbol are queued. A
/// gap in the trades is filled over REST before later trades are passed on; after a gap in a book the book is fetched again. Every gap is logged.
/// </summary>
/// <param name="publicConnection">Index of the first connection of the /public route; connections with a smaller index use the /market route.</param>
/// <param name="books">Number of symbols with depth, counted from the first symbol.</param>
internal sealed class UpstreamFeed(BinanceMarketClient client, IReadOnlyList<string> symbols, int publicConnection, int books, UpstreamLog log) : IMarketSink
{
    private const int MaxQueued = 1_000_000;
    private const int RepairRows = 1_000;
    private const int RepairAttempts = 3;
    private const int BookLevels = 1_000;
    private static readonly TimeSpan RepairPause = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentQueue<UpstreamEvent> _events = new();
    private readonly SymbolFeed[] _feeds = [.. symbols.Select(_ => new SymbolFeed())];
    private readonly CancellationTokenSource _stop = new();
    private volatile bool _isSeen;
    private long _reconnects, _repaired, _dropped, _malformed;

    public bool IsEmpty => _events.IsEmpty;

    public long Reconnects => Interlocked.Read(ref _reconnects);

    /// <summary>Number of trades that were missing in the stream and fetched over REST.</summary>
    public long Repaired => Interlocked.Read(ref _repaired);

    /// <summary>Number of trades that were missing in the stream and could not be fetched.</summary>
    public long Lost => _feeds.Sum(feed => feed.Trades?.Lost ?? 0);

    /// <summary>Number of trades dropped because the queue was full.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    public long MalformedFrames => Interlocked.Read(ref _malformed);

    public bool TryTake(out UpstreamEvent happened) => _events.TryDequeue(out happened);

    /// <summary>Returns the newest best prices of a symbol; the next change is queued again.</summary>
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
        {
            Interlocked.Increment(ref _reconnects);
            log.Up(connection);
        }

        if (connection >= publicConnection)
        {
            _isSeen = true;
            for (int symbol = 0; symbol < books; symbol++)
                Fetch(symbol);
            return;
        }

        // Trades of the outage are fetched immediately; otherwise the gap would be found only at the next trade.
        for (int symbol = 0; generation > 1 && symbol < _feeds.Length; symbol++)
            Repair(symbol, _feeds[symbol]);
    }

    public void ConnectionDown(int connection, int generation, string reason)
    {
        if (_stop.IsCancellationRequested)
            return;
        log.Down(connection, reason);

        // The books are cleared, because clients must not trade at outdated prices.
        if (connection < publicConnection)
            return;
        _isSeen = false;
        for (int symbol = 0; symbol < _feeds.Length; symbol++)
        {
            lock (_feeds[symbol])
                _feeds[symbol].Book.Invalidate();
            _events.Enqueue(new UpstreamEvent(symbol, UpstreamEventKind.Dark, default));
        }
    }

    /// <summary>Queues a change of a contract's status.</summary>
    public void StatusChanged(int symbol, InstrumentStatus status)
    {
        log.Status(symbols[symbol], status);
        _events.Enqueue(new UpstreamEvent(symbol, UpstreamEventKind.Status, default) { Status = status });
    }

    public void BookChanged(int connection, int symbol, BookDiff diff)
    {
        SymbolFeed feed = _feeds[symbol];
        lock (feed)
        {
            long known = feed.Book.LastUpdateId;
            bool follows = feed.Book.TryTake(diff);
            if (follows && feed.Book.IsKnown && _events.Count < MaxQueued)
                _events.Enqueue(new UpstreamEvent(symbol, UpstreamEventKind.Change, default) { Diff = diff });
            if (follows)
                return;
            log.BookGap(symbols[symbol], known, diff.PreviousUpdateId);
        }

        Fetch(symbol);
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
        if (_events.Count < MaxQueued)
            _events.Enqueue(new UpstreamEvent(symbol, UpstreamEventKind.Trade, trade));
        else
            Interlocked.Increment(ref _dropped);
    });

    /// <summary>Fetches a book unless a fetch is in progress; changes that arrive during the fetch are buffered.</summary>
    private void Fetch(int symbol)
    {
        lock (_feeds[symbol])
        {
            if (!_feeds[symbol].Book.TryBegin())
                return;
        }

        _ = FetchAsync(symbol, _feeds[symbol]);
    }

    private async Task FetchAsync(int symbol, SymbolFeed feed)
    {
        while (!_stop.IsCancellationRequested)
        {
            Result<BookSnapshot> answer = await client.GetDepthAsync(symbols[symbol], BookLevels, _stop.Token);
            lock (feed)
            {
                if (!_isSeen)
                {
                    // The book is fetched again when the connection is up.
                    feed.Book.Invalidate();
                    return;
                }

                if (answer.TryGet(out BookSnapshot? book, out _) && feed.Book.TryEnd(book, out IReadOnlyList<BookDiff> since))
                {
                    _events.Enqueue(new UpstreamEvent(symbol, UpstreamEventKind.Book, default) { Snapshot = book });
                    foreach (BookDiff diff in since)
                        _events.Enqueue(new UpstreamEvent(symbol, UpstreamEventKind.Change, default) { Diff = diff });
                    return;
                }
            }

            await Task.Delay(RepairPause, TimeProvider.System, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Starts to fetch the missing trades of a symbol unless a repair is in progress.</summary>
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
                if (Fill(symbol, feed, rows))
                    continue;
                feed.Repairing = false;
                return;
            }
        }
    }

    /// <summary>Passes on fetched trades; true when more trades must be fetched.</summary>
    private bool Fill(int symbol, SymbolFeed feed, Result<IReadOnlyList<AggTrade>> rows)
    {
        long before = feed.Last, first = feed.Last + 1;
        foreach (AggTrade row in rows.IsOk ? rows.Value : [])
        {
            if (row.Id == feed.Last + 1)
                Interlocked.Increment(ref _repaired);
            feed.Trades!.Take(row);
        }

        if (feed.Last > before)
            log.Repaired(symbols[symbol], first, feed.Last);
        if (feed.Trades!.Gap is null)
            return rows.IsOk && rows.Value.Count == RepairRows;
        if (rows.IsOk && feed.Last > before)
            return true;
        log.Lost(symbols[symbol], feed.Trades.Gap.Value);
        feed.Trades.GiveUp();
        return feed.Trades.Gap is not null;
    }

    private sealed class SymbolFeed
    {
        public TradeSequence? Trades;
        public UpstreamMark? Mark;
        public readonly BookSequence Book = new();
        public BookTick Touch;
        public bool TouchQueued;
        public bool Repairing;
        public long Last;
    }
}
