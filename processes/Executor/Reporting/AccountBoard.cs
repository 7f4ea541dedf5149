using Platform.Analytics.Execution;
using Platform.Domain.Orders;
using Platform.Executor.Ledger;
using Platform.Executor.Parents;
using Platform.Executor.Planning;
using Platform.Primitives.Numbers;
using Platform.Wire.V1;

namespace Platform.Executor.Reporting;

/// <summary>The newest view of the account, for whoever asks. The account's context writes, any thread reads.</summary>
internal sealed class AccountBoard(string account, OrderLedger ledger)
{
    private readonly Dictionary<string, Quantity> _targets = new(StringComparer.Ordinal);
    private ExecutionRun? _lastRun;
    private volatile AccountEvent _newest = new() { Account = account };

    public AccountEvent Newest => _newest;

    public AccountEvent Saw(PlanningSnapshot snapshot) => _newest = LedgerRows.Account(account, snapshot, _lastRun, TargetsAt(snapshot.At_ms));

    public void Ended(ExecutionRun run)
    {
        _lastRun = run;
        foreach (ParentTerms plan in run.Parents.Select(parent => parent.Terms))
            _targets[plan.Symbol] = plan.Target;
    }

    /// <summary>While a parent works, its symbol's target is the position its schedule asks for by now (quant.md §8.4).</summary>
    private Dictionary<string, Quantity> TargetsAt(long now_ms)
    {
        var targets = new Dictionary<string, Quantity>(_targets, StringComparer.Ordinal);
        var ahead = new Dictionary<string, Quantity>(StringComparer.Ordinal);
        foreach (ParentOrder parent in ledger.OpenParents)
        {
            ExecutionSchedule? schedule = parent.Schedule is { } terms ? ScheduleChoice.ScheduleOf(parent.Terms, terms) : null;
            Quantity left = parent.Terms.Planned - (schedule?.CumulativeAt(now_ms) ?? Quantity.Zero);
            ahead[parent.Symbol] = ahead.GetValueOrDefault(parent.Symbol) + Quantity.FromUnits((long)parent.Terms.Side * left.Units);
            targets[parent.Symbol] = parent.Terms.Target;
        }

        foreach ((string symbol, Quantity quantity) in ahead)
            targets[symbol] -= quantity;
        return targets;
    }
}
