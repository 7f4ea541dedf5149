using Platform.Primitives.Outcomes;

namespace Platform.Store.DuckDb;

/// <summary>The result of a query, read in chunks of up to 2048 rows on the thread of its connection.</summary>
public sealed unsafe class DuckDbRows : IDisposable
{
    private readonly string _sql;
    private DuckDbResult _result;
    private DuckDbChunk? _chunk;
    private bool _disposed;

    internal DuckDbRows(DuckDbResult result, string sql)
    {
        _result = result;
        _sql = sql;
        Columns = ReadColumns(&result);
    }

    public IReadOnlyList<ColumnType> Columns { get; }

    /// <summary>The last chunk read; its spans are valid until the next call of <see cref="Next"/>.</summary>
    public DuckDbChunk Chunk
    {
        get
        {
            Check.That(_chunk is not null, "call Next first, and read only while it returns true");
            return _chunk;
        }
    }

    /// <summary>Moves to the next chunk; false after the last. Faults contain the SQL.</summary>
    public Result<bool> Next()
    {
        Check.That(!_disposed, "the rows are disposed");
        _chunk?.Dispose();
        nint chunk = DuckDbApi.duckdb_fetch_chunk(_result);
        _chunk = chunk == 0 ? null : new DuckDbChunk(chunk, Columns);
        if (_chunk is not null)
            return true;
        fixed (DuckDbResult* result = &_result)
        {
            byte* error = DuckDbApi.duckdb_result_error(result);
            return error is null || *error == 0 ? false : NativeText.Fault(error, _sql);
        }
    }

    /// <summary>Calls the visitor for every chunk and returns the number of rows.</summary>
    public Result<long> ForEach(Action<DuckDbChunk> visit)
    {
        long rows = 0;
        while (true)
        {
            Result<bool> next = Next();
            if (!next.IsOk)
                return next.Fault;
            if (!next.Value)
                return rows;
            rows += Chunk.Rows;
            visit(Chunk);
        }
    }

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _chunk?.Dispose();
        _chunk = null;
        fixed (DuckDbResult* result = &_result)
            DuckDbApi.duckdb_destroy_result(result);
    }

    private static ColumnType[] ReadColumns(DuckDbResult* result)
    {
        var columns = new ColumnType[DuckDbApi.duckdb_column_count(result)];
        for (int i = 0; i < columns.Length; i++)
        {
            nint logical = DuckDbApi.duckdb_column_logical_type(result, (ulong)i);
            DuckDbType type = DuckDbApi.duckdb_get_type_id(logical);
            bool isDecimal = type == DuckDbType.Decimal;
            columns[i] = new ColumnType(
                NativeText.Of(DuckDbApi.duckdb_column_name(result, (ulong)i)),
                type,
                isDecimal ? DuckDbApi.duckdb_decimal_width(logical) : 0,
                isDecimal ? DuckDbApi.duckdb_decimal_scale(logical) : 0);
            DuckDbApi.duckdb_destroy_logical_type(ref logical);
        }

        return columns;
    }
}
