using Platform.Primitives.Outcomes;

namespace Platform.Primitives.Numbers;

/// <summary>
/// A sum of quantities, exact to 8 decimals in 128 bits: the daily volume of a cheap contract exceeds the range of <see cref="Quantity"/>.
/// </summary>
public readonly record struct Volume : IComparable<Volume>
{
    /// <summary>Decimals kept: one unit is 10^-8, as of a quantity.</summary>
    public const int Scale = Quantity.Scale;

    private Volume(Int128 units) => Units = units;

    /// <summary>The value in units of 10^-8.</summary>
    public Int128 Units { get; }

    public static Volume Zero => default;

    public bool IsZero => Units == 0;

    public static Volume FromUnits(Int128 units) => new(units);

    /// <summary>Parses constant text; malformed text is a programmer's error. For input use <see cref="TryParse"/>.</summary>
    public static Volume Parse(string text)
    {
        Check.That(TryParse(text, out Volume value), $"'{text}' is not a decimal with at most 8 decimals");
        return value;
    }

    /// <summary>False on malformed text, on a ninth significant decimal and on overflow.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Volume value)
    {
        bool ok = FixedText.TryParse(text, Scale, out Int128 units);
        value = new(units);
        return ok;
    }

    /// <summary>For statistics and display only; must not be converted back to money.</summary>
    public double ToDouble() => (double)Units / Quantity.One;

    public override string ToString() => FixedText.Format(Units, Scale);

    public int CompareTo(Volume other) => Units.CompareTo(other.Units);

    /// <summary>Every quantity is a volume. The reverse conversion could overflow and is not offered.</summary>
    public static implicit operator Volume(Quantity quantity) => new(quantity.Units);

    public static Volume operator +(Volume left, Volume right) => new(checked(left.Units + right.Units));

    public static Volume operator -(Volume left, Volume right) => new(checked(left.Units - right.Units));

    public static bool operator <(Volume left, Volume right) => left.Units < right.Units;

    public static bool operator >(Volume left, Volume right) => left.Units > right.Units;

    public static bool operator <=(Volume left, Volume right) => left.Units <= right.Units;

    public static bool operator >=(Volume left, Volume right) => left.Units >= right.Units;
}
