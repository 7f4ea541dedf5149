using Platform.Primitives.Numbers;
using Platform.Venue.Core.Contract;

namespace Platform.Venue.Core.Accounts;

/// <summary>Leverage brackets: how much notional each leverage allows, and what must be kept against it (spec/binance-usdm.md §8).</summary>
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

    /// <summary>Tables by the rank of the contract: the first two, the next thirty, the rest.</summary>
    public static IReadOnlyList<Bracket> ForRank(int rank) => Build(rank < 2 ? Major : rank < 32 ? Middle : Minor);

    /// <summary>The bracket in force: floor &lt; notional ≤ cap; the last one beyond every cap.</summary>
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

    /// <summary>N · rate − cum, cut to 8 decimals.</summary>
    public static Money Maintenance(IReadOnlyList<Bracket> brackets, Notional notional)
    {
        Bracket bracket = At(brackets, notional.Truncate());
        return Money.Max(Money.Zero, bracket.MaintenanceRate.Of(notional) - bracket.Cumulative);
    }

    /// <summary>The same table without the brackets above a leverage: the first that is left begins at nothing. Empty when none is left.</summary>
    public static IReadOnlyList<Bracket> UpTo(IReadOnlyList<Bracket> brackets, int leverage) =>
        Build([.. brackets.Where(bracket => bracket.Leverage <= leverage).Select(bracket => (bracket.Leverage, bracket.NotionalCap, bracket.MaintenanceRate.ToString()))]);

    /// <summary>cum_b = floor_b · (rate_b − rate_{b−1}) + cum_{b−1}.</summary>
    private static Bracket[] Build((int Leverage, long Cap, string Rate)[] rows)
    {
        var built = new Bracket[rows.Length];
        long actions = 0;
        Money cumulative = Money.Zero;
        Rate previous = Rate.Zero;
        for (int i = 0; i < rows.Length; i++)
        {
            Rate rate = Rate.Parse(rows[i].Rate);
            if (i > 0)
                cumulative += Rate.FromUnits(rate.Units - previous.Units).Of(Money.Of(actions).ToNotional());
            built[i] = new Bracket(i + 1, rows[i].Leverage, rows[i].Cap, actions, rate, cumulative);
            (actions, previous) = (rows[i].Cap, rate);
        }

        return built;
    }
}
