using Platform.Analytics.Risk;
using Platform.Executor.Ledger;
using Platform.Executor.Planning;
using Platform.Hosting.Alerts;
using Platform.Primitives.Outcomes;

namespace Platform.Executor.Reconciliation;

/// <summary>How an account is compared with the exchange.</summary>
/// <param name="Every">Real time between two comparisons of orders; positions are compared on every snapshot.</param>
/// <param name="IsPaper">A dry run has nothing at the exchange to compare with.</param>
internal sealed record ReconciliationRules(TimeSpan Every, bool IsPaper, AlertPublisher Alerts, TimeProvider Clock, TimeProvider RealTime);

/// <summary>
/// Holds the ledger against the exchange at start, after every reconnect and at intervals, and gives each difference a verdict:
/// adopted, cancelled as orphaned, foreign, or explained; what nothing explains lets only reductions through until an operator
/// has looked. Runs on the account's context.
/// </summary>
internal sealed class AccountReconciliation(
    AccountJournal journal, OrderComparison orders, PositionWatch positions, PositionExplanation explanation, ReconciliationRules rules)
{
    private const string Rule = "reconciliation";

    /// <summary>Platform ms between two facts that say only that all agreed.</summary>
    private const long AgreedEvery_ms = 300_000;

    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Differences without an explanation, with the time at which each was first judged so.</summary>
    private readonly Dictionary<PositionDifference, long> _unexplained = [];
    private long _compared;
    private bool _isAsked = true;

    /// <summary>Ends when ledger and exchange agreed, or every difference had its verdict, for the first time in this life.</summary>
    public Task Opened => _opened.Task;

    /// <summary>True while the first comparison is not done: the next look should come soon.</summary>
    public bool IsPending => !_opened.Task.IsCompleted;

    /// <summary>The stream was away: orders are compared at the next look.</summary>
    public void Ask() => _isAsked = true;

    /// <summary>Compares the snapshot, and the open orders when it is time.</summary>
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
            Agree(snapshot.At_ms);
    }

    private OrderLedger Ledger => journal.Ledger;

    private void Agree(long at_ms)
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
                Adopt(found, DifferenceVerdict.FirstSeen, "it was there before this ledger began and is left alone");
            journal.Record(new LedgerReconciled(snapshot.At_ms));
            return true;
        }

        int judged = 0;
        foreach (PositionDifference gone in _unexplained.Keys.Except(differences).ToArray())
            _unexplained.Remove(gone);
        foreach (PositionDifference difference in positions.Confirmed(differences).Where(difference => !IsWaiting(difference)))
        {
            Result<(DifferenceVerdict Verdict, string Detail)> explained = await explanation.ExplainAsync(difference, Ledger.ReconciledAt_ms, cancel);
            if (!explained.IsOk || (explained.Value.Verdict == DifferenceVerdict.Unexplained && !IsLasting(difference, explained.Value.Detail)))
                continue;
            Adopt(difference, explained.Value.Verdict, explained.Value.Detail);
            judged++;
        }

        return judged == differences.Count;
    }

    private bool IsWaiting(PositionDifference difference) =>
        _unexplained.TryGetValue(difference, out long since) && rules.RealTime.GetElapsedTime(since) < rules.Every;

    /// <summary>
    /// An answer that the account's own trades contradict may not be true: only one that stays the same for the interval of the
    /// comparisons is believed. Nothing is opened meanwhile.
    /// </summary>
    private bool IsLasting(PositionDifference difference, string detail)
    {
        if (_unexplained.Remove(difference))
            return true;
        _unexplained[difference] = rules.RealTime.GetTimestamp();
        if (Ledger.Safety.FindLatch(Rule) is null)
            journal.Record(new LatchSet(Now_ms, Rule, RiskAction.ReduceOnly, Describe(difference, DifferenceVerdict.Unexplained, detail)));
        return false;
    }

    private long Now_ms => rules.Clock.GetUtcNow().ToUnixTimeMilliseconds();

    private static string Describe(PositionDifference difference, DifferenceVerdict verdict, string detail) =>
        $"{difference.Symbol} {difference.Side}: the exchange has {difference.Shown}, the ledger explains {difference.Expected}: {verdict}, {detail}";

    private void Adopt(PositionDifference difference, DifferenceVerdict verdict, string detail)
    {
        long now_ms = Now_ms;
        string what = Describe(difference, verdict, detail);
        journal.Record(new PositionAdopted(now_ms, difference.Symbol, difference.Side, difference.Gap, verdict.ToString(), detail));
        bool isWarning = verdict is DifferenceVerdict.FirstSeen or DifferenceVerdict.Foreign or DifferenceVerdict.Settled;
        rules.Alerts.RaiseIncident("position_difference", isWarning ? AlertSeverity.Warning : AlertSeverity.Critical, what);
    }
}
