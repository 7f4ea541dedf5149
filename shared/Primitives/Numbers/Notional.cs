using Platform.Primitives.Outcomes;

namespace Platform.Primitives.Numbers;

/// <summary>An exact product of price and quantity, or a sum of such products: 16 decimals in 128 bits.</summary>
public readonly record struct Notional : IComparable<Notional>
{
    /// <summary>Decimals kept: one unit is 10^-16.</summary>
    public const int Scale = 16;

    private Notional(Int128 units) => Units = units;

    /// <summary>The value in units of 10^-16.</summary>
    public Int128 Units { get; }

    public static Notional Zero => default;

    public bool IsZero => Units == 0;

    public Notional Abs => new(Int128.Abs(Units));

    public static Notional FromUnits(Int128 units) => new(units);

    /// <summary>Parses constant text; malformed text is a programmer's error. For input use <see cref="TryParse"/>.</summary>
    public static Notional Parse(string text)
    {
        Check.That(TryParse(text, out Notional value), $"'{text}' is not a decimal with at most 16 decimals");
        return value;
    }

    public static bool TryParse(ReadOnlySpan<char> text, out Notional value)
    {
        bool ok = FixedText.TryParse(text, Scale, out Int128 units);
        value = new(units);
        return ok;
    }

    /// <summary>For statistics and display only; must not be converted back to money.</summary>
    public double ToDouble() => (double)Units / 1e16;

    public string ToString(int decimals) => FixedText.Format(Units, Scale, decimals);

    public override string ToString() => FixedText.Format(Units, Scale);

    public int CompareTo(Notional other) => Units.CompareTo(other.Units);

    public static Notional operator +(Notional left, Notional right) => new(checked(left.Units + right.Units));

    public static Notional operator -(Notional left, Notional right) => new(checked(left.Units - right.Units));

    public static Notional operator -(Notional value) => new(checked(-value.Units));

    public static bool operator <(Notional left, Notional right) => left.Units < right.Units;

    public static bool operator >(Notional left, Notional right) => left.Units > right.Units;

    public static bool operator <=(Notional left, Notional right) => left.Units <= right.Units;

    public static bool operator >=(Notional left, Notional right) => left.Units >= right.Units;
}
