using Platform.Analytics.Risk;
using Platform.Executor.Ledger;
using Platform.Executor.Planning;
using Platform.Hosting.Alerts;
using Platform.Hosting.Configuration.Trading;
using Platform.Primitives.Numbers;

namespace Platform.Executor.Risk;

/// <summary>Inputs of the watch that are not part of a snapshot.</summary>
/// <param name="StreamDown_ms">Real ms without the user stream; 0 while it is up.</param>
/// <param name="ClockOffset_ms">Exchange time minus platform time, in real ms.</param>
internal readonly record struct ConnectionHealth(double StreamDown_ms, double ClockOffset_ms);

/// <summary>
/// Evaluates the account on every snapshot (quant.md §8.3, §8.5). A rule that is violated on two snapshots in a row triggers its action:
/// some actions apply while the rule is violated, the others until an operator resets them. Owned by the account's context.
/// </summary>
internal sealed class RiskWatch(AccountJournal journal, EquityWatch equity, RiskOptions configured, AlertPublisher alerts, TimeProvider clock)
{
    private readonly HashSet<string> _suspects = new(StringComparer.Ordinal);
    private OutcomeStreak _streak;

    /// <summary>Called on the context when a rule requires every position to be closed: the rule and its message.</summary>
    public event Action<string, string>? FlattenAsked;

    /// <summary>Called for every fact: counts outcomes of orders in a row.</summary>
    public void Follow(LedgerRecord fact)
    {
        if (fact is LatchReset)
            _streak = default;
        else if (fact is OrderSignalled { Signal: not Domain.Orders.OrderSignal.Reject } or OrderSignalled { Refusal: true })
            _streak = _streak.After(((OrderSignalled)fact).Signal);
    }

    public async Task EvaluateAsync(PlanningSnapshot snapshot, ConnectionHealth connection, CancellationToken cancel)
    {
        RiskOptions options = RiskLimits.With(configured, journal.Ledger.Safety.Limits);
        EquityIndex index = equity.Estimate(snapshot);
        bool isSure = false;
        if (equity.IsDue || index.DailyLoss > options.DailyLossMax || index.Drawdown > options.DrawdownMax)
        {
            EquityIndex? sampled = await equity.SampleAsync(snapshot, cancel);
            (index, isSure) = (sampled ?? index, sampled is not null);
        }

        AccountHealth health = Describe(snapshot, connection) with { DailyLoss = isSure ? index.DailyLoss : 0, Drawdown = isSure ? index.Drawdown : 0 };
        Dictionary<string, RiskBreach> broken = AccountRisk.Check(health, RiskLimits.OfAccount(options)).ToDictionary(breach => breach.Rule, StringComparer.Ordinal);
        foreach (RiskBreach breach in broken.Values.Where(breach => _suspects.Contains(breach.Rule)))
            Act(breach);
        _suspects.Clear();
        _suspects.UnionWith(broken.Keys);
        foreach (Latch over in journal.Ledger.Safety.Latches.Where(latch => RiskLimits.Passing.Contains(latch.Rule) && !broken.ContainsKey(latch.Rule)).ToArray())
            journal.Record(new LatchReset(clock.GetUtcNow().ToUnixTimeMilliseconds(), over.Rule, "risk", "within its limit again"));
    }

    private AccountHealth Describe(PlanningSnapshot snapshot, ConnectionHealth connection)
    {
        double equityNow = snapshot.Equity.ToDouble(), wallet = snapshot.Totals.WalletBalance.ToDouble();
        double gross = 0, distance = double.PositiveInfinity;
        foreach (var position in snapshot.Positions.Where(position => !position.Quantity.IsZero))
        {
            gross += Math.Abs((position.MarkPrice * position.Quantity).ToDouble());
            double away = AccountRisk.LiquidationDistance(position.MarkPrice.ToDouble(), position.LiquidationPrice.ToDouble());
            distance = double.IsNaN(away) ? away : Math.Min(distance, away);
        }

        return new AccountHealth(
            equityNow > 0 ? snapshot.Totals.MaintenanceMargin.ToDouble() / equityNow : double.NaN, wallet > 0 ? snapshot.Totals.AvailableBalance.ToDouble() / wallet : double.NaN,
            distance, equityNow > 0 ? gross / equityNow : double.NaN, 0, 0, connection.StreamDown_ms, connection.ClockOffset_ms, _streak.Rejects, _streak.Unknowns);
    }

    private void Act(RiskBreach breach)
    {
        if (breach.Action == RiskAction.None)
        {
            alerts.RaiseIncident(breach.Rule, AlertSeverity.Warning, breach.Message);
            return;
        }

        if (journal.Ledger.Safety.FindLatch(breach.Rule) is { } latch && latch.Action >= breach.Action)
            return;
        journal.Record(new LatchSet(clock.GetUtcNow().ToUnixTimeMilliseconds(), breach.Rule, breach.Action, breach.Message));
        if (breach.Action == RiskAction.Flatten)
            FlattenAsked?.Invoke(breach.Rule, breach.Message);
    }
}
