using Platform.Accounting.Records;
using Platform.Primitives.Outcomes;
using Platform.Store.DuckDb;
using Platform.Store.Parquet;

namespace Platform.Accounting.Stores;

/// <summary>
/// Reads the rows of accounts in this or another process, also while they are written. Each read uses the files of one manifest
/// only. One thread at a time.
/// </summary>
/// <param name="folder">Folder that holds a folder for each account.</param>
public sealed class AccountStoreReader(DuckDbDatabase database, string folder)
{
    /// <summary>A file that was merged during the read is replaced in the next manifest, so the read is repeated.</summary>
    private const int Attempts = 3;

    /// <summary>The account's manifest; empty when nothing is stored.</summary>
    public Result<AccountManifest> Manifest(string account) => AccountManifest.Read(Path.Combine(folder, account), account);

    /// <summary>Names of the accounts with stored rows.</summary>
    public IReadOnlyList<string> Accounts() => !Directory.Exists(folder)
        ? []
        : [.. Directory.EnumerateDirectories(folder).Where(path => File.Exists(AccountManifest.PathIn(path))).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    public Result<List<OrderRecord>> Orders(string account, StorePeriod period) => Read(RecordLayouts.Orders, account, period);

    public Result<List<FillRecord>> Fills(string account, StorePeriod period) => Read(RecordLayouts.Fills, account, period);

    /// <summary>Parents selected by the time at which they ended.</summary>
    public Result<List<ParentRecord>> Parents(string account, StorePeriod period) => Read(RecordLayouts.Parents, account, period);

    public Result<List<IncomeRecord>> Income(string account, StorePeriod period) => Read(RecordLayouts.Income, account, period);

    public Result<List<EquityRecord>> Equity(string account, StorePeriod period) => Read(RecordLayouts.Equity, account, period);

    /// <summary>Rows of the period sorted by time; rows of equal time keep the order of writing. Corrupt when the files differ from the manifest.</summary>
    private Result<List<T>> Read<T>(RecordLayout<T> layout, string account, StorePeriod period)
    {
        string own = Path.Combine(folder, account);
        Result<List<T>> records = new Fault(FaultKind.Unavailable, $"{own}: every attempt to read failed because the files were merged at the same time; read again", IsTransient: true);
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
        // A merged file holds older rows than the unmerged files of the table, independent of the file names.
        string list = string.Join(", ", files.OrderByDescending(file => file.Level).ThenBy(file => file.Name, StringComparer.Ordinal).Select(file => SqlText.Literal(Path.Combine(own, file.Name))));
        Result<ColumnTable> read = ParquetFile.Collect(connection.Query(
            $"SELECT * FROM read_parquet([{list}], union_by_name = true) WHERE {layout.TimeColumn} >= ? AND {layout.TimeColumn} < ?", period.From_ms, period.To_ms));
        if (!read.TryGet(out ColumnTable? table, out Fault? fault))
            return fault;
        long expected = files.Sum(file => file.Rows);
        bool isAll = files.All(file => file.First_ms >= period.From_ms && file.Last_ms < period.To_ms);
        if (isAll ? table.Rows != expected : table.Rows > expected)
            return new Fault(FaultKind.Corrupt, $"{own}: the {layout.Table} files hold {table.Rows} rows, expected {expected} by the manifest: another program changed a file; restore it");
        List<T> records = layout.FromTable(table);
        return records.OrderBy(layout.Time_ms).ToList();
    }
}

/// <summary>A period from its start (inclusive) to its end (exclusive), Unix ms.</summary>
public readonly record struct StorePeriod(long From_ms, long To_ms)
{
    public static StorePeriod All { get; } = new(long.MinValue, long.MaxValue);

    public bool Contains(long time_ms) => time_ms >= From_ms && time_ms < To_ms;
}
