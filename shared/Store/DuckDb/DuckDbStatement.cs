using System.Text;
using Platform.Primitives.Outcomes;

namespace Platform.Store.DuckDb;

/// <summary>A prepared statement; parameters are ? or $1, $2 … in its text. Used on the thread of its connection.</summary>
public sealed unsafe class DuckDbStatement : IDisposable
{
    private readonly string _sql;
    private nint _handle;

    internal DuckDbStatement(nint handle, string sql) => (_handle, _sql) = (handle, sql);

    /// <summary>Runs the statement and returns the number of rows changed.</summary>
    public Result<long> Execute(params ReadOnlySpan<SqlValue> parameters)
    {
        if (Bind(parameters) is { } unbound)
            return unbound;
        DuckDbResult result;
        bool ok = DuckDbApi.duckdb_execute_prepared(_handle, &result) == DuckDbApi.Success;
        Result<long> outcome = ok ? (long)DuckDbApi.duckdb_rows_changed(&result) : NativeText.Fault(DuckDbApi.duckdb_result_error(&result), _sql);
        DuckDbApi.duckdb_destroy_result(&result);
        return outcome;
    }

    /// <summary>Runs the statement and returns its rows.</summary>
    public Result<DuckDbRows> Query(params ReadOnlySpan<SqlValue> parameters)
    {
        if (Bind(parameters) is { } unbound)
            return unbound;
        DuckDbResult result;
        if (DuckDbApi.duckdb_execute_prepared_streaming(_handle, &result) == DuckDbApi.Success)
            return new DuckDbRows(result, _sql);
        Fault fault = NativeText.Fault(DuckDbApi.duckdb_result_error(&result), _sql);
        DuckDbApi.duckdb_destroy_result(&result);
        return fault;
    }

    public void Dispose()
    {
        if (_handle != 0)
            DuckDbApi.duckdb_destroy_prepare(ref _handle);
    }

    private Fault? Bind(ReadOnlySpan<SqlValue> parameters)
    {
        Check.That(_handle != 0, "the statement is disposed");
        ulong expected = DuckDbApi.duckdb_nparams(_handle);
        if (expected != (ulong)parameters.Length)
            return new Fault(FaultKind.Invalid, $"DuckDB: {parameters.Length} parameters given, {expected} expected [SQL: {_sql}]");
        for (int i = 0; i < parameters.Length; i++)
        {
            if (BindOne((ulong)i + 1, parameters[i]) != DuckDbApi.Success)
                return NativeText.Fault(DuckDbApi.duckdb_prepare_error(_handle), $"{_sql} (parameter {i + 1})");
        }

        return null;
    }

    private int BindOne(ulong index, in SqlValue value)
    {
        switch (value.Type)
        {
            case SqlValue.Kind.Boolean:
                return DuckDbApi.duckdb_bind_boolean(_handle, index, value.Number != 0);
            case SqlValue.Kind.Integer:
                return DuckDbApi.duckdb_bind_int64(_handle, index, (long)value.Number);
            case SqlValue.Kind.Huge:
                return DuckDbApi.duckdb_bind_hugeint(_handle, index, HugeInt.Of(value.Number));
            case SqlValue.Kind.Double:
                return DuckDbApi.duckdb_bind_double(_handle, index, value.Real);
            case SqlValue.Kind.Text:
                byte[] utf8 = Encoding.UTF8.GetBytes(value.Text!);
                fixed (byte* text = utf8)
                    return DuckDbApi.duckdb_bind_varchar_length(_handle, index, text, (ulong)utf8.Length);
            default:
                return DuckDbApi.duckdb_bind_null(_handle, index);
        }
    }
}
