using Platform.Domain.Orders;
using Platform.Executor.Execution;
using Platform.Executor.Ledger;
using Platform.Executor.Planning;
using Platform.Primitives.Numbers;

namespace Platform.Executor.Reconciliation;

/// <summary>The difference between the exchange and the ledger on one side of one contract.</summary>
/// <param name="Gap">Signed: reported by the exchange minus expected by the ledger.</param>
internal readonly record struct PositionDifference(string Symbol, PositionSide Side, Quantity Shown, Quantity Expected)
{
    public Quantity Gap => Shown - Expected;
}

/// <summary>
/// Compares the positions at the exchange with those that the ledger explains: its fills and adopted differences. A difference must be
/// seen twice, because a fill may be in flight. Owned by the account's context.
/// </summary>
internal sealed class PositionWatch(OrderLedger ledger)
{
    private HashSet<PositionDifference> _suspects = [];

    /// <summary>Every difference of the snapshot, except in contracts with an order whose fills are not all known.</summary>
    public IReadOnlyList<PositionDifference> Differences(PlanningSnapshot snapshot)
    {
        Dictionary<(string, PositionSide), Quantity> shown = snapshot.Positions
            .Where(position => !position.Quantity.IsZero).ToDictionary(position => (position.Symbol, position.PositionSide), position => position.Quantity);
        HashSet<string> moving =
        [
            .. ledger.Working.Where(child => child.State is OrderState.Intended or OrderState.Submitted or OrderState.Unknown).Select(child => child.Parent.Symbol),
            .. ledger.OpenParents.Where(parent => parent.Children.Any(child => child.Executed != child.Booked)).Select(parent => parent.Symbol),
        ];
        return
        [
            .. shown.Keys.Union(ledger.ExpectedPositions.Keys).Where(key => !moving.Contains(key.Item1))
                .Select(key => new PositionDifference(key.Item1, key.Item2, shown.GetValueOrDefault(key), ledger.ExpectedPositions.GetValueOrDefault(key)))
                .Where(difference => !difference.Gap.IsZero),
        ];
    }

    /// <summary>The differences that the previous comparison also found.</summary>
    public IReadOnlyList<PositionDifference> Confirmed(IReadOnlyList<PositionDifference> differences)
    {
        PositionDifference[] confirmed = [.. differences.Where(_suspects.Contains)];
        _suspects = [.. differences.Except(confirmed)];
        return confirmed;
    }

    /// <summary>
    /// The reason why the positions cannot be used for planning, with the first difference: the ledger does not explain them, and the
    /// regular comparison has not classified them yet. Empty when they are explained, or nothing was compared before.
    /// </summary>
    public string WhyUnexplained(PlanningSnapshot snapshot)
    {
        if (ledger.ReconciledAt_ms == 0 || Differences(snapshot) is not { Count: > 0 } different)
            return "";
        return $"{different.Count} positions differ from the ledger, such as {different[0].Symbol} {different[0].Side}: the exchange has {different[0].Shown}, expected {different[0].Expected}";
    }
}
