using Platform.Primitives.Outcomes;

namespace Platform.Primitives.Numbers;

/// <summary>An amount of margin asset (USDT) as the exchange books it: 8 decimals in 64 bits. Sums of trades use <see cref="Notional"/>.</summary>
public readonly record struct Money : IComparable<Money>
{
    /// <summary>Decimals kept: one unit is 10^-8.</summary>
    public const int Scale = 8;

    /// <summary>Number of units in the value 1.</summary>
    public const long One = 100_000_000;

    private Money(long units) => Units = units;

    /// <summary>The value in units of 10^-8.</summary>
    public long Units { get; }

    public static Money Zero => default;

    public static Money MaxValue => new(long.MaxValue);

    public bool IsZero => Units == 0;

    public int Sign => Math.Sign(Units);

    public Money Abs => new(Math.Abs(Units));

    public static Money FromUnits(long units) => new(units);

    /// <summary>Creates the value of an integer; overflow is a programmer's error.</summary>
    public static Money Of(long whole) => new(checked(whole * One));

    /// <summary>Parses constant text; malformed text is a programmer's error. For input use <see cref="TryParse"/>.</summary>
    public static Money Parse(string text)
    {
        Check.That(TryParse(text, out Money value), $"'{text}' is not a decimal with at most 8 decimals");
        return value;
    }

    /// <summary>False on malformed text, on a ninth significant decimal and on overflow.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Money value)
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

    public int CompareTo(Money other) => Units.CompareTo(other.Units);

    public static Money operator +(Money left, Money right) => new(checked(left.Units + right.Units));

    public static Money operator -(Money left, Money right) => new(checked(left.Units - right.Units));

    public static Money operator -(Money value) => new(checked(-value.Units));

    public static bool operator <(Money left, Money right) => left.Units < right.Units;

    public static bool operator >(Money left, Money right) => left.Units > right.Units;

    public static bool operator <=(Money left, Money right) => left.Units <= right.Units;

    public static bool operator >=(Money left, Money right) => left.Units >= right.Units;

    public static Money Min(Money left, Money right) => left <= right ? left : right;

    public static Money Max(Money left, Money right) => left >= right ? left : right;

    /// <summary>The amount with 16 decimals, for comparison with exact products.</summary>
    public Notional ToNotional() => Notional.FromUnits((Int128)Units * One);
}
