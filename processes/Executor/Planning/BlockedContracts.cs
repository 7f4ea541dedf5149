using Platform.Contracts;
using Platform.Domain.Orders;
using Platform.Executor.Ledger;

namespace Platform.Executor.Planning;

/// <summary>
/// Removes contracts that cannot be opened from the targets, together with the same weight on the other side, so that a balanced
/// portfolio stays balanced. Positions in them are still reduced.
/// </summary>
internal static class BlockedContracts
{
    /// <param name="leverage">The strategy's gross leverage, by which weights are multiplied.</param>
    public static IReadOnlyList<TargetWeight> LeaveOut(IReadOnlyList<TargetWeight> targets, PlanningSnapshot snapshot, double leverage, List<string> notes)
    {
        double unit = snapshot.Equity.ToDouble() * leverage;
        if (snapshot.Blocked.Count == 0 || !(unit > 0))
            return targets;
        var rows = targets.ToDictionary(row => row.Symbol, StringComparer.Ordinal);
        double lostLong = 0, lostShort = 0;
        foreach ((string symbol, string why) in snapshot.Blocked)
        {
            if (!rows.TryGetValue(symbol, out TargetWeight? row) || row.IsHeld)
                continue;
            double held = HeldWeight(snapshot, symbol, unit);
            double allowed = Math.Sign(held) == Math.Sign(row.Weight) ? Math.Sign(held) * Math.Min(Math.Abs(held), Math.Abs(row.Weight)) : 0;
            double lost = Math.Abs(row.Weight) - Math.Abs(allowed);
            (lostLong, lostShort) = row.Weight > 0 ? (lostLong + lost, lostShort) : (lostLong, lostShort + lost);
            rows[symbol] = row with { Weight = allowed };
            notes.Add($"{symbol}: no position can be opened, so its weight of {row.Weight:0.####} and the same weight on the other side are omitted: {why}");
        }

        double longs = Side(rows.Values, 1), shorts = Side(rows.Values, -1);
        return [.. rows.Values.Select(row => row.IsHeld ? row : row with { Weight = row.Weight * (row.Weight > 0 ? Kept(longs, lostShort) : Kept(shorts, lostLong)) })];
    }

    private static double HeldWeight(PlanningSnapshot snapshot, string symbol, double unit)
    {
        double quantity = snapshot.PositionOf(symbol, PositionSide.Both).ToDouble() + snapshot.PositionOf(symbol, PositionSide.Long).ToDouble() + snapshot.PositionOf(symbol, PositionSide.Short).ToDouble();
        return quantity * snapshot.MarkOf(symbol).ToDouble() / unit;
    }

    private static double Side(IEnumerable<TargetWeight> rows, int sign) => rows.Where(row => !row.IsHeld && Math.Sign(row.Weight) == sign).Sum(row => Math.Abs(row.Weight));

    private static double Kept(double side, double lost) => side > 0 ? Math.Max(0, 1 - lost / side) : 1;
}
