using Platform.Venue.Gateway.Wire;

namespace Platform.Venue.Gateway.Faults;

/// <summary>One fault of the plan, with its numbers of matches and injections.</summary>
internal sealed class ActiveFault(int id, FaultRule rule, ulong seed)
{
    private ulong _state = seed ^ ((ulong)id * 0xD1342543DE82EF95UL);

    public int Id => id;

    public FaultRule Rule => rule;

    public long Matched { get; set; }

    public long Injected { get; set; }

    /// <summary>Counts one match; returns true when the fault must be injected.</summary>
    public bool ShouldInject()
    {
        Matched++;
        long turn = Matched - rule.After;
        if (turn <= 0 || turn % rule.Every != 0 || (rule.Rate < 1 && Draw() >= rule.Rate))
            return false;
        Injected++;
        return true;
    }

    /// <summary>A random number in [0, 1) by SplitMix64. Every fault has its own sequence, so faults are independent.</summary>
    private double Draw()
    {
        _state += 0x9E3779B97F4A7C15UL;
        ulong mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9UL;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBUL;
        return ((mixed ^ (mixed >> 31)) >> 11) * (1.0 / (1UL << 53));
    }
}

/// <summary>
/// The active faults. Decides from a seed which calls and messages a fault is injected into, and counts matches and injections. Thread-safe; without faults a check is one memory read.
/// </summary>
internal sealed class FaultPlan(ulong seed, Func<long> now_ms)
{
    private readonly Lock _gate = new();
    private volatile ActiveFault[] _active = [];
    private int _made;

    public bool IsEmpty => _active.Length == 0;

    public bool ConcernsMessages => _active.Any(fault => fault.Rule.ConcernsMessages);

    public IReadOnlyList<ActiveFault> Active => _active;

    /// <summary>Virtual time, Unix ms.</summary>
    public long Now_ms => now_ms();

    public int Add(FaultRule rule)
    {
        lock (_gate)
        {
            var fault = new ActiveFault(++_made, rule.At(now_ms()), seed);
            _active = [.. _active, fault];
            return fault.Id;
        }
    }

    /// <summary>Removes one fault, or all when null; returns false when there is none.</summary>
    public bool Remove(int? id)
    {
        lock (_gate)
        {
            int before = _active.Length;
            _active = [.. _active.Where(fault => id is not null && fault.Id != id)];
            return _active.Length < before;
        }
    }

    /// <summary>Removes all faults and restarts their ids at 1.</summary>
    public void Restart()
    {
        lock (_gate)
            (_active, _made) = ([], 0);
    }

    public ActiveFault? Find(int id) => _active.FirstOrDefault(fault => fault.Id == id);

    /// <summary>Counts a scheduled action that is due; returns true when it must be run.</summary>
    public bool ShouldInjectNow(ActiveFault fault)
    {
        lock (_gate)
            return _active.Contains(fault) && !IsSpent(fault) && fault.ShouldInject();
    }

    /// <summary>Returns the first fault of the requested types that is injected into a call; null for none.</summary>
    public FaultRule? Inject(string method, string path, string key, Func<FaultType, bool> concerns) =>
        Inject(fault => concerns(fault.Type)
            && (fault.Match.Length == 0 || path.Contains(fault.Match, StringComparison.Ordinal))
            && (fault.Method.Length == 0 || fault.Method == method)
            && (fault.Key.Length == 0 || fault.Key == key));

    /// <summary>Returns the first fault that is injected into a message of a connection at a virtual time, Unix ms; null for none.</summary>
    public FaultRule? InjectMessage(string subject, long at_ms) =>
        Inject(fault => fault.ConcernsMessages && (fault.Match.Length == 0 || subject.Contains(fault.Match, StringComparison.Ordinal)), at_ms);

    /// <summary>Current skew of the server time, ms.</summary>
    public long Skew_ms => IsEmpty ? 0 : Inject(static fault => fault.Type == FaultType.ClockSkew)?.Delay_ms ?? 0;

    /// <summary>The error response of a fault; null when the fault does not replace the response.</summary>
    public static ApiError? AnswerOf(FaultRule rule, string address, long now_ms) => rule.Type switch
    {
        FaultType.LostAnswer => new(-1000, "Unknown error, please check your request or try again later.", 503),
        FaultType.TimeoutAfter or FaultType.TimeoutBefore => ApiError.BackendTimeout,
        FaultType.BusError => new(-1006, "An unexpected response was received from the message bus. Execution status unknown.", 503),
        FaultType.Unavailable => new(0, "Service Unavailable.", 503),
        FaultType.Maintenance => new(1, "System is under maintenance.", 503),
        FaultType.InternalError => ApiError.Internal,
        FaultType.Throttled => new(-1008, "Request throttled by system-level protection. Reduce-only/close-position orders are exempt. Please try again.", 503),
        FaultType.RateLimited => new(-1003, "Too many requests; current limit is 2400 requests per minute. Please use the websocket for live updates to avoid polling the API.", 429) { RetryAfter_s = 1 },
        FaultType.Banned => new(-1003, $"Way too many requests; IP({address}) banned until {now_ms + 120_000}. Please use the websocket for live updates to avoid bans.", 418) { RetryAfter_s = 120 },
        FaultType.Refused => RefusalTexts.Of(rule.Code),
        _ => null,
    };

    private FaultRule? Inject(Func<FaultRule, bool> matches, long? at_ms = null)
    {
        if (_active.Length == 0)
            return null;
        lock (_gate)
        {
            foreach (ActiveFault fault in _active)
            {
                if (IsInTime(fault.Rule, at_ms) && !IsSpent(fault) && matches(fault.Rule) && fault.ShouldInject())
                    return fault.Rule;
            }
        }

        return null;
    }

    private bool IsInTime(FaultRule rule, long? at_ms)
    {
        if (rule.From_ms == 0 && rule.Until_ms == 0)
            return true;
        long now = at_ms ?? now_ms();
        return now >= rule.From_ms && (rule.Until_ms == 0 || now < rule.Until_ms);
    }

    private static bool IsSpent(ActiveFault fault) => fault.Rule.Count > 0 && fault.Injected >= fault.Rule.Count;
}
