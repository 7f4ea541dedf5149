using Platform.Accounting.Records;
using Platform.Primitives.Outcomes;
using Platform.Store.DuckDb;
using Platform.Store.Parquet;

namespace Platform.Accounting.Stores;

/// <summary>
/// Reads the rows of accounts in this or another process, while they are written: always the files of one manifest, all of them
/// whole. One thread at a time.
/// </summary>
/// <param name="folder">Of all accounts.</param>
public sealed class AccountStoreReader(DuckDbDatabase database, string folder)
{
    /// <summary>A file that was merged away while it was looked for is found in the next manifest.</summary>
    private const int Attempts = 3;

    /// <summary>What is stored of the account; empty when nothing is.</summary>
    public Result<AccountManifest> Manifest(string account) => AccountManifest.Read(Path.Combine(folder, account), account);

    /// <summary>Names of the accounts of which something is stored.</summary>
    public IReadOnlyList<string> Accounts() => !Directory.Exists(folder)
        ? []
        : [.. Directory.EnumerateDirectories(folder).Where(path => File.Exists(AccountManifest.PathIn(path))).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    public Result<List<OrderRecord>> Orders(string account, StorePeriod period) => Read(RecordLayouts.Orders, account, period);

    public Result<List<FillRecord>> Fills(string account, StorePeriod period) => Read(RecordLayouts.Fills, account, period);

    /// <summary>By the time at which they ended.</summary>
    public Result<List<ParentRecord>> Parents(string account, StorePeriod period) => Read(RecordLayouts.Parents, account, period);

    public Result<List<IncomeRecord>> Income(string account, StorePeriod period) => Read(RecordLayouts.Income, account, period);

    public Result<List<EquityRecord>> Equity(string account, StorePeriod period) => Read(RecordLayouts.Equity, account, period);

    /// <summary>Rows of the period in the order of time, those of one time as they were written; Corrupt when a file does not hold what the manifest says.</summary>
    private Result<List<T>> Read<T>(RecordLayout<T> layout, string account, StorePeriod period)
    {
        string own = Path.Combine(folder, account);
        Result<List<T>> records = new Fault(FaultKind.Unavailable, $"{own}: the files are merged faster than they can be read", IsTransient: true);
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            if (!AccountManifest.Read(own, account).TryGet(out AccountManifest? manifest, out Fault? fault))
                return fault;
            StoredFile[] files = [.. manifest.Files.Where(file => file.Table == layout.Table && file.Last_ms >= period.From_ms && file.First_ms < period.To_ms)];
            if (files.Length == 0)
                return new List<T>();
            records = Read(layout, own, files, period);
            if (records.IsOk || files.All(file => File.Exists(Path.Combine(own, file.Name))))
                return records;
        }

        return records;
    }

    private Result<List<T>> Read<T>(RecordLayout<T> layout, string own, StoredFile[] files, StorePeriod period)
    {
        using DuckDbConnection connection = database.Connect();
        // A merged file holds older rows than the small ones beside it, whatever their names.
        string list = string.Join(", ", files.OrderByDescending(file => file.Level).ThenBy(file => file.Name, StringComparer.Ordinal).Select(file => SqlText.Literal(Path.Combine(own, file.Name))));
        Result<ColumnTable> read = ParquetFile.Collect(connection.Query(
            $"SELECT * FROM read_parquet([{list}], union_by_name = true) WHERE {layout.TimeColumn} >= ? AND {layout.TimeColumn} < ?", period.From_ms, period.To_ms));
        if (!read.TryGet(out ColumnTable? table, out Fault? fault))
            return fault;
        long expected = files.Sum(file => file.Rows);
        bool isAll = files.All(file => file.First_ms >= period.From_ms && file.Last_ms < period.To_ms);
        if (isAll ? table.Rows != expected : table.Rows > expected)
            return new Fault(FaultKind.Corrupt, $"{own}: the {layout.Table} files hold {table.Rows} rows where the manifest says {expected}: a file was changed from outside; restore it");
        List<T> records = layout.FromTable(table);
        return records.OrderBy(layout.Time_ms).ToList();
    }
}

/// <summary>Times from (inclusive) to (exclusive), Unix ms.</summary>
public readonly record struct StorePeriod(long From_ms, long To_ms)
{
    public static StorePeriod All { get; } = new(long.MinValue, long.MaxValue);

    public bool Contains(long time_ms) => time_ms >= From_ms && time_ms < To_ms;
}
