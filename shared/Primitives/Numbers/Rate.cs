using Platform.Primitives.Outcomes;

namespace Platform.Primitives.Numbers;

/// <summary>A rate applied to money (fee, funding, margin): 8 decimals in 64 bits, so that charges are exact.</summary>
public readonly record struct Rate
{
    public const int Scale = 8;
    private const long One = 100_000_000;

    private Rate(long units) => Units = units;

    /// <summary>The rate in units of 10^-8.</summary>
    public long Units { get; }

    public static Rate Zero => default;

    public static Rate FromUnits(long units) => new(units);

    public static Rate Parse(string text)
    {
        Check.That(TryParse(text, out Rate value), $"'{text}' is not a rate with at most 8 decimals");
        return value;
    }

    public static bool TryParse(ReadOnlySpan<char> text, out Rate value)
    {
        bool ok = FixedText.TryParse(text, Scale, out Int128 units) && units >= long.MinValue && units <= long.MaxValue;
        value = ok ? new((long)units) : default;
        return ok;
    }

    /// <summary>The charge on an exact amount, truncated to 8 decimals, toward zero.</summary>
    public Money Of(Notional amount)
    {
        // Quotient and remainder are multiplied separately so that the product fits in 128 bits.
        (Int128 whole, Int128 rest) = Int128.DivRem(amount.Units, One);
        Int128 scaled = checked(whole * Units + rest * Units / One);
        return Money.FromUnits(checked((long)(scaled / One)));
    }

    public double ToDouble() => Units / (double)One;

    public string ToString(int decimals) => FixedText.Format(Units, Scale, decimals);

    public override string ToString() => FixedText.Format(Units, Scale);
}
