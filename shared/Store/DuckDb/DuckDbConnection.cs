using Platform.Primitives.Outcomes;

namespace Platform.Store.DuckDb;

/// <summary>A connection: one statement and one thread at a time, except for <see cref="Interrupt"/>.</summary>
public sealed class DuckDbConnection : IDisposable
{
    private nint _handle;

    internal DuckDbConnection(nint handle) => _handle = handle;

    internal nint Handle
    {
        get
        {
            Check.That(_handle != 0, "the connection is closed");
            return _handle;
        }
    }

    /// <summary>Runs a statement and returns the number of rows changed. Faults contain the SQL.</summary>
    public Result<long> Execute(string sql, params ReadOnlySpan<SqlValue> parameters)
    {
        Result<DuckDbStatement> prepared = Prepare(sql);
        if (!prepared.IsOk)
            return prepared.Fault;
        using DuckDbStatement statement = prepared.Value;
        return statement.Execute(parameters);
    }

    /// <summary>Runs several statements separated by semicolons, without parameters or results.</summary>
    public unsafe Result<Done> ExecuteScript(string sql)
    {
        DuckDbResult result;
        bool ok = DuckDbApi.duckdb_query(Handle, sql, &result) == DuckDbApi.Success;
        Result<Done> outcome = ok ? Done.Value : NativeText.Fault(DuckDbApi.duckdb_result_error(&result), sql);
        DuckDbApi.duckdb_destroy_result(&result);
        return outcome;
    }

    /// <summary>Runs a query; rows are read in chunks while they are computed, so that memory is bounded. Dispose the result before the next statement.</summary>
    public Result<DuckDbRows> Query(string sql, params ReadOnlySpan<SqlValue> parameters)
    {
        Result<DuckDbStatement> prepared = Prepare(sql);
        if (!prepared.IsOk)
            return prepared.Fault;
        using DuckDbStatement statement = prepared.Value;
        return statement.Query(parameters);
    }

    /// <summary>Prepares a statement for repeated use.</summary>
    public unsafe Result<DuckDbStatement> Prepare(string sql)
    {
        if (DuckDbApi.duckdb_prepare(Handle, sql, out nint statement) == DuckDbApi.Success)
            return new DuckDbStatement(statement, sql);
        Fault fault = NativeText.Fault(DuckDbApi.duckdb_prepare_error(statement), sql);
        DuckDbApi.duckdb_destroy_prepare(ref statement);
        return fault;
    }

    /// <summary>Creates an appender for a table with these columns, in the table's order.</summary>
    public unsafe Result<DuckDbAppender> Append(string table, IReadOnlyList<ColumnType> columns)
    {
        if (DuckDbApi.duckdb_appender_create(Handle, null, table, out nint appender) == DuckDbApi.Success)
            return new DuckDbAppender(appender, table, columns);
        Fault fault = NativeText.Fault(DuckDbApi.duckdb_appender_error(appender), $"append to {table}");
        _ = DuckDbApi.duckdb_appender_destroy(ref appender);
        return fault;
    }

    /// <summary>Interrupts the running statement, which then fails as Unavailable. Thread-safe.</summary>
    public void Interrupt() => DuckDbApi.duckdb_interrupt(Handle);

    public void Dispose()
    {
        if (_handle != 0)
            DuckDbApi.duckdb_disconnect(ref _handle);
    }
}
