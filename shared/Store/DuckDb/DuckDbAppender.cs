using System.Text;
using Platform.Primitives.Outcomes;

namespace Platform.Store.DuckDb;

/// <summary>Inserts rows in column vectors of 2048 rows. The rows are in the table after <see cref="Complete"/>; without it they are lost.</summary>
public sealed unsafe class DuckDbAppender : IDisposable
{
    private readonly string _table;
    private readonly ColumnType[] _columns;
    private readonly nint[] _vectors;
    private readonly nint[] _values;
    private readonly int _capacity;
    private nint _appender;
    private nint _chunk;
    private int _row;
    private int _column;
    private Fault? _fault;

    internal DuckDbAppender(nint appender, string table, IReadOnlyList<ColumnType> columns)
    {
        _appender = appender;
        _table = table;
        _columns = [.. columns];
        _vectors = new nint[_columns.Length];
        _values = new nint[_columns.Length];
        _capacity = (int)DuckDbApi.duckdb_vector_size();
        _chunk = CreateChunk(_columns);
        FindVectors();
    }

    /// <summary>Adds the next value of the row: BIGINT, TIMESTAMP, INTEGER, SMALLINT, or the units of a DECIMAL.</summary>
    public DuckDbAppender Add(long value)
    {
        ColumnType column = _columns[_column];
        void* values = (void*)_values[_column];
        switch (column.ValueBytes)
        {
            case 8 when column.Type is not DuckDbType.Double:
                ((long*)values)[_row] = value;
                break;
            case 4 when column.Type is not DuckDbType.Float:
                ((int*)values)[_row] = checked((int)value);
                break;
            case 2:
                ((short*)values)[_row] = checked((short)value);
                break;
            case 16 when column.Type is DuckDbType.HugeInt or DuckDbType.Decimal:
                ((Int128*)values)[_row] = value;
                break;
            default:
                Check.That(false, $"column {column.Name} of {_table} is {column.Sql}, not an integer");
                break;
        }

        _column++;
        return this;
    }

    /// <summary>Adds a HUGEINT, or the units of a DECIMAL wider than 18 digits.</summary>
    public DuckDbAppender Add(Int128 value)
    {
        Expect(_columns[_column].ValueBytes == 16 && _columns[_column].Type != DuckDbType.VarChar);
        ((Int128*)_values[_column++])[_row] = value;
        return this;
    }

    /// <summary>Adds a DOUBLE; NaN is stored as NaN, not as null.</summary>
    public DuckDbAppender Add(double value)
    {
        Expect(_columns[_column].Type == DuckDbType.Double);
        ((double*)_values[_column++])[_row] = value;
        return this;
    }

    public DuckDbAppender Add(bool value)
    {
        Expect(_columns[_column].Type == DuckDbType.Boolean);
        ((bool*)_values[_column++])[_row] = value;
        return this;
    }

    /// <summary>Adds a VARCHAR, or null.</summary>
    public DuckDbAppender Add(string? value)
    {
        if (value is null)
            return AddNull();
        Span<byte> small = stackalloc byte[256];
        return Encoding.UTF8.TryGetBytes(value, small, out int length) ? AddUtf8(small[..length]) : AddUtf8(Encoding.UTF8.GetBytes(value));
    }

    /// <summary>Adds a VARCHAR from UTF-8 bytes.</summary>
    public DuckDbAppender AddUtf8(ReadOnlySpan<byte> value)
    {
        Expect(_columns[_column].Type == DuckDbType.VarChar);
        fixed (byte* text = value)
            DuckDbApi.duckdb_vector_assign_string_element_len(_vectors[_column], (ulong)_row, text, (ulong)value.Length);
        _column++;
        return this;
    }

    public DuckDbAppender AddNull()
    {
        nint vector = _vectors[_column++];
        DuckDbApi.duckdb_vector_ensure_validity_writable(vector);
        DuckDbApi.duckdb_vector_get_validity(vector)[_row >> 6] &= ~(1UL << (_row & 63));
        return this;
    }

    /// <summary>Ends the row, which must have a value for every column.</summary>
    public void EndRow()
    {
        Check.That(_column == _columns.Length, "a row must have one value for every column");
        _column = 0;
        if (++_row == _capacity)
            Send();
    }

    /// <summary>Inserts all rows into the table. Invalid when the table refuses them because of its columns or constraints.</summary>
    public Result<Done> Complete()
    {
        Check.That(_column == 0, "call EndRow for the last row before Complete");
        Send();
        if (_fault is null && DuckDbApi.duckdb_appender_flush(_appender) != DuckDbApi.Success)
            _fault = Error();
        return _fault is null ? Done.Value : _fault;
    }

    public void Dispose()
    {
        if (_chunk != 0)
            DuckDbApi.duckdb_destroy_data_chunk(ref _chunk);
        if (_appender != 0)
            _ = DuckDbApi.duckdb_appender_destroy(ref _appender);
    }

    private static nint CreateChunk(ColumnType[] columns)
    {
        nint* types = stackalloc nint[columns.Length];
        for (int i = 0; i < columns.Length; i++)
        {
            types[i] = columns[i].Type == DuckDbType.Decimal
                ? DuckDbApi.duckdb_create_decimal_type((byte)columns[i].Width, (byte)columns[i].Scale)
                : DuckDbApi.duckdb_create_logical_type(columns[i].Type);
        }

        nint chunk = DuckDbApi.duckdb_create_data_chunk(types, (ulong)columns.Length);
        for (int i = 0; i < columns.Length; i++)
            DuckDbApi.duckdb_destroy_logical_type(ref types[i]);
        return chunk;
    }

    private void FindVectors()
    {
        for (int i = 0; i < _vectors.Length; i++)
        {
            _vectors[i] = DuckDbApi.duckdb_data_chunk_get_vector(_chunk, (ulong)i);
            _values[i] = (nint)DuckDbApi.duckdb_vector_get_data(_vectors[i]);
        }
    }

    private void Send()
    {
        if (_row == 0)
            return;
        DuckDbApi.duckdb_data_chunk_set_size(_chunk, (ulong)_row);
        if (_fault is null && DuckDbApi.duckdb_append_data_chunk(_appender, _chunk) != DuckDbApi.Success)
            _fault = Error();
        DuckDbApi.duckdb_data_chunk_reset(_chunk);
        FindVectors();
        _row = 0;
    }

    private Fault Error() => NativeText.Fault(DuckDbApi.duckdb_appender_error(_appender), $"append to {_table}");

    private void Expect(bool fits)
    {
        if (!fits)
            Check.That(fits, $"column {_columns[_column].Name} of {_table} is {_columns[_column].Sql}");
    }
}
