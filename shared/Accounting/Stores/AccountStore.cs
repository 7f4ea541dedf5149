using System.Globalization;
using Platform.Accounting.Records;
using Platform.Primitives.Outcomes;
using Platform.Store.Documents;
using Platform.Store.DuckDb;
using Platform.Store.Parquet;

namespace Platform.Accounting.Stores;

/// <summary>
/// Writes the rows of one account, append-only: each batch is written to new files, and the manifest is replaced last.
/// When the process ends at any moment, the store holds the whole batch or nothing of it; files that are not named in the
/// manifest are removed at the next open. Small files are merged, so the number of files grows with the logarithm of the batches.
/// One process, one thread at a time.
/// </summary>
public sealed class AccountStore : IDisposable
{
    /// <summary>Number of files of one level that are merged into one file of the next level.</summary>
    private const int MergeAt = 16;

    private readonly DuckDbConnection _connection;
    private readonly string _folder;

    private AccountStore(DuckDbConnection connection, string folder, AccountManifest manifest) => (_connection, _folder, Manifest) = (connection, folder, manifest);

    /// <summary>The current manifest of the store.</summary>
    public AccountManifest Manifest { get; private set; }

    /// <summary>Invalid when the manifest is damaged; Unavailable when the folder cannot be read.</summary>
    /// <param name="folder">Folder that holds a folder for each account.</param>
    public static Result<AccountStore> Open(DuckDbDatabase database, string folder, string account)
    {
        string own = Path.Combine(folder, account);
        if (!AccountManifest.Read(own, account).TryGet(out AccountManifest? manifest, out Fault? fault))
            return fault;
        var store = new AccountStore(database.Connect(), own, manifest);
        store.RemoveUnnamed();
        return store;
    }

    /// <summary>Sets the start of the recording; no effect when it is already set.</summary>
    public Result<Done> Begin(long at_ms)
    {
        if (Manifest.Version > 0)
            return Done.Value;
        AccountManifest begun = Manifest with { Version = 1, Begun_ms = at_ms, Income_ms = at_ms };
        Result<Done> written = begun.Write(_folder);
        if (written.IsOk)
            Manifest = begun;
        return written;
    }

    /// <summary>The rows are on disk when the call succeeds. A fault leaves the store unchanged, and the same rows may be appended again.</summary>
    public Result<Done> Append(AccountBatch batch)
    {
        Check.That(batch.Sequence >= Manifest.Sequence && batch.Income_ms >= Manifest.Income_ms, "the sequence and income time of a batch must not be lower than those of the store");
        var added = new List<StoredFile>();
        Result<Done> written = Write(RecordLayouts.Orders, batch.Orders, added)
            .Then(_ => Write(RecordLayouts.Fills, batch.Fills, added))
            .Then(_ => Write(RecordLayouts.Parents, batch.Parents, added))
            .Then(_ => Write(RecordLayouts.Income, batch.Income, added))
            .Then(_ => Write(RecordLayouts.Equity, batch.Equity, added));
        if (!written.IsOk)
            return written;
        IReadOnlyList<string> removable = Manifest.Superseded;
        AccountManifest next = Manifest with { Version = Manifest.Version + 1, Sequence = batch.Sequence, Income_ms = batch.Income_ms, Files = [.. Manifest.Files, .. added], Superseded = [] };
        if (!Merge(next).TryGet(out AccountManifest? merged, out Fault? fault))
            return fault;
        Result<Done> published = merged.Write(_folder);
        if (!published.IsOk)
            return published;
        Manifest = merged;
        foreach (string name in removable)
            File.Delete(Path.Combine(_folder, name));
        return Done.Value;
    }

    public void Dispose() => _connection.Dispose();

    private Result<Done> Write<T>(RecordLayout<T> layout, IReadOnlyList<T> records, List<StoredFile> added)
    {
        if (records.Count == 0)
            return Done.Value;
        string name = NameOf(layout.Table, Manifest.Version + 1, 0);
        added.Add(new StoredFile(layout.Table, name, 0, records.Count, records.Min(layout.Time_ms), records.Max(layout.Time_ms)));
        return ParquetFile.Write(_connection, Path.Combine(_folder, name), layout.ToTable(records));
    }

    /// <summary>Merges every full level of every table into one file of the next level and returns the new manifest.</summary>
    private Result<AccountManifest> Merge(AccountManifest manifest)
    {
        while (manifest.Files.GroupBy(file => (file.Table, file.Level)).FirstOrDefault(group => group.Count() >= MergeAt) is { } full)
        {
            StoredFile[] parts = [.. full];
            string name = NameOf(full.Key.Table, manifest.Version, full.Key.Level + 1);
            string list = string.Join(", ", parts.Select(file => SqlText.Literal(Path.Combine(_folder, file.Name))));
            Result<Done> merged = ParquetFile.CopyQuery(_connection, $"SELECT * FROM read_parquet([{list}], union_by_name = true)", Path.Combine(_folder, name));
            if (!merged.IsOk)
                return merged.Fault;
            var whole = new StoredFile(full.Key.Table, name, full.Key.Level + 1, parts.Sum(file => file.Rows), parts.Min(file => file.First_ms), parts.Max(file => file.Last_ms));
            manifest = manifest with { Files = [.. manifest.Files.Except(parts), whole], Superseded = [.. manifest.Superseded, .. parts.Select(file => file.Name)] };
        }

        return manifest;
    }

    private static string NameOf(string table, long version, int level) => string.Create(CultureInfo.InvariantCulture, $"{table}/{version:D10}-{level}.parquet");

    /// <summary>Removes files that an earlier process wrote without replacing the manifest afterwards.</summary>
    private void RemoveUnnamed()
    {
        if (!Directory.Exists(_folder))
            return;
        AtomicFile.RemoveLeftovers(_folder);
        HashSet<string> named = [.. Manifest.Files.Select(file => file.Name), .. Manifest.Superseded];
        foreach (string path in Directory.GetFiles(_folder, "*.parquet", SearchOption.AllDirectories))
        {
            if (!named.Contains(Path.GetRelativePath(_folder, path).Replace('\\', '/')))
                File.Delete(path);
        }
    }
}

/// <summary>Rows that are stored together: all of them or none.</summary>
/// <param name="Sequence">The last ledger fact whose rows are in the batch or in the store; never lower than the store's.</param>
/// <param name="Income_ms">Every booking before this time is in the batch or in the store; never lower than the store's.</param>
public sealed record AccountBatch(long Sequence, long Income_ms)
{
    public IReadOnlyList<OrderRecord> Orders { get; init; } = [];

    public IReadOnlyList<FillRecord> Fills { get; init; } = [];

    public IReadOnlyList<ParentRecord> Parents { get; init; } = [];

    public IReadOnlyList<IncomeRecord> Income { get; init; } = [];

    public IReadOnlyList<EquityRecord> Equity { get; init; } = [];

    public int Rows => Orders.Count + Fills.Count + Parents.Count + Income.Count + Equity.Count;
}
