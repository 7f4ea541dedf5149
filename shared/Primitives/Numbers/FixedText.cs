using System.Globalization;

namespace Platform.Primitives.Numbers;

/// <summary>Converts decimal text to scaled integers and back, exactly; used by every fixed-point type.</summary>
public static class FixedText
{
    public const int MaxScale = 16;

    private static readonly long[] PowersOfTen = BuildPowers();

    /// <summary>10 to the given power, 0 to 18.</summary>
    public static long PowerOfTen(int exponent) => PowersOfTen[exponent];

    /// <summary>
    /// Parses plain decimal text ("-12.5", "3", ".5", "1e-7") into units of 10^-scale.
    /// False on empty or malformed text, on non-zero digits beyond the scale, and on overflow.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, int scale, out Int128 units)
    {
        units = 0;
        int index = 0, exponent = 0, fraction = 0;
        bool negative = false, digits = false, point = false;
        if (index < text.Length && text[index] is '-' or '+')
            negative = text[index++] == '-';
        int end = text.IndexOfAny('e', 'E');
        if (end >= 0)
        {
            if (!int.TryParse(text[(end + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent) || Math.Abs(exponent) > 40)
                return false;
            text = text[..end];
        }

        for (; index < text.Length; index++)
        {
            char c = text[index];
            if (c == '.')
            {
                if (point)
                    return false;
                point = true;
                continue;
            }

            if (!char.IsAsciiDigit(c))
                return false;
            digits = true;
            if (units > (Int128.MaxValue - 9) / 10)
                return false;
            units = units * 10 + (c - '0');
            if (point)
                fraction++;
        }

        if (!digits || !Rescale(ref units, scale - fraction + exponent))
            return false;
        if (negative)
            units = -units;
        return true;
    }

    /// <summary>Shortest exact text: no exponent, no trailing zeros ("43251.3", "0", "-0.00000001").</summary>
    public static string Format(Int128 units, int scale)
    {
        Span<char> buffer = stackalloc char[64];
        int length = Format(units, scale, decimals: -1, buffer);
        return new string(buffer[..length]);
    }

    /// <summary>Text with exactly the given number of decimals, truncated (never rounded) beyond them.</summary>
    public static string Format(Int128 units, int scale, int decimals)
    {
        Span<char> buffer = stackalloc char[64];
        int length = Format(units, scale, decimals, buffer);
        return new string(buffer[..length]);
    }

    private static int Format(Int128 units, int scale, int decimals, Span<char> buffer)
    {
        bool negative = units < 0;
        UInt128 magnitude = negative ? (UInt128)(-units) : (UInt128)units;
        Span<char> reversed = stackalloc char[64];
        int count = 0;
        while (magnitude > 0 || count <= scale)
        {
            (magnitude, UInt128 digit) = UInt128.DivRem(magnitude, 10);
            reversed[count++] = (char)('0' + (int)digit);
        }

        int shown = decimals < 0 ? scale : Math.Min(decimals, scale);
        if (decimals < 0)
        {
            while (shown > 0 && reversed[scale - shown] == '0')
                shown--;
        }

        int position = 0;
        if (negative && !IsZero(reversed[(scale - shown)..count]))
            buffer[position++] = '-';
        for (int i = count - 1; i >= scale; i--)
            buffer[position++] = reversed[i];
        int total = decimals < 0 ? shown : decimals;
        if (total > 0)
        {
            buffer[position++] = '.';
            for (int i = 0; i < total; i++)
                buffer[position++] = i < shown ? reversed[scale - 1 - i] : '0';
        }

        return position;
    }

    private static bool IsZero(ReadOnlySpan<char> digits) => !digits.ContainsAnyExcept('0');

    private static bool Rescale(ref Int128 units, int shift)
    {
        if (units == 0)
            return true;
        for (; shift > 0; shift--)
        {
            if (units > Int128.MaxValue / 10)
                return false;
            units *= 10;
        }

        for (; shift < 0; shift++)
        {
            (Int128 quotient, Int128 remainder) = Int128.DivRem(units, 10);
            if (remainder != 0)
                return false;
            units = quotient;
        }

        return true;
    }

    private static long[] BuildPowers()
    {
        var powers = new long[19];
        powers[0] = 1;
        for (int i = 1; i < powers.Length; i++)
            powers[i] = powers[i - 1] * 10;
        return powers;
    }
}
