namespace Platform.Cli.TradeStream.Flow;

/// <summary>Percentiles of the latencies of the newest trades, in milliseconds; type 7, as in the whole platform.</summary>
internal readonly record struct LatencyPercentiles(int Count, double P50_ms, double P95_ms, double P99_ms, double Min_ms)
{
    /// <summary>Smallest possible lag of the local clock behind the exchange's; zero when no latency is negative.</summary>
    public double ClockOffset_ms => Count > 0 ? Math.Max(0, -Min_ms) : 0;
}

/// <summary>The latencies of the newest 8,192 trades. Single-threaded.</summary>
internal sealed class LatencyWindow
{
    private readonly double[] _values = new double[8_192];
    private readonly double[] _sorted = new double[8_192];
    private int _count;
    private int _next;

    public void Add(double latency_ms)
    {
        _values[_next] = latency_ms;
        _next = (_next + 1) & (_values.Length - 1);
        _count = Math.Min(_count + 1, _values.Length);
    }

    public LatencyPercentiles Measure()
    {
        if (_count == 0)
            return default;
        Array.Copy(_values, _sorted, _count);
        Array.Sort(_sorted, 0, _count);
        return new LatencyPercentiles(_count, Quantile(0.50), Quantile(0.95), Quantile(0.99), _sorted[0]);
    }

    private double Quantile(double share)
    {
        double place = share * (_count - 1);
        int below = (int)place;
        int above = Math.Min(below + 1, _count - 1);
        return _sorted[below] + (place - below) * (_sorted[above] - _sorted[below]);
    }
}
