namespace Platform.Data.Ingest;

/// <summary>
/// State of one stream connection, shared by two threads: the connection's thread writes, market ingest reads. The exchange clock of
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
    private volatile bool _isUp;
    private CancellationTokenSource _life = new();

    public int Number { get; } = number;

    /// <summary>True while its streams are connected. Market ingest writes; any thread reads.</summary>
    public bool IsUp
    {
        get => _isUp;
        set => _isUp = value;
    }

    /// <summary>True once its last symbol has left; the connection then ends.</summary>
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

    /// <summary>Called by the connection's thread only.</summary>
    public void Advance(long event_ms)
    {
        if (event_ms > _exchangeClock_ms)
            Interlocked.Exchange(ref _exchangeClock_ms, event_ms);
    }

    /// <summary>Records that an event of this shard was dropped at a full queue.</summary>
    public void MarkLost() => Volatile.Write(ref _lost, 1);

    /// <summary>True once after events were dropped.</summary>
    public bool TakeLost() => Volatile.Read(ref _lost) == 1 && Interlocked.Exchange(ref _lost, 0) == 1;

    /// <summary>Starts one connection attempt, which <see cref="Restart"/> ends. Called by the connection only.</summary>
    public void Begin(CancellationTokenSource life) => Volatile.Write(ref _life, life);

    /// <summary>Ends the connection so that it is reopened; for a stream that is connected and delivers nothing. Any thread.</summary>
    public void Restart()
    {
        try
        {
            Volatile.Read(ref _life).Cancel();
        }
        catch (ObjectDisposedException)
        {
            // No connection is open at this moment.
        }
    }
}

/// <summary>All stream connections since the start, by number. Symbol admission adds; any thread reads.</summary>
internal sealed class ShardStates
{
    private volatile ShardState[] _all = [];

    public IReadOnlyList<ShardState> All => _all;

    /// <summary>Connections whose streams are connected.</summary>
    public int Up => _all.Count(shard => shard.IsUp);

    public void Add(ShardState shard) => _all = [.. _all, shard];
}
