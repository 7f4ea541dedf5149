using System.Globalization;
using Platform.Primitives.Time;

namespace Platform.Data.Files;

/// <summary>Names of the day files of one kind: {folder}/{SYMBOL}/YYYY-MM-DD.parquet, days in UTC.</summary>
internal sealed class DayFiles(string folder)
{
    public string PathOf(string symbol, long day_ms) => Path.Combine(folder, symbol, $"{DayOf(day_ms)}.parquet");

    /// <summary>Start of the day that holds the time.</summary>
    public static long StartOf(long unix_ms) => UnixTime.FloorTo(unix_ms, UnixTime.MillisecondsPerDay);

    public static string DayOf(long unix_ms) => UnixTime.ToDateTimeOffset(unix_ms).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
