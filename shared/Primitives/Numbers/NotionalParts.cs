using Platform.Primitives.Outcomes;

namespace Platform.Primitives.Numbers;

/// <summary>Converts an exact amount to booked money, to a quantity at a price, and to an average price.</summary>
public static class NotionalParts
{
    /// <summary>Units of 10^-16 in one unit of 10^-8.</summary>
    private const long MoneyUnit = 100_000_000;

    /// <summary>Truncates to 8 decimals, toward zero, as the exchange books amounts (spec/binance-usdm.md §4.8).</summary>
    public static Money Truncate(this Notional amount) => Money.FromUnits(checked((long)(amount.Units / MoneyUnit)));

    /// <summary>Rounds away from zero to 8 decimals; for amounts that must not be understated, such as a fee.</summary>
    public static Money RoundAwayFromZero(this Notional amount)
    {
        (Int128 quotient, Int128 remainder) = Int128.DivRem(amount.Units, MoneyUnit);
        return Money.FromUnits(checked((long)(quotient + Int128.Sign(remainder))));
    }

    /// <summary>Largest quantity with 8 decimals whose cost at the price does not exceed this amount.</summary>
    public static Quantity DivideBy(this Notional amount, Price price)
    {
        Check.That(price.Units > 0, "the price must be positive to compute a quantity");
        return Quantity.FromUnits(checked((long)(amount.Units / price.Units)));
    }

    /// <summary>Average price, truncated to 8 decimals: this amount divided by the quantity.</summary>
    public static Price DivideBy(this Notional amount, Quantity quantity)
    {
        Check.That(!quantity.IsZero, "the quantity must not be zero to compute an average price");
        return Price.FromUnits(checked((long)(amount.Units / quantity.Units)));
    }
}
