using System.Globalization;
using Platform.Primitives.Outcomes;

namespace Platform.Store.DuckDb;

/// <summary>Settings of one DuckDB instance.</summary>
public sealed record DuckDbOptions
{
    /// <summary>Database file; null for an in-memory database, which is used to read and write Parquet files.</summary>
    public string? Path { get; init; }

    /// <summary>Maximum number of threads of one query.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Maximum memory of queries, in MiB; beyond it a query spills to disk or fails as Exhausted.</summary>
    public int MemoryLimit_mib { get; init; } = 256;

    /// <summary>Folder for the spill files of large queries; null disables spilling.</summary>
    public string? SpillFolder { get; init; }
}

/// <summary>One DuckDB instance of a process. Its connections may be used on different threads, each connection by one thread at a time.</summary>
public sealed class DuckDbDatabase : IDisposable
{
    private nint _handle;

    private DuckDbDatabase(nint handle) => _handle = handle;

    /// <summary>Version of the library, such as v1.5.6; Unavailable, with the remedy, when it is missing.</summary>
    public static unsafe Result<string> LibraryVersion => DuckDbLibrary.Require().Then<string>(_ => NativeText.Of(DuckDbApi.duckdb_library_version()));

    /// <summary>Unavailable, with the remedy, when the library is missing or the file cannot be opened.</summary>
    public static unsafe Result<DuckDbDatabase> Open(DuckDbOptions? options = null)
    {
        options ??= new DuckDbOptions();
        if (!DuckDbLibrary.Require().TryGet(out _, out Fault? missing))
            return missing;
        Check.That(DuckDbApi.duckdb_create_config(out nint config) == DuckDbApi.Success);
        try
        {
            foreach ((string name, string value) in Settings(options))
            {
                if (DuckDbApi.duckdb_set_config(config, name, value) != DuckDbApi.Success)
                    return new Fault(FaultKind.Invalid, $"DuckDB {LibraryVersion.Value} does not accept {name} = {value}");
            }

            byte* error = null;
            if (DuckDbApi.duckdb_open_ext(options.Path, out nint database, config, &error) == DuckDbApi.Success)
                return new DuckDbDatabase(database);
            string why = NativeText.Of(error);
            DuckDbApi.duckdb_free(error);
            return new Fault(FaultKind.Unavailable, $"cannot open the database {options.Path ?? "in memory"}: {why}");
        }
        finally
        {
            DuckDbApi.duckdb_destroy_config(ref config);
        }
    }

    public DuckDbConnection Connect()
    {
        Check.That(_handle != 0, "the database is closed");
        Check.That(DuckDbApi.duckdb_connect(_handle, out nint connection) == DuckDbApi.Success, "DuckDB cannot open a connection");
        return new DuckDbConnection(connection);
    }

    /// <summary>Closes the database; dispose its connections first.</summary>
    public void Dispose()
    {
        if (_handle != 0)
            DuckDbApi.duckdb_close(ref _handle);
    }

    private static IEnumerable<(string Name, string Value)> Settings(DuckDbOptions options)
    {
        yield return ("threads", options.Threads.ToString(CultureInfo.InvariantCulture));
        yield return ("memory_limit", string.Create(CultureInfo.InvariantCulture, $"{options.MemoryLimit_mib}MiB"));
        yield return ("temp_directory", options.SpillFolder ?? "");

        // DuckDB must not download extensions from the network.
        yield return ("autoinstall_known_extensions", "false");
        yield return ("autoload_known_extensions", "false");
    }
}
