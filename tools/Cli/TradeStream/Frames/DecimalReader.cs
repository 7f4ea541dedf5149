using System.Globalization;
using System.Text;

namespace Platform.Cli.TradeStream.Frames;

/// <summary>The kind of number in a text.</summary>
internal enum NumberText : byte
{
    Number,

    /// <summary>NaN, an infinity, or a number larger than every price and quantity.</summary>
    NotFinite,
    Malformed,
}

/// <summary>Converts decimal text in UTF-8 to an exact decimal.</summary>
internal static class DecimalReader
{
    private const int FastDigits = 18;

    /// <param name="value">Zero unless the text is a number.</param>
    public static NumberText Read(ReadOnlySpan<byte> text, out decimal value) => TryReadPlain(text, out value) ? NumberText.Number : ReadRare(text, out value);

    /// <summary>Reads digits with at most one point and one sign, the only form that exchanges write.</summary>
    private static bool TryReadPlain(ReadOnlySpan<byte> text, out decimal value)
    {
        value = 0;
        bool isNegative = text.Length > 0 && text[0] == '-';
        ulong digits = 0;
        int count = 0, point = -1;
        foreach (byte letter in text[(isNegative ? 1 : 0)..])
        {
            uint digit = (uint)(letter - '0');
            if (digit <= 9)
            {
                digits = digits * 10 + digit;
                count++;
            }
            else if (letter == '.' && point < 0)
            {
                point = count;
            }
            else
            {
                return false;
            }
        }

        if (count is 0 or > FastDigits)
            return false;
        value = new decimal((int)digits, (int)(digits >> 32), 0, isNegative, (byte)(point < 0 ? 0 : count - point));
        return true;
    }

    private static NumberText ReadRare(ReadOnlySpan<byte> text, out decimal value)
    {
        value = 0;
        if (text.Length > 400)
            return NumberText.Malformed;
        if (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value))
            return NumberText.Number;
        string name = Encoding.ASCII.GetString(text).Trim().TrimStart('+', '-').ToUpperInvariant();
        bool isNumeric = name is "NAN" or "INF" or "INFINITY" || double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
        return isNumeric ? NumberText.NotFinite : NumberText.Malformed;
    }
}
