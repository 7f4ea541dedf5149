using Platform.Analytics.Risk;
using Platform.Executor.Ledger;
using Platform.Executor.Planning;
using Platform.Hosting.Alerts;
using Platform.Primitives.Outcomes;

namespace Platform.Executor.Reconciliation;

/// <summary>Settings of the comparison between an account's ledger and the exchange.</summary>
/// <param name="Every">Real time between two comparisons of orders; positions are compared on every snapshot.</param>
/// <param name="IsPaper">True in a dry run, which has nothing at the exchange to compare with.</param>
internal sealed record ReconciliationRules(TimeSpan Every, bool IsPaper, AlertPublisher Alerts, TimeProvider Clock, TimeProvider RealTime);

/// <summary>
/// Compares the ledger with the exchange at the start, after every reconnect and at intervals, and gives each difference a verdict:
/// adopted, cancelled as orphaned, foreign, or explained. An unexplained difference allows only reductions until an operator resets it.
/// Runs on the account's context.
/// </summary>
internal sealed class AccountReconciliation(
    AccountJournal journal, OrderComparison orders, PositionWatch positions, PositionExplanation explanation, ReconciliationRules rules)
{
    private const string Rule = "reconciliation";

    /// <summary>Platform ms between two facts that only confirm agreement.</summary>
    private const long AgreedEvery_ms = 300_000;

    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _compared;
    private bool _isAsked = true;

    /// <summary>Completes when ledger and exchange agreed, or every difference had its verdict, for the first time since the start.</summary>
    public Task Opened => _opened.Task;

    /// <summary>True until the first comparison is done; the next read should follow soon.</summary>
    public bool IsPending => !_opened.Task.IsCompleted;

    /// <summary>The stream was interrupted: orders are compared at the next read.</summary>
    public void Ask() => _isAsked = true;

    /// <summary>Compares the snapshot, and the open orders when they are due.</summary>
    public async Task LookAsync(PlanningSnapshot snapshot, CancellationToken cancel)
    {
        if (rules.IsPaper)
        {
            _opened.TrySetResult();
            return;
        }

        bool isDue = _isAsked || rules.RealTime.GetElapsedTime(_compared) >= rules.Every;
        if (isDue)
        {
            _isAsked = false;
            if (!await orders.CompareAsync(cancel))
            {
                _isAsked = true;
                return;
            }

            _compared = rules.RealTime.GetTimestamp();
        }

        if (await ComparePositionsAsync(snapshot, cancel) && !_isAsked)
            RecordAgreement(snapshot.At_ms);
    }

    private OrderLedger Ledger => journal.Ledger;

    private void RecordAgreement(long at_ms)
    {
        if (at_ms - Ledger.ReconciledAt_ms >= AgreedEvery_ms)
            journal.Record(new LedgerReconciled(at_ms));
        _opened.TrySetResult();
    }

    /// <summary>True when every difference has its verdict.</summary>
    private async Task<bool> ComparePositionsAsync(PlanningSnapshot snapshot, CancellationToken cancel)
    {
        IReadOnlyList<PositionDifference> differences = positions.Differences(snapshot);
        if (Ledger.ReconciledAt_ms == 0)
        {
            foreach (PositionDifference found in differences)
                Adopt(found, DifferenceVerdict.FirstSeen, "the position existed before this ledger began and is not changed");
            journal.Record(new LedgerReconciled(snapshot.At_ms));
            return true;
        }

        int classified = 0;
        foreach (PositionDifference difference in positions.Confirmed(differences))
        {
            Result<(DifferenceVerdict Verdict, string Detail)> explained = await explanation.ExplainAsync(difference, Ledger.ReconciledAt_ms, cancel);
            if (!explained.IsOk)
                continue;
            Adopt(difference, explained.Value.Verdict, explained.Value.Detail);
            classified++;
        }

        return classified == differences.Count;
    }

    private void Adopt(PositionDifference difference, DifferenceVerdict verdict, string detail)
    {
        long now_ms = rules.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        string what = $"{difference.Symbol} {difference.Side}: the exchange has {difference.Shown}, the ledger explains {difference.Expected}: {verdict}, {detail}";
        journal.Record(new PositionAdopted(now_ms, difference.Symbol, difference.Side, difference.Gap, verdict.ToString(), detail));
        bool isWarning = verdict is DifferenceVerdict.FirstSeen or DifferenceVerdict.Foreign or DifferenceVerdict.Settled;
        rules.Alerts.RaiseIncident("position_difference", isWarning ? AlertSeverity.Warning : AlertSeverity.Critical, what);
        if (verdict == DifferenceVerdict.Unexplained && Ledger.Safety.FindLatch(Rule) is null)
            journal.Record(new LatchSet(now_ms, Rule, RiskAction.ReduceOnly, what));
    }
}
