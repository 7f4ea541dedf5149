using System.Runtime.CompilerServices;
using Platform.Domain.Market;
using Platform.Primitives.Numbers;

namespace Platform.Archives.Rows;

/// <summary>
/// Parses the row format of nearly all archives: digits, plain decimals of at most 8 places, times of 13 or 16 digits, true or false. It
/// does not allocate; <see cref="RowFields"/> parses all other formats.
/// </summary>
internal static class PlainRow
{
    private const int DigitsMax = 18;
    private const long FirstMillisecond = 1_000_000_000_000;
    private const long FirstMicrosecond = 1_000_000_000_000_000;

    private static ReadOnlySpan<long> PowersOfTen => [100_000_000, 10_000_000, 1_000_000, 100_000, 10_000, 1_000, 100, 10, 1];

    /// <summary>False when the row has another format or is malformed.</summary>
    public static bool TryParse(ReadOnlySpan<byte> line, out AggTrade trade)
    {
        int i = 0;
        if (TryWhole(line, ref i, out long id)
            && TryDecimal(line, ref i, out long price)
            && TryDecimal(line, ref i, out long quantity)
            && TryWhole(line, ref i, out long first)
            && TryWhole(line, ref i, out long last)
            && TryWhole(line, ref i, out long time)
            && TryTime(ref time)
            && TryTruth(line[i..], out bool isBuyerMaker))
        {
            trade = new AggTrade(id, Price.FromUnits(price), Quantity.FromUnits(quantity), first, last, time, isBuyerMaker);
            return true;
        }

        trade = default;
        return false;
    }

    /// <summary>Parses digits up to a comma and skips the comma.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryWhole(ReadOnlySpan<byte> line, ref int index, out long value)
    {
        long sum = 0;
        int i = index;
        for (; (uint)i < (uint)line.Length; i++)
        {
            uint digit = (uint)line[i] - '0';
            if (digit > 9)
                break;
            sum = sum * 10 + digit;
        }

        value = sum;
        int digits = i - index;
        bool ok = digits is > 0 and <= DigitsMax && (uint)i < (uint)line.Length && line[i] == ',';
        index = i + 1;
        return ok;
    }

    /// <summary>Parses a decimal up to a comma, in units of 10^-8.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryDecimal(ReadOnlySpan<byte> line, ref int index, out long units)
    {
        long sum = 0;
        int i = index, point = -1;
        for (; (uint)i < (uint)line.Length; i++)
        {
            uint digit = (uint)line[i] - '0';
            if (digit <= 9)
                sum = sum * 10 + digit;
            else if (line[i] == '.' && point < 0)
                point = i;
            else
                break;
        }

        int decimals = point < 0 ? 0 : i - point - 1;
        int digits = i - index - (point < 0 ? 0 : 1);
        bool ok = digits > 0 && digits - decimals + Price.Scale <= DigitsMax && decimals <= Price.Scale && (uint)i < (uint)line.Length && line[i] == ',';
        units = ok ? sum * PowersOfTen[decimals] : 0;
        index = i + 1;
        return ok;
    }

    private static bool TryTime(ref long time)
    {
        if (time >= FirstMicrosecond)
            time /= 1000;
        return time is >= FirstMillisecond and < FirstMillisecond * 10;
    }

    private static bool TryTruth(ReadOnlySpan<byte> rest, out bool value)
    {
        int comma = rest.IndexOf((byte)',');
        ReadOnlySpan<byte> text = comma < 0 ? rest : rest[..comma];
        value = text.SequenceEqual("true"u8);
        return value || text.SequenceEqual("false"u8);
    }
}
