using Platform.Domain.Orders;
using Platform.Executor.Ledger;
using Platform.Executor.Planning;
using Platform.Primitives.Numbers;

namespace Platform.Executor.Execution;

/// <summary>
/// Compares what the venue shows with what our fills explain: liquidation, ADL, a hand on the exchange's page, or a fill
/// that was never told. A difference must be seen twice, because a fill may be on its way. Owned by the account's room.
/// </summary>
internal sealed class PositionWatch
{
    private Dictionary<(string, PositionSide), Quantity>? _baseline;
    private readonly Dictionary<(string, PositionSide), Quantity> _filled = [];
    private HashSet<(string, PositionSide)> _suspects = [];

    public void Filled(ChildOrder child, Quantity quantity)
    {
        (string, PositionSide) key = (child.Parent.Symbol, child.Parent.Plan.PositionSide);
        Quantity signed = child.Parent.Plan.Side == Side.Buy ? quantity : -quantity;
        _filled[key] = _filled.GetValueOrDefault(key) + signed;
    }

    /// <summary>Positions that our fills do not explain, with what was expected and what is there. Call while no order is at work.</summary>
    public IReadOnlyList<string> Compare(PlanningSnapshot snapshot)
    {
        Dictionary<(string, PositionSide), Quantity> live = snapshot.Positions
            .Where(position => !position.Quantity.IsZero).ToDictionary(position => (position.Symbol, position.PositionSide), position => position.Quantity);
        if (_baseline is null)
        {
            Adopt(live);
            return [];
        }

        HashSet<(string, PositionSide)> different = [];
        foreach ((string, PositionSide) key in live.Keys.Union(_baseline.Keys).Union(_filled.Keys))
        {
            if (live.GetValueOrDefault(key) != Expected(key))
                different.Add(key);
        }

        string[] confirmed =
        [
            .. different.Where(_suspects.Contains).Select(key => $"{key.Item1} {key.Item2}: the venue has {live.GetValueOrDefault(key)}, our fills explain {Expected(key)}"),
        ];
        _suspects = different;
        if (different.Count == 0 || confirmed.Length > 0)
            Adopt(live);
        return confirmed;
    }

    private Quantity Expected((string, PositionSide) key) => _baseline!.GetValueOrDefault(key) + _filled.GetValueOrDefault(key);

    private void Adopt(Dictionary<(string, PositionSide), Quantity> live)
    {
        _baseline = live;
        _filled.Clear();
        _suspects.Clear();
    }
}
