using Platform.Analytics.Bars;
using Platform.Analytics.Flows;
using Platform.Archives.Rows;
using Platform.Domain.Market;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;
using Platform.Store.DuckDb;
using Platform.Store.Parquet;

namespace Platform.Archives.Bars;

/// <summary>The bars written for a symbol.</summary>
/// <param name="Suspect">Number of bars with possibly missing trades.</param>
public sealed record WrittenBars(string Symbol, int Bars, int Suspect, int Days, long Trades, long Repeats);

/// <summary>The result of a run: the symbols, and the first unreadable rows.</summary>
public sealed record BarsResult(IReadOnlyList<WrittenBars> Symbols, long BadRows, IReadOnlyList<string> Examples);

/// <summary>Converts trade files to 5-minute bars with trade-size statistics, in the layout of the store: klines/{SYMBOL}/YYYY-MM-DD.parquet.</summary>
public static class ArchiveBars
{
    /// <summary>Writes the bars of all inputs. An existing bar is replaced, except when only the new bar is Suspect.</summary>
    public static Result<BarsResult> Write(IReadOnlyList<string> inputs, string folder, CancellationToken cancel)
    {
        var files = new List<TradeInput>();
        foreach (string path in inputs)
        {
            if (!TradeInput.Of(path).TryGet(out TradeInput? input, out Fault? unknown))
                return unknown;
            files.Add(input);
        }

        if (!DuckDbDatabase.Open().TryGet(out DuckDbDatabase? database, out Fault? missing))
            return missing;
        using (database)
        using (DuckDbConnection connection = database.Connect())
        {
            var counts = new RowCounts();
            if (!new BarSegments(connection, SizeCuts.Rmb7, counts, cancel).Run(files).TryGet(out List<SymbolBars>? found, out Fault? fault))
                return fault;
            var written = new List<WrittenBars>();
            foreach (IGrouping<string, SymbolBars> symbol in found.GroupBy(bars => bars.Symbol))
            {
                BarRow[] rows = [.. symbol.SelectMany(bars => bars.Rows)];
                Result<int> days = WriteDays(connection, Path.Combine(folder, "klines"), symbol.Key, rows);
                if (!days.IsOk)
                    return days.Fault;
                written.Add(new WrittenBars(symbol.Key, rows.Length, rows.Count(row => row.Quality == BarQuality.Suspect), days.Value, symbol.Sum(bars => bars.Trades), symbol.Sum(bars => bars.Repeats)));
            }

            return new BarsResult(written, counts.Bad, counts.Examples);
        }
    }

    private static Result<int> WriteDays(DuckDbConnection connection, string folder, string symbol, BarRow[] rows)
    {
        int days = 0;
        foreach (IGrouping<long, BarRow> day in rows.GroupBy(row => UnixTime.FloorTo(row.OpenTime_ms, UnixTime.MillisecondsPerDay)))
        {
            string path = Path.Combine(folder, symbol, $"{UnixTime.ToText(day.Key)[..10]}.parquet");
            Result<List<BarRow>> stored = File.Exists(path) ? ParquetFile.Read(connection, path).Then<List<BarRow>>(table => BarTable.Read(table).ToList()) : new List<BarRow>();
            if (!stored.TryGet(out List<BarRow>? older, out Fault? fault))
                return fault;
            var table = new ColumnTable(BarTable.Columns);
            foreach (BarRow row in older.Concat(day).GroupBy(row => row.OpenTime_ms).Select(Better).OrderBy(row => row.OpenTime_ms))
                BarTable.Append(table, symbol, in row, SizeCuts.Rmb7.Version);
            Result<Done> written = ParquetFile.Write(connection, path, table);
            if (!written.IsOk)
                return written.Fault;
            days++;
        }

        return days;
    }

    /// <summary>The newest bar that is not Suspect; the newest bar when all are Suspect.</summary>
    private static BarRow Better(IEnumerable<BarRow> same)
    {
        BarRow[] rows = [.. same];
        BarRow[] sound = [.. rows.Where(row => row.Quality is not (BarQuality.Suspect or BarQuality.Official))];
        return sound.Length > 0 ? sound[^1] : rows[^1];
    }
}
