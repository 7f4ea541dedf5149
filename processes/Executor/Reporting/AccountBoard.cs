using Platform.Executor.Ledger;
using Platform.Executor.Planning;
using Platform.Primitives.Numbers;
using Platform.Wire.V1;

namespace Platform.Executor.Reporting;

/// <summary>The newest view of the account, for whoever asks. The room writes, any thread reads.</summary>
internal sealed class AccountBoard(string account)
{
    private readonly Dictionary<string, Quantity> _targets = new(StringComparer.Ordinal);
    private ExecutionRun? _lastRun;
    private volatile AccountEvent _newest = new() { Account = account };

    public AccountEvent Newest => _newest;

    public AccountEvent Saw(PlanningSnapshot snapshot) => _newest = LedgerRows.Account(account, snapshot, _lastRun, _targets);

    public void Ended(ExecutionRun run)
    {
        _lastRun = run;
        foreach (ParentPlanned plan in run.Parents.Select(parent => parent.Plan))
            _targets[plan.Symbol] = plan.Target;
    }
}
