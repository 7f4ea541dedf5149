using System.Globalization;
using Platform.Archives.Features;

namespace Platform.Archives.Building;

/// <summary>Describes a month in one line for the user: the contents first, then the omitted rows.</summary>
internal static class MonthText
{
    private const int DaysShownMax = 6;

    public static string Of(MonthRecord record)
    {
        var parts = new List<string> { Number(record.Trades, "trades"), Number(record.Minutes, "minutes") };
        AddSome(parts, record.BadRows, "bad rows");
        AddSome(parts, record.ZeroQuantityRows, "rows without quantity");
        AddSome(parts, record.RepeatedRows, "duplicate rows");
        AddSome(parts, record.ConflictingRows, "conflicting rows");
        AddSome(parts, record.OutsideRows, "rows outside the month");
        AddSome(parts, record.MissingIds, "missing ids");
        if (record.MissingDays.Count > 0)
        {
            string more = record.MissingDays.Count > DaysShownMax ? " …" : "";
            parts.Add($"no archive of day {string.Join(", ", record.MissingDays.Take(DaysShownMax))}{more}");
        }

        if (record.Examples.Count > 0)
            parts.Add($"first bad row: {record.Examples[0]}");
        return string.Join(", ", parts);
    }

    private static void AddSome(List<string> parts, long count, string what)
    {
        if (count > 0)
            parts.Add(Number(count, what));
    }

    private static string Number(long count, string what) => string.Create(CultureInfo.InvariantCulture, $"{count} {what}");
}
