using Platform.Primitives.Numbers;
using Platform.Venue.Core.Contract;

namespace Platform.Venue.Core.Accounts;

/// <summary>What an account pays to make and to take, by its tier: the published schedule of regular and VIP 1 to 9 users.</summary>
internal readonly record struct FeeRates(Rate Maker, Rate Taker);

internal static class FeeTiers
{
    public const int Highest = 9;

    private static readonly FeeRates[] Rates =
    [
        Of("0.0002", "0.0005"), Of("0.00016", "0.0004"), Of("0.00014", "0.00035"), Of("0.00012", "0.00032"), Of("0.0001", "0.0003"),
        Of("0.00008", "0.00027"), Of("0.00006", "0.00025"), Of("0.00004", "0.00022"), Of("0.00002", "0.0002"), Of("0", "0.00017"),
    ];

    /// <summary>Tier 0 pays what the options say.</summary>
    public static FeeRates At(int tier, ExchangeOptions options) => tier == 0 ? new FeeRates(options.MakerFee, options.TakerFee) : Rates[tier];

    private static FeeRates Of(string maker, string taker) => new(Rate.Parse(maker), Rate.Parse(taker));
}
