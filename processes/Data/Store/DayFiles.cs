using System.Globalization;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;
using Platform.Store.DuckDb;
using Platform.Store.Parquet;

namespace Platform.Data.Store;

/// <summary>Names of the day files of one kind: {folder}/{SYMBOL}/YYYY-MM-DD.parquet, days in UTC.</summary>
internal sealed class DayFiles(string folder)
{
    public string PathOf(string symbol, long day_ms) => Path.Combine(folder, symbol, $"{DayOf(day_ms)}.parquet");

    /// <summary>Start of the UTC day that contains the time.</summary>
    public static long StartOf(long unix_ms) => UnixTime.FloorTo(unix_ms, UnixTime.MillisecondsPerDay);

    public static string DayOf(long unix_ms) => UnixTime.ToDateTimeOffset(unix_ms).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>How rows of one kind are stored in a Parquet day file.</summary>
/// <param name="Time_ms">The time of a row; it decides the day, the order, and which row a new one replaces.</param>
internal sealed record DayLayout<T>(IReadOnlyList<ColumnType> Columns, Action<ColumnTable, T> Append, Func<ColumnTable, int, T> Read, Func<T, long> Time_ms);

/// <summary>
/// Rows of one kind in day files per symbol: new rows are merged into the file of their day, which is replaced as a whole. One writer;
/// any thread reads.
/// </summary>
internal sealed class DayRows<T>(DuckDbDatabase database, string folder, DayLayout<T> layout)
{
    private readonly DayFiles _days = new(folder);

    /// <summary>Merges rows of one symbol into their days; a row with the time of an existing one replaces it.</summary>
    public Result<Done> Merge(string symbol, IEnumerable<T> rows)
    {
        using DuckDbConnection connection = database.Connect();
        foreach (IGrouping<long, T> day in rows.GroupBy(row => DayFiles.StartOf(layout.Time_ms(row))))
        {
            Result<List<T>> stored = ReadDay(connection, symbol, day.Key);
            if (!stored.TryGet(out List<T>? older, out Fault? fault))
                return fault;
            var table = new ColumnTable(layout.Columns);
            foreach (T row in older.Concat(day).GroupBy(layout.Time_ms).Select(same => same.Last()).OrderBy(layout.Time_ms))
                layout.Append(table, row);
            Result<Done> written = ParquetFile.Write(connection, _days.PathOf(symbol, day.Key), table);
            if (!written.IsOk)
                return written;
        }

        return Done.Value;
    }

    /// <summary>Rows of one symbol with time in [from, to), oldest first.</summary>
    public Result<List<T>> Read(string symbol, long from_ms, long to_ms)
    {
        using DuckDbConnection connection = database.Connect();
        var rows = new List<T>();
        for (long day_ms = DayFiles.StartOf(from_ms); day_ms < to_ms; day_ms += UnixTime.MillisecondsPerDay)
        {
            Result<List<T>> day = ReadDay(connection, symbol, day_ms);
            if (!day.IsOk)
                return day.Fault;
            rows.AddRange(day.Value.Where(row => layout.Time_ms(row) >= from_ms && layout.Time_ms(row) < to_ms));
        }

        return rows;
    }

    private Result<List<T>> ReadDay(DuckDbConnection connection, string symbol, long day_ms)
    {
        string path = _days.PathOf(symbol, day_ms);
        if (!File.Exists(path))
            return new List<T>();
        return ParquetFile.Read(connection, path).Then(table =>
            Result<List<T>>.Ok([.. Enumerable.Range(0, table.Rows).Select(i => layout.Read(table, i))]));
    }
}
