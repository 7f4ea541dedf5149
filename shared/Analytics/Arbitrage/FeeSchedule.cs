namespace Platform.Analytics.Arbitrage;

/// <summary>One tier of an exchange's fees.</summary>
/// <param name="Name">As the exchange calls it, lower case.</param>
public sealed record FeeTier(string Name, double Maker_bps, double Taker_bps);

/// <summary>Published base fees of the exchanges for perpetual contracts (other-venues.md); the first tier of a list is the default.</summary>
public static class FeeSchedule
{
    private static readonly Dictionary<string, FeeTier[]> s_tiers = new(StringComparer.Ordinal)
    {
        ["binance"] = [new("regular", 2.0, 5.0)],
        ["okx"] = [new("regular", 2.0, 5.0)],
        ["hyperliquid"] = [new("base", 1.5, 4.5)],
        ["paradex"] = [new("pro", 0, 4.5), new("retail", 0, 2.4)],
    };

    /// <summary>Tiers of an exchange; empty for one that is not known.</summary>
    public static IReadOnlyList<FeeTier> TiersOf(string exchange) => s_tiers.TryGetValue(exchange, out FeeTier[]? tiers) ? tiers : [];

    /// <summary>The named tier, or the first without a name; null when there is none.</summary>
    public static FeeTier? Find(string exchange, string? tier = null) =>
        TiersOf(exchange).FirstOrDefault(other => tier is null || other.Name == tier);
}
