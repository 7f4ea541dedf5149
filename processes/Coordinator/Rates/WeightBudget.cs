using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;

namespace Platform.Coordinator.Rates;

/// <summary>The answer to a request for weight.</summary>
/// <param name="RetryAfter_ms">Real ms after which to retry; 0 when granted.</param>
/// <param name="BlockedFor_ms">Platform ms for which the exchange has blocked requests.</param>
internal readonly record struct WeightAnswer(bool Granted, int Weight, long RetryAfter_ms, long BlockedFor_ms);

/// <summary>Limits of the budget of every pool.</summary>
/// <param name="PerMinute">Weight of one minute, for all callers together.</param>
/// <param name="Reserved">Share of it for calls that reduce risk, 0 to 0.9.</param>
/// <param name="Callers">The processes that may request weight, such as data and executor-account1.</param>
internal sealed record WeightLimits(int PerMinute, double Reserved, IReadOnlySet<string> Callers);

/// <summary>
/// The request weight that all processes behind one IP address share, per exchange interface (pool) and minute of the exchange's clock.
/// One part of each minute's weight is reserved for calls that reduce risk, and a share of both parts for each caller. Thread-safe.
/// </summary>
internal sealed class WeightBudget(WeightLimits limits, TimeProvider clock, double clockSpeed)
{
    /// <summary>Bound on pools: the REST interfaces that one configuration can name, with a margin for a changed configuration.</summary>
    private const int PoolsMax = 16;

    /// <summary>
    /// A grant above the requested weight takes at most the remaining weight divided by this, so that one caller does not use up the
    /// minute.
    /// </summary>
    private const int BlockPart = 4;

    /// <summary>Largest plausible weight count of an exchange; a report above it is not used.</summary>
    private const int CountMax = 1_000_000;

    /// <summary>The longest ban of the exchange.</summary>
    private static readonly TimeSpan s_longestBlock = TimeSpan.FromDays(3);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Pool> _pools = new(StringComparer.Ordinal);
    private readonly int _open = (int)(limits.PerMinute * (1 - limits.Reserved));

    /// <summary>Weight spent in the current minute of a pool.</summary>
    public int Used(string pool)
    {
        lock (_gate)
            return _pools.TryGetValue(pool, out Pool? state) ? state.At(Minute).Used : 0;
    }

    /// <summary>Weight spent in the current minute of the pool that spent most.</summary>
    public int Used()
    {
        lock (_gate)
            return _pools.Values.Select(state => state.At(Minute).Used).DefaultIfEmpty().Max();
    }

    /// <summary>Invalid or Exhausted when the budget does not know the caller, the pools are at their bound, or the numbers are out of range.</summary>
    public Fault? Check(string pool, string caller, int weight, int weightMax)
    {
        if (!limits.Callers.Contains(caller))
            return new Fault(FaultKind.Invalid, $"'{caller}' is not a caller of the weight budget; expected one of {string.Join(", ", limits.Callers.Order(StringComparer.Ordinal))}.");
        if (weight < 0 || weight > limits.PerMinute)
            return new Fault(FaultKind.Invalid, $"weight is {weight}; expected 0 to {limits.PerMinute} (coordinator.weight_per_minute).");
        if (weightMax < 0)
            return new Fault(FaultKind.Invalid, $"weight_max is {weightMax}; expected 0 or more.");
        lock (_gate)
        {
            return pool.Length == 0 || (!_pools.ContainsKey(pool) && _pools.Count >= PoolsMax)
                ? new Fault(FaultKind.Exhausted, $"pool '{pool}': expected host and port of a REST interface, and at most {PoolsMax} different ones.")
                : null;
        }
    }

    /// <summary>
    /// Grants the weight, or more up to the maximum while enough is left. Weight 0 spends nothing and is granted unless the exchange has
    /// blocked requests.
    /// </summary>
    public WeightAnswer Take(string pool, string caller, int weight, int weightMax, bool riskReducing)
    {
        lock (_gate)
        {
            long now_ms = clock.NowMilliseconds();
            Pool state = PoolOf(pool).At(Minute);
            if (state.BlockedUntil_ms > now_ms)
                return new WeightAnswer(false, 0, Real(state.BlockedUntil_ms - now_ms), state.BlockedUntil_ms - now_ms);
            int ordinary = state.Ordinary.HeadroomOf(caller);
            int headroom = riskReducing
                ? Math.Min(ordinary + state.Reserve.HeadroomOf(caller), limits.PerMinute - state.Used)
                : Math.Min(ordinary, _open - (state.Used - state.Reserve.Spent));
            if (weight > Math.Max(0, headroom))
                return new WeightAnswer(false, 0, Real(UnixTime.MillisecondsPerMinute - now_ms % UnixTime.MillisecondsPerMinute), 0);
            int granted = Math.Max(weight, Math.Min(weightMax, headroom / BlockPart));
            state.Ordinary.Spend(caller, Math.Min(granted, ordinary));
            state.Reserve.Spend(caller, granted - Math.Min(granted, ordinary));
            state.Used += granted;
            return new WeightAnswer(true, granted, 0, 0);
        }
    }

    /// <summary>
    /// Adopts the exchange's own count when it is of this minute and higher: another program uses the same IP address. False when the
    /// count is not plausible.
    /// </summary>
    public bool Observe(string pool, int used, long minute)
    {
        if (used is < 0 or > CountMax)
            return false;
        lock (_gate)
        {
            if (minute == Minute && used > PoolOf(pool).At(minute).Used)
                PoolOf(pool).Used = Math.Min(used, limits.PerMinute);
            return true;
        }
    }

    /// <summary>
    /// Records that the exchange blocked requests: nothing is granted for that many platform ms, at most three days. False when the block
    /// is already known.
    /// </summary>
    public bool Block(string pool, long for_ms)
    {
        lock (_gate)
        {
            long until_ms = clock.NowMilliseconds() + Math.Clamp(for_ms, 0, (long)s_longestBlock.TotalMilliseconds);
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
            _pools[pool] = state = new Pool(new FairShare(_open, limits.Callers.Count), new FairShare(limits.PerMinute - _open, limits.Callers.Count));
        return state;
    }

    private sealed class Pool(FairShare ordinary, FairShare reserve)
    {
        private long _minute;

        public FairShare Ordinary => ordinary;

        public FairShare Reserve => reserve;

        public int Used { get; set; }

        public long BlockedUntil_ms { get; set; }

        /// <summary>This pool, reset when a new minute has begun.</summary>
        public Pool At(long minute)
        {
            if (minute != _minute)
            {
                (_minute, Used) = (minute, 0);
                ordinary.Clear();
                reserve.Clear();
            }

            return this;
        }
    }
}
