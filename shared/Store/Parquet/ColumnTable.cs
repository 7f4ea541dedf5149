using Platform.Primitives.Outcomes;
using Platform.Store.DuckDb;

namespace Platform.Store.Parquet;

/// <summary>Rows stored as columns in memory, to write to or read from a Parquet file. Not thread-safe.</summary>
public sealed class ColumnTable
{
    private readonly Column[] _columns;
    private readonly Dictionary<string, int> _byName = new(StringComparer.Ordinal);

    public ColumnTable(params IReadOnlyList<ColumnType> columns)
    {
        _columns = [.. columns.Select(type => new Column(type))];
        for (int i = 0; i < _columns.Length; i++)
            Check.That(_byName.TryAdd(columns[i].Name, i), $"the column {columns[i].Name} is defined twice");
        Columns = [.. columns];
    }

    public IReadOnlyList<ColumnType> Columns { get; }

    /// <summary>Number of complete rows.</summary>
    public int Rows => _columns.Length == 0 ? 0 : _columns[^1].Count;

    /// <summary>Starts a new row; add one value for every column, in order.</summary>
    public Row Append()
    {
        Check.That(_columns[0].Count == Rows, "the last row must have one value for every column");
        return new Row(this);
    }

    /// <summary>The index of a column; an unknown name is a programmer's error.</summary>
    public int IndexOf(string column)
    {
        Check.That(_byName.TryGetValue(column, out int index), $"there is no column '{column}'; the columns are {string.Join(", ", _byName.Keys)}");
        return index;
    }

    public bool Has(string column) => _byName.ContainsKey(column);

    /// <summary>All values of a fixed-size column: long, int, short, double, bool, Int128 according to its type. A null is returned as zero.</summary>
    public ReadOnlySpan<T> Values<T>(string column)
        where T : unmanaged => _columns[IndexOf(column)].Values<T>();

    public string? Text(string column, int row) => _columns[IndexOf(column)].Text(row);

    public bool IsNull(string column, int row) => _columns[IndexOf(column)].IsNull(row);

    internal void AddFrom(DuckDbChunk chunk)
    {
        for (int i = 0; i < _columns.Length; i++)
            _columns[i].AddFrom(chunk, i);
    }

    internal void SendTo(DuckDbAppender appender)
    {
        for (int row = 0; row < Rows; row++)
        {
            foreach (Column column in _columns)
                column.Send(appender, row);
            appender.EndRow();
        }
    }

    /// <summary>The row being appended; values must be in the order of the columns, and their types are checked.</summary>
    public ref struct Row(ColumnTable table)
    {
        private int _next;

        /// <summary>Adds an integer, a TIMESTAMP in microseconds, or the units of a DECIMAL.</summary>
        public Row Add(long value)
        {
            Next().Add(value);
            return this;
        }

        /// <summary>Adds a DOUBLE (NaN is stored as NaN); an integer literal needs a decimal point to select this overload.</summary>
        public Row Add(double value)
        {
            Next().Add(value, DuckDbType.Double);
            return this;
        }

        public Row Add(bool value)
        {
            Next().Add(value, DuckDbType.Boolean);
            return this;
        }

        /// <summary>Adds a HUGEINT, or the units of a DECIMAL wider than 18 digits.</summary>
        public Row Add(Int128 value)
        {
            Column column = Next();
            column.Add(value, column.Type.Type == DuckDbType.Decimal ? DuckDbType.Decimal : DuckDbType.HugeInt);
            return this;
        }

        /// <summary>Adds a text, or null.</summary>
        public Row Add(string? value)
        {
            Next().Add(value);
            return this;
        }

        public Row AddNull()
        {
            Next().AddNull();
            return this;
        }

        private Column Next()
        {
            Check.That(_next < table._columns.Length, "the row has more values than the table has columns");
            return table._columns[_next++];
        }
    }
}
