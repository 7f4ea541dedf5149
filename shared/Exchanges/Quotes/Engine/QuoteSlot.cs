using Platform.Domain.Market;

namespace Platform.Exchanges.Quotes.Engine;

/// <summary>The newest quote of one contract at one exchange: written by one thread, read by any without a lock.</summary>
/// <remarks>
/// The version is odd while the quote is written. A reader copies the quote between two reads of the same even version; otherwise it copies
/// again. The fences order the copy against the versions.
/// </remarks>
internal sealed class QuoteSlot(string exchange, string symbol)
{
    private readonly QuoteLatencies _latency = new();
    private MarketDataUpdate _quote;
    private DepthSnapshot? _depth;
    private long _version;
    private long _updates;

    public string Exchange { get; } = exchange;

    public string Symbol { get; } = symbol;

    public long Updates => Volatile.Read(ref _updates);

    /// <summary>The newest book; null without depth.</summary>
    public DepthSnapshot? Depth
    {
        get => Volatile.Read(ref _depth);
        set => Volatile.Write(ref _depth, value);
    }

    public void Write(in MarketDataUpdate quote)
    {
        Interlocked.Increment(ref _version);
        _quote = quote;
        Interlocked.Increment(ref _version);
        _latency.Add(quote.Latency_ms);
        Volatile.Write(ref _updates, _updates + 1);
    }

    /// <summary>False before the first quote.</summary>
    public bool TryRead(out MarketDataUpdate quote)
    {
        while (true)
        {
            long before = Volatile.Read(ref _version);
            quote = _quote;
            Interlocked.MemoryBarrier();
            if ((before & 1) == 0 && before == Volatile.Read(ref _version))
                return before > 0;
            Thread.SpinWait(4);
        }
    }

    public (double Average_ms, double P50_ms, double P99_ms) Latency() => _latency.Measure();
}

/// <summary>The newest 1,024 latencies. One writer; readers may see a value of a moment later.</summary>
internal sealed class QuoteLatencies
{
    private readonly double[] _values = new double[1_024];
    private long _count;

    public void Add(double latency_ms)
    {
        _values[_count & (_values.Length - 1)] = latency_ms;
        Volatile.Write(ref _count, _count + 1);
    }

    public (double Average_ms, double P50_ms, double P99_ms) Measure()
    {
        int count = (int)Math.Min(Volatile.Read(ref _count), _values.Length);
        if (count == 0)
            return default;
        double[] sorted = _values[..count];
        Array.Sort(sorted);
        return (sorted.Average(), Quantile(sorted, 0.50), Quantile(sorted, 0.99));
    }

    /// <summary>Type 7, as everywhere in the platform.</summary>
    private static double Quantile(double[] sorted, double share)
    {
        double place = share * (sorted.Length - 1);
        int below = (int)place, above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
