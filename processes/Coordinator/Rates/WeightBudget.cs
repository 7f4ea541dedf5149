using Platform.Primitives.Time;

namespace Platform.Coordinator.Rates;

/// <summary>
/// The request weight that all processes behind one address share, per venue and minute of the exchange's clock. The last
/// part of each minute's weight is kept for calls that reduce risk. Safe from any thread.
/// </summary>
internal sealed class WeightBudget(int weightPerMinute, double reserved, TimeProvider clock, double clockSpeed)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (long Minute, int Used)> _pools = new(StringComparer.Ordinal);
    private readonly int _open = (int)(weightPerMinute * (1 - reserved));

    /// <summary>Weight spent in the current minute of a pool.</summary>
    public int Used(string pool)
    {
        lock (_gate)
            return Current(pool, clock.NowMilliseconds());
    }

    /// <summary>Whether the weight was taken and, if not, after how many real ms to ask again.</summary>
    public (bool Granted, long RetryAfter_ms) Take(string pool, int weight, bool riskReducing)
    {
        lock (_gate)
        {
            long now_ms = clock.NowMilliseconds();
            int used = Current(pool, now_ms);
            int limit = riskReducing ? weightPerMinute : _open;
            if (used + Math.Max(1, weight) > limit)
                return (false, (long)Math.Ceiling((UnixTime.MillisecondsPerMinute - now_ms % UnixTime.MillisecondsPerMinute) / clockSpeed));
            _pools[pool] = (now_ms / UnixTime.MillisecondsPerMinute, used + Math.Max(1, weight));
            return (true, 0);
        }
    }

    private int Current(string pool, long now_ms) =>
        _pools.TryGetValue(pool, out (long Minute, int Used) state) && state.Minute == now_ms / UnixTime.MillisecondsPerMinute ? state.Used : 0;
}
