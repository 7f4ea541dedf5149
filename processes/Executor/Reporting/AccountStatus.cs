using Platform.Analytics.Execution;
using Platform.Domain.Orders;
using Platform.Executor.Execution;
using Platform.Executor.Ledger;
using Platform.Executor.Planning;
using Platform.Primitives.Numbers;
using Platform.Wire.V1;

namespace Platform.Executor.Reporting;

/// <summary>The newest state of the account. The account's context writes, any thread reads.</summary>
internal sealed class AccountStatus
{
    private readonly string _account;
    private readonly OrderLedger _ledger;
    private readonly Dictionary<string, HeldTarget> _targets = new(StringComparer.Ordinal);
    private ExecutionRun? _lastRun;
    private volatile AccountEvent _newest;

    /// <param name="ledger">Replayed before: the targets of an earlier process remain in force.</param>
    public AccountStatus(string account, OrderLedger ledger)
    {
        (_account, _ledger, _newest) = (account, ledger, new AccountEvent { Account = account });
        foreach (ExecutionRun run in ledger.Runs.Where(run => run.IsClosed))
            Ended(run);
    }

    public AccountEvent Newest => _newest;

    public AccountEvent Saw(PlanningSnapshot snapshot) => _newest = LedgerRows.Account(_account, snapshot, _lastRun, TargetsAt(snapshot.At_ms));

    public void Ended(ExecutionRun run)
    {
        _lastRun = run;
        foreach (ParentTerms terms in run.Parents.Select(parent => parent.Terms))
            _targets[terms.Symbol] = TargetOf(terms);
    }

    /// <summary>While a parent is open, its symbol's target is the position that its schedule requires at this time (quant.md §8.4).</summary>
    private Dictionary<string, HeldTarget> TargetsAt(long now_ms)
    {
        var targets = new Dictionary<string, HeldTarget>(_targets, StringComparer.Ordinal);
        var ahead = new Dictionary<string, Quantity>(StringComparer.Ordinal);
        foreach (ParentOrder parent in _ledger.OpenParents)
        {
            ExecutionSchedule? schedule = parent.Schedule is { } terms ? ScheduleChoice.ScheduleOf(parent.Terms, terms) : null;
            Quantity left = parent.Terms.Planned - (schedule?.CumulativeAt(now_ms) ?? Quantity.Zero);
            ahead[parent.Symbol] = ahead.GetValueOrDefault(parent.Symbol) + Quantity.FromUnits((long)parent.Terms.Side * left.Units);
            targets[parent.Symbol] = TargetOf(parent.Terms);
        }

        foreach ((string symbol, Quantity quantity) in ahead)
            targets[symbol] = targets[symbol] with { Quantity = targets[symbol].Quantity - quantity };
        return targets;
    }

    private static HeldTarget TargetOf(ParentTerms terms) => new(terms.Target, terms.Arrival, terms.PositionSide != PositionSide.Both);
}
