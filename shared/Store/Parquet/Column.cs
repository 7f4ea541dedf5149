using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Platform.Primitives.Outcomes;
using Platform.Store.DuckDb;

namespace Platform.Store.Parquet;

/// <summary>One column of a <see cref="ColumnTable"/>: contiguous values and their null flags.</summary>
internal sealed class Column(ColumnType type)
{
    private readonly bool _isText = type.Type == DuckDbType.VarChar;
    private readonly int _width = type.ValueBytes;
    private byte[] _values = [];
    private string?[] _texts = [];
    private ulong[] _nulls = [];

    public ColumnType Type { get; } = type;

    public int Count { get; private set; }

    public bool HasNulls { get; private set; }

    public ReadOnlySpan<T> Values<T>()
        where T : unmanaged
    {
        Check.That(!_isText && Unsafe.SizeOf<T>() == _width, $"column {Type.Name} is {Type.Sql}, not {typeof(T).Name}");
        Check.That((typeof(T) == typeof(double)) == (Type.Type == DuckDbType.Double), $"column {Type.Name} is {Type.Sql}, not {typeof(T).Name}");
        return MemoryMarshal.Cast<byte, T>(_values.AsSpan(0, Count * _width));
    }

    public string? Text(int row)
    {
        Check.That(_isText && row < Count, $"column {Type.Name} is {Type.Sql}, row {row} of {Count}");
        return _texts[row];
    }

    public bool IsNull(int row) => HasNulls && (_nulls[row >> 6] >> (row & 63) & 1) != 0;

    public void Add(long value)
    {
        Span<byte> place = Next();
        Check.That(!_isText && Type.Type is not (DuckDbType.Double or DuckDbType.Boolean), $"column {Type.Name} is {Type.Sql}, not an integer");
        switch (_width)
        {
            case 2:
                Unsafe.WriteUnaligned(ref place[0], checked((short)value));
                break;
            case 4:
                Unsafe.WriteUnaligned(ref place[0], checked((int)value));
                break;
            case 8:
                Unsafe.WriteUnaligned(ref place[0], value);
                break;
            default:
                Unsafe.WriteUnaligned(ref place[0], (Int128)value);
                break;
        }
    }

    public void Add<T>(T value, DuckDbType expected)
        where T : unmanaged
    {
        Check.That(Type.Type == expected && Unsafe.SizeOf<T>() == _width, $"column {Type.Name} is {Type.Sql}, not {typeof(T).Name}");
        Unsafe.WriteUnaligned(ref Next()[0], value);
    }

    public void Add(string? text)
    {
        Check.That(_isText, $"column {Type.Name} is {Type.Sql}, not text");
        if (text is null)
        {
            AddNull();
            return;
        }

        Next();
        _texts[Count - 1] = text;
    }

    public void AddNull()
    {
        Next();
        HasNulls = true;
        int row = Count - 1;
        _nulls[row >> 6] |= 1UL << (row & 63);
    }

    /// <summary>Appends the values of this column from a chunk.</summary>
    public void AddFrom(DuckDbChunk chunk, int index)
    {
        if (_isText)
        {
            string? last = null;
            for (int row = 0; row < chunk.Rows; row++)
                Add(last = chunk.IsNull(index, row) ? null : Same(last, chunk.Utf8(index, row)));
            return;
        }

        int first = Count;
        Reserve(Count + chunk.Rows);
        chunk.Raw(index).CopyTo(_values.AsSpan(first * _width));
        Count += chunk.Rows;
        if (chunk.Validity(index).IsEmpty)
            return;
        for (int row = 0; row < chunk.Rows; row++)
        {
            if (!chunk.IsNull(index, row))
                continue;
            HasNulls = true;
            _values.AsSpan((first + row) * _width, _width).Clear();
            _nulls[(first + row) >> 6] |= 1UL << ((first + row) & 63);
        }
    }

    /// <summary>Passes one value to the appender.</summary>
    public void Send(DuckDbAppender appender, int row)
    {
        if (IsNull(row))
            appender.AddNull();
        else if (_isText)
            appender.Add(_texts[row]);
        else if (Type.Type == DuckDbType.Double)
            appender.Add(Values<double>()[row]);
        else if (Type.Type == DuckDbType.Boolean)
            appender.Add(Values<bool>()[row]);
        else if (_width == 16)
            appender.Add(Values<Int128>()[row]);
        else
            appender.Add(_width switch { 2 => Values<short>()[row], 4 => Values<int>()[row], _ => Values<long>()[row] });
    }

    // Symbols repeat in a column, so equal values share one string.
    private static string Same(string? last, ReadOnlySpan<byte> utf8)
    {
        Span<byte> known = stackalloc byte[64];
        return last is not null && Encoding.UTF8.TryGetBytes(last, known, out int length) && known[..length].SequenceEqual(utf8)
            ? last
            : Encoding.UTF8.GetString(utf8);
    }

    private Span<byte> Next()
    {
        Reserve(Count + 1);
        Count++;
        return _isText ? default : _values.AsSpan((Count - 1) * _width, _width);
    }

    private void Reserve(int rows)
    {
        int capacity = _nulls.Length * 64;
        if (rows <= capacity)
            return;
        int larger = (Math.Max(rows, capacity * 2) + 63) / 64 * 64;
        Array.Resize(ref _nulls, larger / 64);
        if (_isText)
            Array.Resize(ref _texts, larger);
        else
            Array.Resize(ref _values, larger * _width);
    }
}
