using Platform.Primitives.Time;

namespace Platform.Coordinator.Rates;

/// <summary>What a process may spend.</summary>
/// <param name="RetryAfter_ms">Real ms after which to ask again; 0 when granted.</param>
/// <param name="BlockedFor_ms">Platform ms for which the venue wants to hear nothing.</param>
internal readonly record struct WeightAnswer(bool Granted, int Weight, long RetryAfter_ms, long BlockedFor_ms);

/// <summary>
/// The request weight that all processes behind one address share, per venue and minute of the exchange's clock. The last
/// part of each minute's weight is kept for calls that reduce risk. Safe from any thread.
/// </summary>
internal sealed class WeightBudget(int weightPerMinute, double reserved, TimeProvider clock, double clockSpeed)
{
    /// <summary>A block takes at most this part of what is left, so that the first who asks does not empty the minute.</summary>
    private const int BlockPart = 4;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Pool> _pools = new(StringComparer.Ordinal);
    private readonly int _open = (int)(weightPerMinute * (1 - reserved));

    /// <summary>Weight spent in the current minute of a pool.</summary>
    public int Used(string pool)
    {
        lock (_gate)
            return _pools.TryGetValue(pool, out Pool? state) ? state.UsedIn(Minute) : 0;
    }

    /// <summary>Weight spent in the current minute of the pool that spent most.</summary>
    public int Used()
    {
        lock (_gate)
            return _pools.Values.Select(state => state.UsedIn(Minute)).DefaultIfEmpty().Max();
    }

    /// <summary>Takes the weight, and up to the most wanted where there is plenty; weight 0 takes nothing and is granted unless the venue said stop.</summary>
    public WeightAnswer Take(string pool, int weight, int weightMax, bool riskReducing)
    {
        lock (_gate)
        {
            long now_ms = clock.NowMilliseconds();
            Pool state = PoolOf(pool);
            if (state.BlockedUntil_ms > now_ms)
                return new WeightAnswer(false, 0, Real(state.BlockedUntil_ms - now_ms), state.BlockedUntil_ms - now_ms);
            int headroom = (riskReducing ? weightPerMinute : _open) - state.UsedIn(Minute);
            if (weight > Math.Max(0, headroom))
                return new WeightAnswer(false, 0, Real(UnixTime.MillisecondsPerMinute - now_ms % UnixTime.MillisecondsPerMinute), 0);
            int granted = Math.Max(weight, Math.Min(weightMax, headroom / BlockPart));
            state.Use(Minute, state.UsedIn(Minute) + granted);
            return new WeightAnswer(true, granted, 0, 0);
        }
    }

    /// <summary>The venue's own count, where it is of this minute and higher: something else spends weight behind this address.</summary>
    public void Observe(string pool, int used, long minute)
    {
        lock (_gate)
        {
            if (minute == Minute && used > PoolOf(pool).UsedIn(minute))
                PoolOf(pool).Use(minute, used);
        }
    }

    /// <summary>The venue said stop: nothing is granted for so many platform ms. False when as much was known.</summary>
    public bool Block(string pool, long for_ms)
    {
        lock (_gate)
        {
            long until_ms = clock.NowMilliseconds() + for_ms;
            bool longer = until_ms > PoolOf(pool).BlockedUntil_ms;
            if (longer)
                PoolOf(pool).BlockedUntil_ms = until_ms;
            return longer;
        }
    }

    private long Minute => clock.NowMilliseconds() / UnixTime.MillisecondsPerMinute;

    private long Real(long platform_ms) => (long)Math.Ceiling(platform_ms / clockSpeed);

    private Pool PoolOf(string pool)
    {
        if (!_pools.TryGetValue(pool, out Pool? state))
            _pools[pool] = state = new Pool();
        return state;
    }

    private sealed class Pool
    {
        private long _minute;
        private int _used;

        public long BlockedUntil_ms { get; set; }

        public int UsedIn(long minute) => minute == _minute ? _used : 0;

        public void Use(long minute, int used) => (_minute, _used) = (minute, used);
    }
}
