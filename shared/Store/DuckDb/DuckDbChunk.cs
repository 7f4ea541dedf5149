using System.Runtime.CompilerServices;
using System.Text;
using Platform.Primitives.Outcomes;

namespace Platform.Store.DuckDb;

/// <summary>Up to 2048 rows as columns in DuckDB's memory, read without copies. Valid until the next chunk is fetched.</summary>
public sealed unsafe class DuckDbChunk
{
    private const int InlineText = 12;

    private readonly IReadOnlyList<ColumnType> _columns;
    private nint _handle;

    internal DuckDbChunk(nint handle, IReadOnlyList<ColumnType> columns)
    {
        _handle = handle;
        _columns = columns;
        Rows = (int)DuckDbApi.duckdb_data_chunk_get_size(handle);
    }

    public int Rows { get; }

    /// <summary>
    /// Values of a column of fixed size: BIGINT and TIMESTAMP as long, INTEGER int, SMALLINT short, DOUBLE double, BOOLEAN
    /// bool, HUGEINT Int128, DECIMAL as the integer of its width (short, int, long, Int128). The value of a null row is undefined.
    /// </summary>
    public ReadOnlySpan<T> Values<T>(int column)
        where T : unmanaged
    {
        ColumnType type = _columns[column];
        Check.That(sizeof(T) == type.ValueBytes && type.Type is not (DuckDbType.VarChar or DuckDbType.Blob), "the element size must match the column; see its ColumnType");
        Check.That((typeof(T) == typeof(double)) == (type.Type == DuckDbType.Double), "only a DOUBLE column can be read as double");
        return new ReadOnlySpan<T>(DuckDbApi.duckdb_vector_get_data(Vector(column)), Rows);
    }

    /// <summary>One bit per row, set for rows with a value; empty when the column has no nulls in this chunk.</summary>
    public ReadOnlySpan<ulong> Validity(int column)
    {
        ulong* mask = DuckDbApi.duckdb_vector_get_validity(Vector(column));
        return mask is null ? default : new ReadOnlySpan<ulong>(mask, (Rows + 63) / 64);
    }

    public bool IsNull(int column, int row)
    {
        ReadOnlySpan<ulong> mask = Validity(column);
        return !mask.IsEmpty && (mask[row >> 6] >> (row & 63) & 1) == 0;
    }

    /// <summary>The bytes of a VARCHAR (UTF-8) or BLOB.</summary>
    public ReadOnlySpan<byte> Utf8(int column, int row)
    {
        Check.That(_columns[column].Type is DuckDbType.VarChar or DuckDbType.Blob, "only a VARCHAR or BLOB column can be read as bytes");
        Check.That((uint)row < (uint)Rows);

        // duckdb_string_t: length, then the text itself when it is short, otherwise its first four bytes and a pointer.
        byte* entry = (byte*)DuckDbApi.duckdb_vector_get_data(Vector(column)) + (row * 16L);
        int length = (int)Unsafe.ReadUnaligned<uint>(entry);
        return length <= InlineText ? new ReadOnlySpan<byte>(entry + 4, length) : new ReadOnlySpan<byte>((void*)Unsafe.ReadUnaligned<nint>(entry + 8), length);
    }

    /// <summary>The text of a VARCHAR, or null.</summary>
    public string? Text(int column, int row) => IsNull(column, row) ? null : Encoding.UTF8.GetString(Utf8(column, row));

    /// <summary>A DECIMAL of any width in units of 10^-scale.</summary>
    public Int128 Units(int column, int row)
    {
        Check.That(_columns[column].Type == DuckDbType.Decimal, "only a DECIMAL column can be read as units");
        return _columns[column].ValueBytes switch
        {
            2 => Values<short>(column)[row],
            4 => Values<int>(column)[row],
            8 => Values<long>(column)[row],
            _ => Values<Int128>(column)[row],
        };
    }

    /// <summary>Raw bytes of a fixed-size column, for copying whole columns.</summary>
    internal ReadOnlySpan<byte> Raw(int column) => new(DuckDbApi.duckdb_vector_get_data(Vector(column)), Rows * _columns[column].ValueBytes);

    internal void Dispose()
    {
        if (_handle != 0)
            DuckDbApi.duckdb_destroy_data_chunk(ref _handle);
    }

    private nint Vector(int column)
    {
        Check.That(_handle != 0, "the chunk is not valid after Next");
        return DuckDbApi.duckdb_data_chunk_get_vector(_handle, (ulong)column);
    }
}
