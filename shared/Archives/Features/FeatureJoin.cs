using Platform.Primitives.Outcomes;
using Platform.Store.Documents;
using Platform.Store.DuckDb;

namespace Platform.Archives.Features;

/// <summary>The inputs and the output of a join. Base and output are CSV, or Parquet when the name ends with .parquet.</summary>
/// <param name="Features">The output folder of a build, or its folder binance_aggTrades.</param>
/// <param name="TimeColumn">Column with the start of the hour; null selects the first known name that the base has.</param>
/// <param name="Symbol">The symbol of a base without a symbol column; null when the base has one.</param>
public sealed record JoinOptions(string Features, string Base, string Output, string? TimeColumn, string? Symbol);

/// <summary>Number of rows of the base, and of those with features.</summary>
public readonly record struct JoinResult(long Rows, long Joined);

/// <summary>
/// Joins the hour files to a wide table (requirements document 004 §6): every row of the base in its order, followed by the features
/// of the same symbol and hour with the prefix at_. Only rows at a full hour are joined, because a row within the hour would use data of its future.
/// </summary>
public static class FeatureJoin
{
    private const string Prefix = "at_";
    private const string ParquetSuffix = ".parquet";

    private static readonly string[] s_timeNames = ["minute", "hour", "time", "timestamp", "datetime", "date", "open_time", "ts", "index"];

    /// <summary>Invalid, with what was expected, when the base or the features cannot be joined.</summary>
    public static Result<JoinResult> Run(JoinOptions options)
    {
        if (!DuckDbDatabase.Open(new DuckDbOptions { MemoryLimit_mib = 2048 }).TryGet(out DuckDbDatabase? database, out Fault? missing))
            return missing;
        using (database)
        using (DuckDbConnection connection = database.Connect())
            return FilesOf(options.Features).Then(files => Join(connection, options, files));
    }

    private static Result<IReadOnlyList<string>> FilesOf(string folder)
    {
        string hours = Directory.Exists(new ArchiveLayout(folder).HourFolder) ? new ArchiveLayout(folder).HourFolder : folder;
        string[] files = Directory.Exists(hours) ? Directory.GetFiles(hours, "*_aggTrades.csv") : [];
        return files.Length > 0 ? files : new Fault(FaultKind.Invalid, $"--features {folder} contains no file SYMBOL_aggTrades.csv; expected the output folder of platform archive build");
    }

    private static Result<JoinResult> Join(DuckDbConnection connection, JoinOptions options, IReadOnlyList<string> files)
    {
        bool asText = !IsParquet(options.Base) && !IsParquet(options.Output);
        Result<IReadOnlyList<ColumnType>> described = Load(connection, options, files, asText);
        if (!described.TryGet(out IReadOnlyList<ColumnType>? columns, out Fault? fault))
            return fault;
        string? time = options.TimeColumn is null
            ? Array.Find(s_timeNames, name => columns.Any(column => column.Name == name))
            : columns.FirstOrDefault(column => column.Name == options.TimeColumn)?.Name;
        string names = string.Join(", ", columns.Select(column => column.Name));
        if (time is null)
            return new Fault(FaultKind.Invalid, $"{options.Base} has no column {options.TimeColumn ?? string.Join(" or ", s_timeNames)}; it has {names}; set the column with the start of the hour with --time");
        if (columns.FirstOrDefault(column => column.Name.StartsWith(Prefix, StringComparison.Ordinal)) is { } taken)
            return new Fault(FaultKind.Invalid, $"{options.Base} already has a column {taken.Name}; remove the columns {Prefix}… first");
        bool hasSymbol = columns.Any(column => column.Name == "symbol");
        if (!hasSymbol && options.Symbol is null)
            return new Fault(FaultKind.Invalid, $"{options.Base} has no column symbol; it has {names}; set the symbol with --symbol");
        string symbol = hasSymbol ? "CAST(b.symbol AS VARCHAR)" : SqlText.Literal(options.Symbol!);
        return Write(connection, options, TimeOf(columns.First(column => column.Name == time)), $"regexp_replace(upper({symbol}), '[-/_]', '', 'g')");
    }

    /// <summary>Creates the tables base and features and returns the columns of the base. CSV values are loaded as text, so they stay unchanged.</summary>
    private static Result<IReadOnlyList<ColumnType>> Load(DuckDbConnection connection, JoinOptions options, IReadOnlyList<string> files, bool asText)
    {
        string textOnly = asText ? ", all_varchar = true" : "";
        string source = IsParquet(options.Base) ? $"read_parquet({SqlText.Literal(options.Base)})" : $"read_csv({SqlText.Literal(options.Base)}, header = true{textOnly})";
        string list = string.Join(", ", files.Select(SqlText.Literal));
        Result<Done> loaded = connection.ExecuteScript($"""
            CREATE TABLE base AS SELECT row_number() OVER () AS join_row, * FROM {source};
            CREATE TABLE features AS SELECT regexp_extract(filename, '([^/\\]+)_aggTrades\.csv$', 1) AS join_symbol, epoch_ms(CAST(minute AS TIMESTAMPTZ)) AS join_time,
                COLUMNS(* EXCLUDE (filename, minute)) AS '{Prefix}\0'
                FROM read_csv([{list}], header = true, filename = true, union_by_name = true{textOnly})
            """);
        if (!loaded.IsOk)
            return new Fault(FaultKind.Invalid, $"the base or the features cannot be read: {loaded.Fault.Message}");
        Result<DuckDbRows> rows = connection.Query("SELECT * EXCLUDE (join_row) FROM base LIMIT 0");
        if (!rows.IsOk)
            return rows.Fault;
        using DuckDbRows answer = rows.Value;
        return Result<IReadOnlyList<ColumnType>>.Ok(answer.Columns);
    }

    /// <summary>SQL that converts the column to Unix ms: a timestamp, ISO 8601 text, or a number in s, ms or us by its magnitude.</summary>
    private static string TimeOf(ColumnType column)
    {
        string name = $"b.{SqlText.Name(column.Name)}";
        string number = $"CAST({name} AS BIGINT)";
        string fromNumber = $"CASE WHEN {number} >= 100000000000000 THEN {number} // 1000 WHEN {number} >= 100000000000 THEN {number} ELSE {number} * 1000 END";
        return column.Type switch
        {
            DuckDbType.VarChar => $"CASE WHEN regexp_full_match({name}, '[0-9]+') THEN {fromNumber.Replace($"CAST({name} AS BIGINT)", $"TRY_CAST({name} AS BIGINT)", StringComparison.Ordinal)} ELSE epoch_ms(TRY_CAST({name} AS TIMESTAMPTZ)) END",
            DuckDbType.BigInt or DuckDbType.Integer or DuckDbType.Double or DuckDbType.HugeInt or DuckDbType.UBigInt => fromNumber,
            _ => $"epoch_ms(CAST({name} AS TIMESTAMPTZ))",
        };
    }

    private static Result<JoinResult> Write(DuckDbConnection connection, JoinOptions options, string time, string symbol)
    {
        string temporary = options.Output + AtomicFile.TemporarySuffix;
        string format = IsParquet(options.Output) ? "FORMAT parquet, COMPRESSION zstd" : "FORMAT csv, HEADER true";
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(options.Output))!);
        string joined = $"base b LEFT JOIN features f ON f.join_time = {time} AND f.join_symbol = {symbol}";
        Result<Done> written = connection
            .ExecuteScript($"COPY (SELECT b.* EXCLUDE (join_row), f.* EXCLUDE (join_symbol, join_time) FROM {joined} ORDER BY b.join_row) TO {SqlText.Literal(temporary)} ({format})")
            .Then(_ => AtomicFile.Publish(temporary, options.Output));
        if (!written.IsOk)
            return written.Fault;
        Result<DuckDbRows> counted = connection.Query($"SELECT count(*), count(f.join_time) FROM {joined}");
        if (!counted.IsOk)
            return counted.Fault;
        using DuckDbRows rows = counted.Value;
        return rows.Next().Then<JoinResult>(_ => new JoinResult(rows.Chunk.Values<long>(0)[0], rows.Chunk.Values<long>(1)[0]));
    }

    private static bool IsParquet(string path) => path.EndsWith(ParquetSuffix, StringComparison.OrdinalIgnoreCase);
}
