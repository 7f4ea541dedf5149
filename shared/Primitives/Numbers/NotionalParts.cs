using Platform.Primitives.Outcomes;

namespace Platform.Primitives.Numbers;

/// <summary>From an exact amount back to booked money, to a quantity at a price, and to an average price.</summary>
public static class NotionalParts
{
    /// <summary>Units of 10^-16 in one unit of 10^-8.</summary>
    private const long MoneyUnit = 100_000_000;

    /// <summary>Cut toward zero to 8 decimals, as the exchange books amounts (spec/binance-usdm.md §4.8).</summary>
    public static Money Truncate(this Notional amount) => Money.FromUnits(checked((long)(amount.Units / MoneyUnit)));

    /// <summary>Cut away from zero to 8 decimals; for what must not be understated, such as a fee.</summary>
    public static Money RoundAwayFromZero(this Notional amount)
    {
        (Int128 quotient, Int128 remainder) = Int128.DivRem(amount.Units, MoneyUnit);
        return Money.FromUnits(checked((long)(quotient + Int128.Sign(remainder))));
    }

    /// <summary>Largest quantity, cut to 8 decimals, whose cost at the price does not exceed this amount.</summary>
    public static Quantity DivideBy(this Notional amount, Price price)
    {
        Check.That(price.Units > 0, "a quantity needs a positive price");
        return Quantity.FromUnits(checked((long)(amount.Units / price.Units)));
    }

    /// <summary>Average price cut to 8 decimals: this amount over a quantity.</summary>
    public static Price DivideBy(this Notional amount, Quantity quantity)
    {
        Check.That(!quantity.IsZero, "an average price needs a quantity");
        return Price.FromUnits(checked((long)(amount.Units / quantity.Units)));
    }
}
