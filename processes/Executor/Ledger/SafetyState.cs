using Platform.Analytics.Risk;

namespace Platform.Executor.Ledger;

/// <summary>
/// The permission of an account to send orders (running, reduce-only, paused or killed, for the account and by symbol), and the rules
/// that wait for an operator. Part of the ledger: only facts change it, so that holds survive a restart. Owned by the account's context.
/// </summary>
internal sealed class SafetyState
{
    private readonly SortedDictionary<(string Symbol, HoldKind Kind), Hold> _holds = [];
    private readonly SortedDictionary<string, Latch> _latches = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, double> _limits = new(StringComparer.Ordinal);

    public IReadOnlyCollection<Hold> Holds => _holds.Values;

    public IReadOnlyCollection<Latch> Latches => _latches.Values;

    /// <summary>Limits that an operator changed, by their key in the section risk.</summary>
    public IReadOnlyDictionary<string, double> Limits => _limits;

    public bool IsHeld(HoldKind kind, string symbol = "") => _holds.ContainsKey((symbol, kind));

    public Latch? FindLatch(string rule) => _latches.GetValueOrDefault(rule);

    /// <summary>The reason why only cancels may be sent; empty when orders are allowed.</summary>
    /// <param name="symbol">Empty for the account as a whole.</param>
    public string WhyKilled(string symbol) => Why(HoldKind.Killed, symbol, "the kill switch is on");

    /// <summary>The reason why a run must not begin and parents of a run must send nothing; empty when they may.</summary>
    /// <param name="symbol">Empty for the account as a whole.</param>
    public string WhyNoTrade(string symbol) =>
        WhyKilled(symbol) is { Length: > 0 } killed ? killed
        : Why(HoldKind.Paused, symbol, "trading is paused") is { Length: > 0 } paused ? paused
        : WhyLatched(RiskAction.Pause);

    /// <summary>The reason why no position may be opened; empty when positions may grow.</summary>
    public string WhyReduceOnly(string symbol) =>
        Why(HoldKind.ReduceOnly, symbol, "only reductions are sent") is { Length: > 0 } why ? why : WhyLatched(RiskAction.ReduceOnly);

    /// <summary>The reason why an order must not be sent now; empty when it may. Checked again immediately before its bytes are sent.</summary>
    /// <param name="isTrade">False for a parent of an operator's flatten, to which a pause does not apply.</param>
    /// <param name="reduces">The order can only make a position smaller.</param>
    public string WhyNot(string symbol, bool isTrade, bool reduces)
    {
        string why = isTrade ? WhyNoTrade(symbol) : WhyKilled(symbol);
        return why.Length > 0 || reduces ? why : WhyReduceOnly(symbol);
    }

    /// <summary>All holds and latches as text; empty when there are none.</summary>
    public string Describe() => string.Join(", ", _holds.Values.Select(hold => $"{(hold.Symbol.Length == 0 ? "" : hold.Symbol + " ")}{Spell(hold.Kind)} by {hold.By}")
        .Concat(_latches.Values.Select(latch => $"{latch.Rule} waits for a reset")));

    public static string Spell(HoldKind kind) => kind switch { HoldKind.Killed => "killed", HoldKind.Paused => "paused", _ => "reduce-only" };

    public SafetyCheckpoint Checkpoint() => new([.. _holds.Values], [.. _latches.Values], new Dictionary<string, double>(_limits));

    public void Restore(SafetyCheckpoint point)
    {
        foreach (Hold hold in point.Holds)
            _holds[(hold.Symbol, hold.Kind)] = hold;
        foreach (Latch latch in point.Latches)
            _latches[latch.Rule] = latch;
        foreach ((string key, double value) in point.Limits)
            _limits[key] = value;
    }

    /// <summary>Applies a fact about holds, latches or limits; false when the fact is about something else.</summary>
    public bool TryApply(LedgerRecord fact)
    {
        switch (fact)
        {
            case HoldSet set:
                _holds.TryAdd((set.Symbol, set.Kind), new Hold(set.Kind, set.Symbol, set.By, set.Reason, set.At_ms));
                return true;
            case HoldEnded ended:
                _holds.Remove((ended.Symbol, ended.Kind));
                return true;
            case LatchSet set:
                _latches[set.Rule] = new Latch(set.Rule, set.Action, set.Message, set.At_ms);
                return true;
            case LatchReset reset:
                _latches.Remove(reset.Rule);
                return true;
            case LimitChanged { Value: { } value } change:
                _limits[change.Key] = value;
                return true;
            case LimitChanged back:
                _limits.Remove(back.Key);
                return true;
            default:
                return false;
        }
    }

    private string Why(HoldKind kind, string symbol, string what)
    {
        if (!_holds.TryGetValue(("", kind), out Hold? hold) && (symbol.Length == 0 || !_holds.TryGetValue((symbol, kind), out hold)))
            return "";
        string scope = hold.Symbol.Length == 0 ? "" : $" for {hold.Symbol}";
        return hold.Reason.Length == 0 ? what + scope : $"{what}{scope}: {hold.Reason}";
    }

    /// <summary>A latch with a stricter action includes the milder ones.</summary>
    private string WhyLatched(RiskAction atLeast) =>
        _latches.Values.FirstOrDefault(latch => latch.Action >= atLeast) is { } latch ? $"{latch.Message} (clear it with platform reset)" : "";
}
