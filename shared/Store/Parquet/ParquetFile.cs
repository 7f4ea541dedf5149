using Platform.Primitives.Outcomes;
using Platform.Store.Documents;
using Platform.Store.DuckDb;

namespace Platform.Store.Parquet;

/// <summary>Writes Parquet files atomically and reads them, through a DuckDB connection of the caller's thread.</summary>
public static class ParquetFile
{
    private const string Staging = "parquet_staging";

    /// <summary>
    /// Writes the rows in order and replaces the file atomically: temporary file in the same
    /// folder, flush, rename. Exhausted when the disk is full; Unavailable when the folder cannot be written.
    /// </summary>
    /// <param name="metadata">Texts stored in the file's footer by key; <see cref="ReadMetadata"/> returns them.</param>
    public static Result<Done> Write(DuckDbConnection connection, string path, ColumnTable table, IReadOnlyDictionary<string, string>? metadata = null)
    {
        Check.That(table.Columns.All(column => column.Type != DuckDbType.HugeInt), "Parquet would store a HUGEINT as a rounded double; use DECIMAL(38,0)");
        string columns = string.Join(", ", table.Columns.Select(column => $"{SqlText.Name(column.Name)} {column.Sql}"));
        return connection.ExecuteScript($"CREATE OR REPLACE TEMP TABLE {Staging} ({columns})")
            .Then(_ => Fill(connection, table))
            .Then(_ => CopyQuery(connection, $"SELECT * FROM {Staging}", path, metadata))
            .Then(_ => connection.ExecuteScript($"DROP TABLE {Staging}"));
    }

    /// <summary>Writes the result of a query (for example files merged, sorted or filtered by SQL), with the same guarantees.</summary>
    public static Result<Done> CopyQuery(DuckDbConnection connection, string query, string path, IReadOnlyDictionary<string, string>? metadata = null)
    {
        string footer = metadata is not { Count: > 0 } ? "" : $", KV_METADATA {{{string.Join(", ", metadata.Select(pair => $"{SqlText.Literal(pair.Key)}: {SqlText.Literal(pair.Value)}"))}}}";
        string temporary = path + AtomicFile.TemporarySuffix;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return StoreFault.Of(refused, $"cannot write {path}");
        }

        Result<Done> written = connection.ExecuteScript($"COPY ({query}) TO {SqlText.Literal(temporary)} (FORMAT parquet, COMPRESSION zstd{footer})")
            .Then(_ => AtomicFile.Publish(temporary, path));
        if (!written.IsOk)
            AtomicFile.Discard(temporary);
        return written;
    }

    /// <summary>
    /// Reads a file, or all files of a pattern such as klines/BTCUSDT/*.parquet, sorted by name; columns are
    /// matched by name, and a column missing in a file is null. NotFound when no file exists; Invalid when a file is not Parquet.
    /// </summary>
    /// <param name="columns">The columns to read, in this order; null reads all.</param>
    /// <param name="where">A condition and order in SQL, such as <c>WHERE open_time &gt;= ? ORDER BY open_time</c>.</param>
    public static Result<ColumnTable> Read(DuckDbConnection connection, string pattern, IReadOnlyList<string>? columns = null, string where = "", params ReadOnlySpan<SqlValue> parameters)
    {
        string selected = columns is null ? "*" : string.Join(", ", columns.Select(SqlText.Name));
        return Collect(connection.Query($"SELECT {selected} FROM read_parquet({SqlText.Literal(pattern)}, union_by_name = true) {where}".TrimEnd(), parameters));
    }

    /// <summary>Reads the text of a key in the file's footer; null when the key is missing. NotFound and Invalid as in <see cref="Read"/>.</summary>
    public static Result<string?> ReadMetadata(DuckDbConnection connection, string path, string key) =>
        Collect(connection.Query($"SELECT decode(value) AS value FROM parquet_kv_metadata({SqlText.Literal(path)}) WHERE decode(key) = ?", key))
            .Then<string?>(table => table.Rows == 0 ? null : table.Text("value", 0));

    /// <summary>Reads all rows of a result into a table and disposes the result.</summary>
    public static Result<ColumnTable> Collect(Result<DuckDbRows> answer)
    {
        if (!answer.IsOk)
            return answer.Fault;
        using DuckDbRows rows = answer.Value;
        var table = new ColumnTable(rows.Columns);
        Result<long> read = rows.ForEach(table.AddFrom);
        return read.IsOk ? table : read.Fault;
    }

    private static Result<Done> Fill(DuckDbConnection connection, ColumnTable table)
    {
        Result<DuckDbAppender> opened = connection.Append(Staging, table.Columns);
        if (!opened.IsOk)
            return opened.Fault;
        using DuckDbAppender appender = opened.Value;
        table.SendTo(appender);
        return appender.Complete();
    }
}
