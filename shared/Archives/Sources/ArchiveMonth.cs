using System.Globalization;
using Platform.Primitives.Time;

namespace Platform.Archives.Sources;

/// <summary>A calendar month in UTC.</summary>
public readonly record struct ArchiveMonth(int Year, int Month) : IComparable<ArchiveMonth>
{
    public long Start_ms => new DateTimeOffset(Year, Month, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    public long End_ms => Next.Start_ms;

    public ArchiveMonth Next => Month == 12 ? new(Year + 1, 1) : new(Year, Month + 1);

    public int Days => DateTime.DaysInMonth(Year, Month);

    /// <summary>Parses YYYY-MM, years 2000 to 2099.</summary>
    public static bool TryParse(string text, out ArchiveMonth month)
    {
        bool ok = DateTime.TryParseExact(text, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime start) && start.Year is >= 2000 and < 2100;
        month = new(start.Year, start.Month);
        return ok;
    }

    public static ArchiveMonth Of(long unix_ms)
    {
        DateTimeOffset time = UnixTime.ToDateTimeOffset(unix_ms);
        return new(time.Year, time.Month);
    }

    /// <summary>Every month from the first to the last, both inclusive.</summary>
    public static IEnumerable<ArchiveMonth> Range(ArchiveMonth from, ArchiveMonth to)
    {
        for (ArchiveMonth month = from; month.CompareTo(to) <= 0; month = month.Next)
            yield return month;
    }

    public int CompareTo(ArchiveMonth other) => (Year * 12 + Month).CompareTo(other.Year * 12 + other.Month);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Year:0000}-{Month:00}");
}

/// <summary>Path of the aggTrades of a symbol below a source (binance-usdm.md §9.1).</summary>
public static class ArchivePath
{
    private const string Root = "futures/um";

    internal static string Monthly(string symbol, ArchiveMonth month) => $"{Root}/monthly/aggTrades/{symbol}/{symbol}-aggTrades-{month}.zip";

    internal static string Daily(string symbol, ArchiveMonth month, int day) =>
        string.Create(CultureInfo.InvariantCulture, $"{Root}/daily/aggTrades/{symbol}/{symbol}-aggTrades-{month}-{day:00}.zip");

    /// <summary>Describes why a symbol cannot be part of a path; null when it can.</summary>
    public static string? SymbolProblem(string symbol) => symbol switch
    {
        "" => "is empty",
        "." or ".." => "is a folder",
        _ when symbol.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c is '/' or '\\' or ',' or ':' or '*' or '?' or '"' or '<' or '>' or '|') => "holds a character that no symbol has",
        _ when symbol.Contains('-', StringComparison.Ordinal) => "contains a '-'; archives are named by the exchange's symbols, such as BTCUSDT",
        _ => null,
    };
}
