using System.Text;
using Platform.Primitives.Numbers;

namespace Platform.Exchanges.Binance.Wire;

/// <summary>Parses decimal text in UTF-8 to units of 10^-8, without allocation and without floating point.</summary>
public static class Utf8Decimal
{
    private const int Scale = 8;

    /// <summary>False on malformed text, on overflow and on a ninth significant decimal.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out long units) =>
        TryParseFast(text, exact: true, out units) || TryParseAny(text, out units);

    /// <summary>As <see cref="TryParse"/>, but truncates after the eighth decimal; for averages, which the venue sends with all decimals.</summary>
    public static bool TryParseTruncated(ReadOnlySpan<byte> text, out long units) =>
        TryParseFast(text, exact: false, out units) || TryParseAny(text, out units);

    private static bool TryParseFast(ReadOnlySpan<byte> text, bool exact, out long units)
    {
        units = 0;
        int index = 0;
        bool negative = text.Length > 0 && text[0] == '-';
        if (negative)
            index++;
        long value = 0;
        int fraction = -1, digits = 0;
        for (; index < text.Length; index++)
        {
            int digit = text[index] - '0';
            if ((uint)digit > 9)
            {
                if (text[index] != '.' || fraction >= 0)
                    return false;
                fraction = 0;
                continue;
            }

            if (fraction == Scale)
            {
                if (digit != 0 && exact)
                    return false;
                continue;
            }

            if (++digits > 18)
                return false;
            value = value * 10 + digit;
            if (fraction >= 0)
                fraction++;
        }

        int shift = Scale - Math.Max(fraction, 0);
        if (digits == 0 || value > long.MaxValue / FixedText.PowerOfTen(shift))
            return false;
        value *= FixedText.PowerOfTen(shift);
        units = negative ? -value : value;
        return true;
    }

    /// <summary>Parses exponents, signs and very long numbers exactly; these are rare.</summary>
    private static bool TryParseAny(ReadOnlySpan<byte> text, out long units)
    {
        Span<char> chars = stackalloc char[64];
        units = 0;
        if (text.Length > chars.Length || !FixedText.TryParse(chars[..Encoding.ASCII.GetChars(text, chars)], Scale, out Int128 wide))
            return false;
        units = (long)wide;
        return wide >= long.MinValue && wide <= long.MaxValue;
    }
}
