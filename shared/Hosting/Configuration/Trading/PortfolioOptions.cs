using Platform.Hosting.Configuration.Keys;

namespace Platform.Hosting.Configuration.Trading;

/// <summary>What is done to the combined scores before scaling.</summary>
public enum Neutralization
{
    None,
    Dollar,
}

/// <summary>From combined scores to target weights (spec/quant.md §6).</summary>
public sealed record PortfolioOptions
{
    [Key("none, or dollar: longs and shorts each get half of the gross.")]
    public Neutralization Neutralize { get; init; } = Neutralization.None;

    [Key("Sum of |weight| over all symbols.", Min = 0, Max = 10)]
    public double Gross { get; init; } = 1.0;

    [Key("Largest |weight| of one symbol; the excess goes to the other symbols of its side.", Min = 0.001, Max = 1)]
    public double Cap { get; init; } = 0.20;

    [Key("Notional per unit of equity at gross 1. Not the exchange's leverage setting, of which it may be at most half.", Min = 0.01, Max = 60)]
    public double StrategyLeverage { get; init; } = 1.0;

    [Key("Weight changes below this share of equity are not traded.", Min = 0, Max = 1)]
    public double Band { get; init; } = 0.0005;

    [Key("Share of the way from the last weights to the new ones that is taken in one run; 1: all of it.", Min = 0.01, Max = 1)]
    public double Smoothing { get; init; } = 1.0;
}
