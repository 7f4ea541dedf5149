using Platform.Venue.Wire;

namespace Platform.Venue.Faults;

/// <summary>One fault of the plan and how often it matched and struck.</summary>
internal sealed class ActiveFault(int id, FaultRule rule)
{
    public int Id => id;

    public FaultRule Rule => rule;

    public long Matched { get; set; }

    public long Struck { get; set; }
}

/// <summary>
/// The faults in force, by rate or schedule, drawn from a seed and counted. Thread-safe; without faults it costs one read.
/// </summary>
internal sealed class FaultPlan(ulong seed, Func<long> now_ms)
{
    private readonly Lock _gate = new();
    private volatile ActiveFault[] _active = [];
    private ulong _state = seed;
    private int _made;

    public bool IsEmpty => _active.Length == 0;

    public bool ConcernsMessages => _active.Any(fault => fault.Rule.ConcernsMessages);

    public IReadOnlyList<ActiveFault> Active => _active;

    public int Add(FaultRule rule)
    {
        lock (_gate)
        {
            var fault = new ActiveFault(++_made, rule);
            _active = [.. _active, fault];
            return fault.Id;
        }
    }

    /// <summary>Ends one fault, or all when null; false when there is none such.</summary>
    public bool Remove(int? id)
    {
        lock (_gate)
        {
            int before = _active.Length;
            _active = [.. _active.Where(fault => id is not null && fault.Id != id)];
            return _active.Length < before;
        }
    }

    /// <summary>The first fault that strikes this call, of the types given by the caller.</summary>
    public FaultRule? Strike(string method, string path, string key, Func<FaultType, bool> concerns) =>
        Strike(fault => concerns(fault.Type)
            && (fault.Match.Length == 0 || path.Contains(fault.Match, StringComparison.Ordinal))
            && (fault.Method.Length == 0 || fault.Method == method)
            && (fault.Key.Length == 0 || fault.Key == key));

    /// <summary>The first fault that strikes a message of a connection.</summary>
    public FaultRule? StrikeMessage(string subject) =>
        Strike(fault => fault.ConcernsMessages && (fault.Match.Length == 0 || subject.Contains(fault.Match, StringComparison.Ordinal)));

    /// <summary>By how much the server's clock is off now.</summary>
    public long Skew_ms => IsEmpty ? 0 : Strike(static fault => fault.Type == FaultType.ClockSkew)?.Delay_ms ?? 0;

    /// <summary>The answer that a fault gives in place of the real one; null when it gives none.</summary>
    public static ApiError? AnswerOf(FaultRule rule, string address, long now_ms) => rule.Type switch
    {
        FaultType.LostAnswer => new(-1000, "Unknown error, please check your request or try again later.", 503),
        FaultType.TimeoutAfter or FaultType.TimeoutBefore => ApiError.BackendTimeout,
        FaultType.BusError => new(-1006, "An unexpected response was received from the message bus. Execution status unknown.", 503),
        FaultType.Unavailable => new(-1016, "Service Unavailable.", 503),
        FaultType.InternalError => ApiError.Internal,
        FaultType.Throttled => new(-1008, "Request throttled by system-level protection. Reduce-only/close-position orders are exempt. Please try again.", 503),
        FaultType.RateLimited => new(-1003, "Too many requests; current limit is 2400 requests per minute. Please use the websocket for live updates to avoid polling the API.", 429) { RetryAfter_s = 1 },
        FaultType.Banned => new(-1003, $"Way too many requests; IP({address}) banned until {now_ms + 120_000}. Please use the websocket for live updates to avoid bans.", 418) { RetryAfter_s = 120 },
        FaultType.Refused => RefusalTexts.Of(rule.Code),
        _ => null,
    };

    private FaultRule? Strike(Func<FaultRule, bool> matches)
    {
        if (_active.Length == 0)
            return null;
        lock (_gate)
        {
            foreach (ActiveFault fault in _active)
            {
                if (Strikes(fault, matches))
                    return fault.Rule;
            }
        }

        return null;
    }

    private bool Strikes(ActiveFault fault, Func<FaultRule, bool> matches)
    {
        FaultRule rule = fault.Rule;
        long now = rule.From_ms == 0 && rule.Until_ms == 0 ? 0 : now_ms();
        bool inTime = (rule.From_ms == 0 || now >= rule.From_ms) && (rule.Until_ms == 0 || now < rule.Until_ms);
        if (!inTime || (rule.Count > 0 && fault.Struck >= rule.Count) || !matches(rule))
            return false;
        fault.Matched++;
        if (fault.Matched <= rule.After || (rule.Rate < 1 && Draw() >= rule.Rate))
            return false;
        fault.Struck++;
        return true;
    }

    /// <summary>SplitMix64, as a number from 0 to below 1.</summary>
    private double Draw()
    {
        _state += 0x9E3779B97F4A7C15UL;
        ulong mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9UL;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBUL;
        return ((mixed ^ (mixed >> 31)) >> 11) * (1.0 / (1UL << 53));
    }
}
