namespace Platform.Exchanges.Quotes.Engine;

/// <summary>What is known of the connections of one exchange. Any thread.</summary>
internal sealed class ExchangeConnections(string exchange, int expected)
{
    private readonly Lock _gate = new();
    private readonly HashSet<int> _up = [];
    private long _heartbeat_ns;
    private long _validFrom_ns;
    private long _malformed;
    private long _reconnects, _gaps, _refused;
    private string _lastReason = "";
    private int _isConnected;

    public bool IsConnected => Volatile.Read(ref _isConnected) == 1;

    public long Heartbeat_ns => Volatile.Read(ref _heartbeat_ns);

    /// <summary>Quotes that arrived earlier do not count: a connection was lost since.</summary>
    public long ValidFrom_ns => Volatile.Read(ref _validFrom_ns);

    public void Heartbeat(long received_ns) => Volatile.Write(ref _heartbeat_ns, received_ns);

    public void Up(int connection)
    {
        lock (_gate)
        {
            _up.Add(connection);
            Volatile.Write(ref _isConnected, _up.Count >= expected ? 1 : 0);
        }
    }

    public void Down(int connection, long now_ns, string reason)
    {
        lock (_gate)
        {
            if (_up.Remove(connection))
                _reconnects++;
            _lastReason = reason;
            Volatile.Write(ref _isConnected, 0);
            Volatile.Write(ref _validFrom_ns, now_ns);
        }
    }

    public void CountGap()
    {
        lock (_gate)
            _gaps++;
    }

    public void CountRefusal(string message)
    {
        lock (_gate)
            (_refused, _lastReason) = (_refused + 1, message);
    }

    public void CountMalformed() => Interlocked.Increment(ref _malformed);

    public ConnectionStatus Measure(long now_ns)
    {
        lock (_gate)
        {
            double? age_s = Heartbeat_ns == 0 ? null : (now_ns - Heartbeat_ns) / 1e9;
            return new ConnectionStatus(exchange, IsConnected, expected, age_s, _reconnects, _gaps, _refused, Interlocked.Read(ref _malformed), _lastReason);
        }
    }
}
