using System.Globalization;
using Platform.Primitives.Time;

namespace Platform.Archives.Rows;

/// <summary>
/// Converts the time of a row to Unix ms: 13 digits are ms, 16 digits are us, anything else is ISO 8601, UTC unless it has an offset
/// (quant.md §0.2).
/// </summary>
internal static class RowTime
{
    private const int MillisecondDigits = 13;
    private const int MicrosecondDigits = 16;
    private const int SecondsLength = 19;

    public static bool TryParse(ReadOnlySpan<char> text, out long unix_ms)
    {
        unix_ms = 0;
        if (text.Length > 0 && !text.ContainsAnyExceptInRange('0', '9'))
        {
            if (text.Length is not (MillisecondDigits or MicrosecondDigits))
                return false;
            unix_ms = long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture) / (text.Length == MicrosecondDigits ? 1000 : 1);
            return true;
        }

        return TryIso(text, out unix_ms);
    }

    /// <summary>yyyy-MM-dd HH:mm:ss or with T, a fraction of any length (truncated to ms), and Z, UTC or an offset.</summary>
    private static bool TryIso(ReadOnlySpan<char> text, out long unix_ms)
    {
        unix_ms = 0;
        if (text.Length < SecondsLength || text[10] is not ('T' or 't' or ' '))
            return false;
        Span<char> plain = stackalloc char[SecondsLength];
        text[..SecondsLength].CopyTo(plain);
        plain[10] = 'T';
        if (!DateTime.TryParseExact(plain, "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTime seconds))
            return false;
        ReadOnlySpan<char> rest = text[SecondsLength..];
        int fraction_ms = 0;
        if (rest.Length > 0 && rest[0] is '.' or ',')
        {
            int digits = 1;
            for (; digits < rest.Length && char.IsAsciiDigit(rest[digits]); digits++)
                fraction_ms += digits <= 3 ? (rest[digits] - '0') * (digits == 1 ? 100 : digits == 2 ? 10 : 1) : 0;
            if (digits == 1)
                return false;
            rest = rest[digits..];
        }

        if (!TryOffset(rest.Trim(), out long offset_ms))
            return false;
        unix_ms = new DateTimeOffset(seconds).ToUnixTimeMilliseconds() + fraction_ms - offset_ms;
        return true;
    }

    private static bool TryOffset(ReadOnlySpan<char> text, out long offset_ms)
    {
        offset_ms = 0;
        if (text is "" or "Z" or "z" or "UTC")
            return true;
        if (text[0] is not ('+' or '-') || text.Length is not (3 or 5 or 6) || (text.Length == 6 && text[3] != ':'))
            return false;
        ReadOnlySpan<char> minutes = text.Length == 3 ? "00" : text[^2..];
        if (!int.TryParse(text[1..3], NumberStyles.None, CultureInfo.InvariantCulture, out int hour) || !int.TryParse(minutes, NumberStyles.None, CultureInfo.InvariantCulture, out int minute))
            return false;
        offset_ms = (hour * 60 + minute) * UnixTime.MillisecondsPerMinute * (text[0] == '-' ? -1 : 1);
        return hour < 24 && minute < 60;
    }
}
