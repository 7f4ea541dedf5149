using Platform.Primitives.Numbers;
using Platform.Venue.Core.Contract;

namespace Platform.Venue.Core.Accounts;

/// <summary>Leverage brackets: the maximum notional of each leverage, and the maintenance margin that it requires (spec/binance-usdm.md §8).</summary>
internal static class Brackets
{
    private static readonly (int Leverage, long Cap, string Rate)[] Major =
    [
        (125, 300_000, "0.004"), (100, 800_000, "0.005"), (75, 3_000_000, "0.0065"), (50, 12_000_000, "0.01"), (25, 70_000_000, "0.02"),
        (20, 100_000_000, "0.025"), (10, 230_000_000, "0.05"), (5, 480_000_000, "0.1"), (4, 600_000_000, "0.125"), (3, 800_000_000, "0.15"),
        (2, 1_200_000_000, "0.25"), (1, 1_800_000_000, "0.5"),
    ];

    private static readonly (int Leverage, long Cap, string Rate)[] Middle =
    [
        (100, 50_000, "0.005"), (75, 150_000, "0.0065"), (50, 750_000, "0.01"), (25, 1_500_000, "0.02"), (20, 3_000_000, "0.025"),
        (10, 8_000_000, "0.05"), (5, 16_000_000, "0.1"), (4, 20_000_000, "0.125"), (2, 40_000_000, "0.25"), (1, 60_000_000, "0.5"),
    ];

    private static readonly (int Leverage, long Cap, string Rate)[] Minor =
    [
        (75, 5_000, "0.01"), (50, 25_000, "0.015"), (25, 150_000, "0.02"), (20, 300_000, "0.025"), (10, 1_000_000, "0.05"),
        (5, 2_000_000, "0.1"), (4, 2_500_000, "0.125"), (2, 5_000_000, "0.25"), (1, 10_000_000, "0.5"),
    ];

    /// <summary>The brackets of a contract by its rank: one table for ranks 0 and 1, one for ranks 2 to 31, one for the rest.</summary>
    public static IReadOnlyList<Bracket> ForRank(int rank) => Build(rank < 2 ? Major : rank < 32 ? Middle : Minor);

    /// <summary>The bracket of a notional: floor &lt; notional ≤ cap; the last bracket for a notional above every cap.</summary>
    public static Bracket At(IReadOnlyList<Bracket> brackets, Money notional)
    {
        foreach (Bracket bracket in brackets)
        {
            if (notional <= Money.Of(bracket.NotionalCap))
                return bracket;
        }

        return brackets[^1];
    }

    public static long CapFor(IReadOnlyList<Bracket> brackets, int leverage)
    {
        long cap = brackets[0].NotionalCap;
        foreach (Bracket bracket in brackets)
        {
            if (bracket.Leverage >= leverage)
                cap = bracket.NotionalCap;
        }

        return cap;
    }

    /// <summary>Maintenance margin of a notional N: N · rate − cum, truncated to 8 decimals.</summary>
    public static Money Maintenance(IReadOnlyList<Bracket> brackets, Notional notional)
    {
        Bracket bracket = At(brackets, notional.Truncate());
        return Money.Max(Money.Zero, bracket.MaintenanceRate.Of(notional) - bracket.Cumulative);
    }

    /// <summary>The brackets up to a leverage; the first of them gets the notional floor 0. Empty when there is none.</summary>
    public static IReadOnlyList<Bracket> UpTo(IReadOnlyList<Bracket> brackets, int leverage) =>
        Build([.. brackets.Where(bracket => bracket.Leverage <= leverage).Select(bracket => (bracket.Leverage, bracket.NotionalCap, bracket.MaintenanceRate.ToString()))]);

    /// <summary>Builds brackets from (leverage, cap, rate) rows: cum_b = floor_b · (rate_b − rate_{b−1}) + cum_{b−1}.</summary>
    private static Bracket[] Build((int Leverage, long Cap, string Rate)[] rows)
    {
        var built = new Bracket[rows.Length];
        long floor = 0;
        Money cumulative = Money.Zero;
        Rate previous = Rate.Zero;
        for (int i = 0; i < rows.Length; i++)
        {
            Rate rate = Rate.Parse(rows[i].Rate);
            if (i > 0)
                cumulative += Rate.FromUnits(rate.Units - previous.Units).Of(Money.Of(floor).ToNotional());
            built[i] = new Bracket(i + 1, rows[i].Leverage, rows[i].Cap, floor, rate, cumulative);
            (floor, previous) = (rows[i].Cap, rate);
        }

        return built;
    }
}
