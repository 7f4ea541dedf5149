using Platform.Primitives.Outcomes;

namespace Platform.Primitives.Numbers;

/// <summary>A price per unit of base asset, exact to 8 decimals in 64 bits. Valid market prices are not negative; a difference of prices can be.</summary>
public readonly record struct Price : IComparable<Price>
{
    /// <summary>Decimals kept: one unit is 10^-8.</summary>
    public const int Scale = 8;

    /// <summary>Number of units in the value 1.</summary>
    public const long One = 100_000_000;

    private Price(long units) => Units = units;

    /// <summary>The value in units of 10^-8.</summary>
    public long Units { get; }

    public static Price Zero => default;

    public static Price MaxValue => new(long.MaxValue);

    public bool IsZero => Units == 0;

    public int Sign => Math.Sign(Units);

    public Price Abs => new(Math.Abs(Units));

    public static Price FromUnits(long units) => new(units);

    /// <summary>Creates the value of an integer; overflow is a programmer's error.</summary>
    public static Price Of(long whole) => new(checked(whole * One));

    /// <summary>Parses constant text; malformed text is a programmer's error. For input use <see cref="TryParse"/>.</summary>
    public static Price Parse(string text)
    {
        Check.That(TryParse(text, out Price value), $"'{text}' is not a decimal with at most 8 decimals");
        return value;
    }

    /// <summary>False on malformed text, on a ninth significant decimal and on overflow.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Price value)
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

    public int CompareTo(Price other) => Units.CompareTo(other.Units);

    public static Price operator +(Price left, Price right) => new(checked(left.Units + right.Units));

    public static Price operator -(Price left, Price right) => new(checked(left.Units - right.Units));

    public static Price operator -(Price value) => new(checked(-value.Units));

    public static bool operator <(Price left, Price right) => left.Units < right.Units;

    public static bool operator >(Price left, Price right) => left.Units > right.Units;

    public static bool operator <=(Price left, Price right) => left.Units <= right.Units;

    public static bool operator >=(Price left, Price right) => left.Units >= right.Units;

    public static Price Min(Price left, Price right) => left <= right ? left : right;

    public static Price Max(Price left, Price right) => left >= right ? left : right;

    /// <summary>Exact product, 16 decimals.</summary>
    public static Notional operator *(Price price, Quantity quantity) => Notional.FromUnits((Int128)price.Units * quantity.Units);

    public static Notional operator *(Quantity quantity, Price price) => price * quantity;

    /// <summary>Largest multiple of the tick at or below a positive price. A zero tick leaves the price as it is.</summary>
    public Price FloorTo(Price tick) => tick.Units <= 0 ? this : new(Units - (((Units % tick.Units) + tick.Units) % tick.Units));

    /// <summary>Smallest multiple of the tick at or above the price.</summary>
    public Price CeilingTo(Price tick)
    {
        Price floor = FloorTo(tick);
        return floor == this ? this : floor + tick;
    }

    /// <summary>True when the price is on the tick grid; a zero tick means no grid.</summary>
    public bool IsMultipleOf(Price tick) => tick.Units <= 0 || Units % tick.Units == 0;
}
