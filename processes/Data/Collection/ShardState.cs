namespace Platform.Data.Collection;

/// <summary>
/// One stream connection as its two sides see it: the connection's thread writes, the market room reads. The exchange clock of
/// spec/quant.md §1.5 is kept per shard.
/// </summary>
internal sealed class ShardState(int number)
{
    private long _messages;
    private int _reconnects;
    private int _malformed;
    private int _lost;
    private long _exchangeClock_ms;

    private volatile bool _retired;

    public int Number { get; } = number;

    /// <summary>Its last symbol has left; the connection ends.</summary>
    public bool IsRetired => _retired;

    public void Retire() => _retired = true;

    public long Messages => Interlocked.Read(ref _messages);

    public int Reconnects => Volatile.Read(ref _reconnects);

    public int Malformed => Volatile.Read(ref _malformed);

    /// <summary>Largest event time seen, Unix ms.</summary>
    public long ExchangeClock_ms => Interlocked.Read(ref _exchangeClock_ms);

    public void CountMessage() => Interlocked.Increment(ref _messages);

    public void CountReconnect() => Interlocked.Increment(ref _reconnects);

    public void CountMalformed() => Interlocked.Increment(ref _malformed);

    /// <summary>Only the connection's thread calls.</summary>
    public void Advance(long event_ms)
    {
        if (event_ms > _exchangeClock_ms)
            Interlocked.Exchange(ref _exchangeClock_ms, event_ms);
    }

    /// <summary>An event of this shard found the queue full.</summary>
    public void MarkLost() => Volatile.Write(ref _lost, 1);

    /// <summary>True once after events were lost.</summary>
    public bool TakeLost() => Volatile.Read(ref _lost) == 1 && Interlocked.Exchange(ref _lost, 0) == 1;
}
