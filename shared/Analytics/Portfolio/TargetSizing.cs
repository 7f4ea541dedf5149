using Platform.Domain.Instruments;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;

namespace Platform.Analytics.Portfolio;

/// <summary>The reason for the quantity of a target.</summary>
public enum SizingVerdict : byte
{
    Sized = 1,

    /// <summary>The weight is zero: the position is closed.</summary>
    ZeroWeight = 2,

    /// <summary>The position would be below the minimum quantity or the minimum notional; the target is zero.</summary>
    BelowMinimum = 3,
}

/// <summary>The quantity computed from a weight.</summary>
/// <param name="Wanted">weight × equity × leverage, signed, before any rounding to the lot.</param>
public readonly record struct SizedTarget(Quantity Quantity, Notional Wanted, SizingVerdict Verdict);

/// <summary>Converts weights to quantities, exactly and without rounding up (spec/quant.md §6.3).</summary>
public static class TargetSizing
{
    private const double WeightUnits = 1e12;
    private const double LeverageUnits = 1e4;
    private const double LargestWeight = 1_000;
    private const double LargestLeverage = 125;

    /// <summary>
    /// Signed target quantity of N = weight × equity × leverage at the price, truncated toward zero to the coarser lot.
    /// The weight is used with 12 decimals, the leverage with 4. Faults (missing price, equity not positive, a weight that
    /// is not finite, a quantity beyond 64 bits) mean "keep the position and alert", not "target zero".
    /// </summary>
    /// <param name="leverage">The strategy's gross leverage; not the exchange's leverage setting.</param>
    public static Result<SizedTarget> Size(Instrument instrument, double weight, Money equity, double leverage, Price price)
    {
        if (price.Units <= 0)
            return Refuse(instrument, $"has the price {price}; sizing needs a price above zero");
        if (equity.Units <= 0)
            return Refuse(instrument, $"cannot be sized with an equity of {equity}; expected an equity above zero");
        if (!(Math.Abs(weight) <= LargestWeight))
            return Refuse(instrument, $"has the weight {weight}; expected a number between -{LargestWeight} and {LargestWeight}");
        if (!(leverage is > 0 and <= LargestLeverage))
            return Refuse(instrument, $"has the leverage {leverage}; expected above 0 and at most {LargestLeverage}");
        Notional wanted = Wanted(weight, equity, leverage);
        if (Int128.Abs(wanted.Units) / price.Units > long.MaxValue)
            return Refuse(instrument, $"would need a quantity beyond 64 bits for {wanted} at {price}");
        Quantity quantity = instrument.TargetQuantity(wanted, price);
        SizingVerdict verdict = (wanted.IsZero, quantity.IsZero) switch
        {
            (true, _) => SizingVerdict.ZeroWeight,
            (false, true) => SizingVerdict.BelowMinimum,
            _ => SizingVerdict.Sized,
        };
        return new SizedTarget(quantity, wanted, verdict);
    }

    /// <summary>weight × equity × leverage, truncated toward zero to 16 decimals; fits in 128 bits within the checked limits.</summary>
    private static Notional Wanted(double weight, Money equity, double leverage)
    {
        // 10^-8 · 10^-12 · 10^-4 = 10^-24; at most 9.3e18 · 1e15 · 1.25e6 in absolute value, so the division by 10^8 is done in two steps.
        var weightUnits = (Int128)Math.Round(weight * WeightUnits, MidpointRounding.ToEven);
        var leverageUnits = (Int128)Math.Round(leverage * LeverageUnits, MidpointRounding.ToEven);
        (Int128 whole, Int128 rest) = Int128.DivRem(equity.Units * weightUnits, 100_000_000);
        return Notional.FromUnits(whole * leverageUnits + rest * leverageUnits / 100_000_000);
    }

    private static Fault Refuse(Instrument instrument, string why) =>
        new(FaultKind.Invalid, $"{instrument.Symbol} {why}. The position is kept unchanged.");
}
