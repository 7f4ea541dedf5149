using Platform.Domain.Orders;
using Platform.Executor.Ledger;
using Platform.Executor.Planning;
using Platform.Primitives.Numbers;

namespace Platform.Executor.Execution;

/// <summary>
/// Compares the positions of the exchange with what our fills explain: liquidation, ADL, a manual order at the exchange, or a fill
/// that was never received. The same difference must be seen twice, because a fill may be in flight. Owned by the account's context.
/// </summary>
internal sealed class PositionWatch
{
    private Dictionary<(string, PositionSide), Quantity>? _baseline;
    private readonly Dictionary<(string, PositionSide), Quantity> _filled = [];
    private Dictionary<(string, PositionSide), Quantity> _suspects = [];

    public void Filled(ChildOrder child, Quantity quantity)
    {
        (string, PositionSide) key = (child.Parent.Symbol, child.Parent.PositionSide);
        Quantity signed = child.Parent.Side == Side.Buy ? quantity : -quantity;
        _filled[key] = _filled.GetValueOrDefault(key) + signed;
    }

    /// <summary>Positions that our fills do not explain, with what was expected and what is there. Call while no order is on its way.</summary>
    public IReadOnlyList<string> Compare(PlanningSnapshot snapshot)
    {
        Dictionary<(string, PositionSide), Quantity> live = Held(snapshot);
        if (_baseline is null)
        {
            Adopt(live);
            return [];
        }

        Dictionary<(string, PositionSide), Quantity> different = Differences(live);
        string[] confirmed =
        [
            .. different.Where(pair => _suspects.TryGetValue(pair.Key, out Quantity gap) && gap == pair.Value).Select(pair => pair.Key).Select(key => $"{key.Item1} {key.Item2}: the venue has {live.GetValueOrDefault(key)}, our fills explain {Expected(key)}"),
        ];
        _suspects = different;
        if (different.Count == 0 || confirmed.Length > 0)
            Adopt(live);
        return confirmed;
    }

    /// <summary>
    /// Why the positions cannot be planned on, naming the first: they differ from what our fills explain, and the regular look
    /// has not confirmed it yet. Empty when they are explained, or nothing was seen before.
    /// </summary>
    public string WhyUnexplained(PlanningSnapshot snapshot)
    {
        if (_baseline is null)
            return "";
        Dictionary<(string, PositionSide), Quantity> live = Held(snapshot);
        Dictionary<(string Symbol, PositionSide Side), Quantity> different = Differences(live);
        if (different.Count == 0)
            return "";
        (string Symbol, PositionSide Side) key = different.Keys.First();
        return $"{different.Count} positions are not what our fills explain, such as {key.Symbol} {key.Side}: the exchange has {live.GetValueOrDefault(key)}, expected {Expected(key)}";
    }

    /// <summary>Live minus expected, where that is not zero.</summary>
    private Dictionary<(string, PositionSide), Quantity> Differences(Dictionary<(string, PositionSide), Quantity> live)
    {
        var different = new Dictionary<(string, PositionSide), Quantity>();
        foreach ((string, PositionSide) key in live.Keys.Union(_baseline!.Keys).Union(_filled.Keys))
        {
            Quantity gap = live.GetValueOrDefault(key) - Expected(key);
            if (!gap.IsZero)
                different.Add(key, gap);
        }

        return different;
    }

    private static Dictionary<(string, PositionSide), Quantity> Held(PlanningSnapshot snapshot) => snapshot.Positions
        .Where(position => !position.Quantity.IsZero).ToDictionary(position => (position.Symbol, position.PositionSide), position => position.Quantity);

    private Quantity Expected((string, PositionSide) key) => _baseline!.GetValueOrDefault(key) + _filled.GetValueOrDefault(key);

    private void Adopt(Dictionary<(string, PositionSide), Quantity> live)
    {
        _baseline = live;
        _filled.Clear();
        _suspects.Clear();
    }
}
