using Platform.Domain.Orders;
using Platform.Executor.Ledger;
using Platform.Executor.Execution;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;

namespace Platform.ExecutionFaults.Checks;

/// <summary>
/// Replays the facts of an account one by one and reports every moment that must not be: an order sent while a kill holds, more
/// working than the schedule allows, more filled than planned, a fact that does not fit, a difference that nothing explains.
/// </summary>
internal sealed class JournalChecks(bool allowsUnexplained)
{
    private readonly OrderLedger _ledger = new();
    private readonly List<string> _findings = [];
    private ulong _sequence;

    public IReadOnlyList<string> Findings => _findings;

    public static IReadOnlyList<string> Run(IEnumerable<LedgerRecord> facts, bool allowsUnexplained)
    {
        var checks = new JournalChecks(allowsUnexplained);
        foreach (LedgerRecord fact in facts)
            checks.Take(fact);
        return checks._findings;
    }

    /// <summary>The next fact of the journal.</summary>
    public void Take(LedgerRecord fact)
    {
        if (fact is OrderSignalled { Signal: OrderSignal.Send } send && _ledger.FindOrder(send.ClientOrderId) is { } sent && _ledger.Safety.WhyKilled(sent.Parent.Symbol) is { Length: > 0 } killed)
            Find(fact, $"{send.ClientOrderId} was sent while {killed}");
        Result<Done> applied = _ledger.Apply(fact, ++_sequence);
        if (!applied.IsOk)
            Find(fact, $"the ledger refused {fact}: {applied.Fault.Message}");
        switch (fact)
        {
            case OrderIntended intent when _ledger.FindParent(intent.ParentId) is { } parent:
                CheckTarget(intent, parent);
                break;
            case OrderSignalled signal when _ledger.FindOrder(signal.ClientOrderId) is { } child:
                CheckFilled(fact, child);
                break;
            case FillBooked fill when _ledger.FindOrder(fill.ClientOrderId) is { } child:
                CheckFilled(fact, child);
                break;
            case RunClosed:
                _ledger.Retire();
                break;
            case CommandEnded { Done: true } ended when _ledger.Commands.Find(ended.CommandId) is { Received: { Kind: "flatten" } flatten }:
                CheckFlat(ended, flatten.Symbol);
                break;
            case EquityIndexed { Equity.IsZero: true }:
                Find(fact, "an equity of zero was recorded");
                break;
            case LatchSet { Rule: "overfilled" } latch:
                Find(fact, latch.Message);
                break;
            case PositionAdopted { Verdict: "Unexplained" } adopted when !allowsUnexplained:
                Find(fact, $"{adopted.Symbol} {adopted.Side}: a difference of {adopted.Change} is not explained: {adopted.Detail}");
                break;
        }
    }

    /// <summary>Property 8 of quant.md Appendix B: filled + working + unknown stays at or below the cumulative target.</summary>
    private void CheckTarget(OrderIntended intent, ParentOrder parent)
    {
        if (parent.Schedule is not { } schedule)
        {
            Find(intent, $"{intent.ClientOrderId} belongs to a parent that has not started");
            return;
        }

        Quantity exposed = parent.Children.Aggregate(Quantity.Zero, (sum, child) => sum + (child.State.IsTerminal() ? child.Executed : child.Quantity));
        Quantity allowed = ScheduleChoice.ScheduleOf(parent.Terms, schedule).CumulativeAt(intent.At_ms);
        if (exposed > allowed)
            Find(intent, $"{parent.ParentId} has {exposed} filled or working and its schedule allows {allowed}");
        if (!(intent.Quantity.TruncateTo(schedule.Step) == intent.Quantity))
            Find(intent, $"{intent.ClientOrderId}: {intent.Quantity} is not a multiple of {schedule.Step}");
    }

    private void CheckFlat(LedgerRecord fact, string symbol)
    {
        foreach (((string held, PositionSide side), Quantity quantity) in _ledger.ExpectedPositions.Where(row => symbol.Length == 0 || row.Key.Symbol == symbol))
            Find(fact, $"a flatten ended as done while the ledger holds {held} {side} {quantity}");
    }

    private void CheckFilled(LedgerRecord fact, ChildOrder child)
    {
        if (child.Executed > child.Quantity)
            Find(fact, $"{child.ClientOrderId} filled {child.Executed} of {child.Quantity}");
        if (_ledger.FindParent(child.Parent.ParentId) is { Residual.Sign: < 0 } parent)
            Find(fact, $"{parent.ParentId} filled {parent.Filled} of {parent.Terms.Planned}");
    }

    private void Find(LedgerRecord fact, string what) => _findings.Add($"fact {_sequence} at {fact.At_ms}: {what}");
}
