using Platform.Primitives.Outcomes;

namespace Platform.Primitives.Numbers;

/// <summary>A signed quantity of base asset (or contracts), exact to 8 decimals in 64 bits.</summary>
public readonly record struct Quantity : IComparable<Quantity>
{
    /// <summary>Decimals kept: one unit is 10^-8.</summary>
    public const int Scale = 8;

    /// <summary>Number of units in the value 1.</summary>
    public const long One = 100_000_000;

    private Quantity(long units) => Units = units;

    /// <summary>The value in units of 10^-8.</summary>
    public long Units { get; }

    public static Quantity Zero => default;

    public static Quantity MaxValue => new(long.MaxValue);

    public bool IsZero => Units == 0;

    public int Sign => Math.Sign(Units);

    public Quantity Abs => new(Math.Abs(Units));

    public static Quantity FromUnits(long units) => new(units);

    /// <summary>Creates the value of an integer; overflow is a programmer's error.</summary>
    public static Quantity Of(long whole) => new(checked(whole * One));

    /// <summary>Parses constant text; malformed text is a programmer's error. For input use <see cref="TryParse"/>.</summary>
    public static Quantity Parse(string text)
    {
        Check.That(TryParse(text, out Quantity value), $"'{text}' is not a decimal with at most 8 decimals");
        return value;
    }

    /// <summary>False on malformed text, on a ninth significant decimal and on overflow.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Quantity value)
    {
        bool ok = FixedText.TryParse(text, Scale, out Int128 units) && units >= long.MinValue && units <= long.MaxValue;
        value = ok ? new((long)units) : default;
        return ok;
    }

    /// <summary>For statistics and display only; must not be converted back to money.</summary>
    public double ToDouble() => Units / (double)One;

    /// <summary>Text with exactly this many decimals, truncated beyond them.</summary>
    public string ToString(int decimals) => FixedText.Format(Units, Scale, decimals);

    public override string ToString() => FixedText.Format(Units, Scale);

    public int CompareTo(Quantity other) => Units.CompareTo(other.Units);

    public static Quantity operator +(Quantity left, Quantity right) => new(checked(left.Units + right.Units));

    public static Quantity operator -(Quantity left, Quantity right) => new(checked(left.Units - right.Units));

    public static Quantity operator -(Quantity value) => new(checked(-value.Units));

    public static bool operator <(Quantity left, Quantity right) => left.Units < right.Units;

    public static bool operator >(Quantity left, Quantity right) => left.Units > right.Units;

    public static bool operator <=(Quantity left, Quantity right) => left.Units <= right.Units;

    public static bool operator >=(Quantity left, Quantity right) => left.Units >= right.Units;

    public static Quantity Min(Quantity left, Quantity right) => left <= right ? left : right;

    public static Quantity Max(Quantity left, Quantity right) => left >= right ? left : right;

    /// <summary>Truncates to a multiple of the step, toward zero; the sign stays. A zero step changes nothing.</summary>
    public Quantity TruncateTo(Quantity step) => step.Units <= 0 ? this : new(Units / step.Units * step.Units);

    /// <summary>True when the quantity is on the step grid; a zero step means no grid.</summary>
    public bool IsMultipleOf(Quantity step) => step.Units <= 0 || Units % step.Units == 0;
}
