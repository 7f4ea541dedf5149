using System.Globalization;
using System.Text;
using Platform.Domain.Market;
using Platform.Primitives.Numbers;

namespace Platform.Archives.Rows;

/// <summary>A malformed field of a row, for the error message.</summary>
internal readonly record struct RowProblem(string Field, string Text, string Expected)
{
    public override string ToString() => $"{Field} is '{Text}'; expected {Expected}";
}

/// <summary>
/// Parses a row in any format that the archives have used, field by field: blanks and quotes around fields, exponents, ISO times, all
/// spellings of a Boolean. Slower than <see cref="PlainRow"/>, which parses the usual format.
/// </summary>
internal static class RowFields
{
    public const int Count = 7;

    /// <summary>The columns in their order (binance-usdm.md §9.2); the spot archives append one more, which is ignored.</summary>
    public static readonly string[] Names = ["agg_trade_id", "price", "quantity", "first_trade_id", "last_trade_id", "transact_time", "is_buyer_maker"];

    private const int FieldCharsMax = 64;
    private const string Whole = "a whole number";
    private const string Amount = "a decimal number with at most 8 decimals";

    /// <summary>True when the first field is not an integer: the row then contains the column names.</summary>
    public static bool IsHeader(ReadOnlySpan<byte> line)
    {
        int comma = line.IndexOf((byte)',');
        Span<char> text = stackalloc char[FieldCharsMax];
        return !TryWhole(Text(comma < 0 ? line : line[..comma], text), out _);
    }

    /// <summary>Describes the first wrong column name of a header; null when the header is as expected.</summary>
    public static string? HeaderProblem(ReadOnlySpan<byte> line)
    {
        string[] names = [.. Encoding.UTF8.GetString(line).Split(',').Select(name => name.Trim(' ', '"', '\r').ToLowerInvariant())];
        for (int i = 0; i < names.Length; i++)
        {
            int place = Array.IndexOf(Names, names[i]);
            if (place >= 0 && place != i)
                return $"column {i + 1} is {names[i]}; expected the columns {string.Join(",", Names)}";
        }

        return null;
    }

    /// <summary>Parses the row as a trade, whose values can be invalid; false with the first malformed field.</summary>
    public static bool TryParse(ReadOnlySpan<byte> line, out AggTrade trade, out RowProblem problem)
    {
        trade = default;
        Span<Range> fields = stackalloc Range[Count + 1];
        int count = Split(line, fields);
        if (count < Count)
        {
            problem = new RowProblem("the row", Encoding.UTF8.GetString(line[..Math.Min(line.Length, 120)]), $"{Count} fields, found {count}");
            return false;
        }

        Span<char> text = stackalloc char[FieldCharsMax];
        ReadOnlySpan<char> Field(ReadOnlySpan<byte> row, Span<Range> all, int i, Span<char> buffer) => RowFields.Text(row[all[i]], buffer);
        string expected;
        int bad;
        if (!TryWhole(Field(line, fields, 0, text), out long id))
            (bad, expected) = (0, Whole);
        else if (!Price.TryParse(Field(line, fields, 1, text), out Price price))
            (bad, expected) = (1, Amount);
        else if (!Quantity.TryParse(Field(line, fields, 2, text), out Quantity quantity))
            (bad, expected) = (2, Amount);
        else if (!TryWhole(Field(line, fields, 3, text), out long first))
            (bad, expected) = (3, Whole);
        else if (!TryWhole(Field(line, fields, 4, text), out long last))
            (bad, expected) = (4, Whole);
        else if (!RowTime.TryParse(Field(line, fields, 5, text), out long time_ms))
            (bad, expected) = (5, "Unix time of 13 digits (ms) or 16 digits (us), or an ISO 8601 time");
        else if (!TryTruth(Field(line, fields, 6, text), out bool isBuyerMaker))
            (bad, expected) = (6, "true or false");
        else
        {
            trade = new AggTrade(id, price, quantity, first, last, time_ms, isBuyerMaker);
            problem = default;
            return true;
        }

        problem = new RowProblem(Names[bad], Encoding.UTF8.GetString(line[fields[bad]]), expected);
        return false;
    }

    private static int Split(ReadOnlySpan<byte> line, Span<Range> fields)
    {
        int count = 0, start = 0;
        while (count < fields.Length)
        {
            int comma = line[start..].IndexOf((byte)',');
            int end = comma < 0 ? line.Length : start + comma;
            fields[count++] = start..end;
            if (comma < 0)
                break;
            start = end + 1;
        }

        return count;
    }

    /// <summary>The field as text, without blanks and quotes around it; empty when it is longer than any valid field.</summary>
    private static ReadOnlySpan<char> Text(ReadOnlySpan<byte> field, Span<char> buffer)
    {
        field = field.Trim(" \t\r\""u8);
        return field.Length <= buffer.Length && Encoding.UTF8.TryGetChars(field, buffer, out int length) ? buffer[..length] : default;
    }

    private static bool TryWhole(ReadOnlySpan<char> text, out long value) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);

    private static bool TryTruth(ReadOnlySpan<char> text, out bool value)
    {
        Span<char> lower = stackalloc char[FieldCharsMax];
        lower = lower[..Math.Max(0, text.ToLowerInvariant(lower))];
        value = lower is "true" or "1" or "t" or "yes";
        return value || lower is "false" or "0" or "f" or "no";
    }
}
