using Platform.Domain.Instruments;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;

namespace Platform.Analytics.Portfolio;

/// <summary>Why a target has the quantity it has.</summary>
public enum SizingVerdict : byte
{
    Sized = 1,

    /// <summary>The weight itself is zero: the position is to be closed.</summary>
    ZeroWeight = 2,

    /// <summary>The lot or the minimum notional does not allow so small a position; the target is zero.</summary>
    BelowMinimum = 3,
}

/// <summary>A weight turned into a quantity.</summary>
/// <param name="Wanted">weight × equity × leverage, signed, before any rounding to the lot.</param>
public readonly record struct SizedTarget(Quantity Quantity, Notional Wanted, SizingVerdict Verdict);

/// <summary>Weight to quantity, exact and never rounded up (spec/quant.md §6.3).</summary>
public static class TargetSizing
{
    private const double WeightUnits = 1e12;
    private const double LeverageUnits = 1e4;
    private const double LargestWeight = 1_000;
    private const double LargestLeverage = 125;

    /// <summary>
    /// Signed target quantity of N = weight × equity × leverage at the price, cut toward zero to the coarser lot.
    /// The weight counts with 12 decimals, the leverage with 4. Faults (missing price, equity not positive, a weight that
    /// is not finite, a quantity beyond 64 bits) mean "keep the position and alert", never "target zero".
    /// </summary>
    /// <param name="leverage">The strategy's gross leverage; not the exchange's leverage setting.</param>
    public static Result<SizedTarget> Size(Instrument instrument, double weight, Money equity, double leverage, Price price)
    {
        if (price.Units <= 0)
            return Refuse(instrument, $"has no price to size with ({price})");
        if (equity.Units <= 0)
            return Refuse(instrument, $"cannot be sized from an equity of {equity}");
        if (!(Math.Abs(weight) <= LargestWeight))
            return Refuse(instrument, $"has the weight {weight}; expected a number between -{LargestWeight} and {LargestWeight}");
        if (!(leverage is > 0 and <= LargestLeverage))
            return Refuse(instrument, $"is to be sized with the leverage {leverage}; expected above 0 and at most {LargestLeverage}");
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

    /// <summary>weight × equity × leverage, cut toward zero to 16 decimals; never above the bound of 128 bits for the limits checked.</summary>
    private static Notional Wanted(double weight, Money equity, double leverage)
    {
        // 10^-8 · 10^-12 · 10^-4 = 10^-24; at most 9.3e18 · 1e15 · 1.25e6 in size, so the division by 10^8 comes in two halves.
        var weightUnits = (Int128)Math.Round(weight * WeightUnits, MidpointRounding.ToEven);
        var leverageUnits = (Int128)Math.Round(leverage * LeverageUnits, MidpointRounding.ToEven);
        (Int128 whole, Int128 rest) = Int128.DivRem(equity.Units * weightUnits, 100_000_000);
        return Notional.FromUnits(whole * leverageUnits + rest * leverageUnits / 100_000_000);
    }

    private static Fault Refuse(Instrument instrument, string why) =>
        new(FaultKind.Invalid, $"{instrument.Symbol} {why}. The position is kept; nothing is ordered for it.");
}
