using Platform.Hosting.Configuration.Keys;

namespace Platform.Hosting.Configuration.Trading;

/// <summary>The neutralisation of combined scores before scaling.</summary>
public enum Neutralization
{
    None,
    Dollar,
}

/// <summary>How a position changes from long to short, or the reverse, in one-way mode.</summary>
public enum PositionFlip
{
    TwoStep,
    Single,
}

/// <summary>From combined scores to target weights (spec/quant.md §6).</summary>
public sealed record PortfolioOptions
{
    [Key("none: no neutralisation. dollar: longs and shorts each get half of the gross.")]
    public Neutralization Neutralize { get; init; } = Neutralization.None;

    [Key("Sum of |weight| over all symbols.", Min = 0, Max = 10)]
    public double Gross { get; init; } = 1.0;

    [Key("Maximum |weight| of one symbol; the excess is distributed over the other symbols of its side.", Min = 0.001, Max = 1)]
    public double Cap { get; init; } = 0.20;

    [Key("Notional per unit of equity at gross 1. It is not the exchange's leverage setting and must not exceed half of it.", Min = 0.01, Max = 60)]
    public double StrategyLeverage { get; init; } = 1.0;

    [Key("Weight changes below this share of equity are not traded.", Min = 0, Max = 1)]
    public double Band { get; init; } = 0.0005;

    [Key("How a position changes sides in one-way mode. two_step: a reduce-only close, and an opening order when the close is filled. single: one order through zero, as two steps where the account may only reduce.")]
    public PositionFlip Flip { get; init; } = PositionFlip.TwoStep;

    [Key("Weight of the new weights in the blend with the previous ones in one run; 1: only the new weights.", Min = 0.01, Max = 1)]
    public double Smoothing { get; init; } = 1.0;
}
