using Platform.Primitives.Outcomes;
using Platform.Store.DuckDb;

namespace Platform.Store.Parquet;

/// <summary>Rows kept as columns in memory, to be written to a Parquet file or read from one. One thread at a time.</summary>
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

    /// <summary>Whole rows.</summary>
    public int Rows => _columns.Length == 0 ? 0 : _columns[^1].Count;

    /// <summary>A new row, to be given one value for every column, in order.</summary>
    public Row Append()
    {
        Check.That(_columns[0].Count == Rows, "the last row has not got all its values");
        return new Row(this);
    }

    /// <summary>The place of a column; a name that is not there is a programmer's error.</summary>
    public int IndexOf(string column)
    {
        Check.That(_byName.TryGetValue(column, out int index), $"there is no column '{column}'; there are {string.Join(", ", _byName.Keys)}");
        return index;
    }

    public bool Has(string column) => _byName.ContainsKey(column);

    /// <summary>All values of a fixed-size column: long, int, short, double, bool, Int128 according to its type. A null reads as zero.</summary>
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

    /// <summary>The row being appended; the values follow the columns' order, and their types are checked.</summary>
    public ref struct Row(ColumnTable table)
    {
        private int _next;

        /// <summary>An integer, a TIMESTAMP in microseconds, or the units of a DECIMAL.</summary>
        public Row Add(long value)
        {
            Next().Add(value);
            return this;
        }

        /// <summary>A DOUBLE (NaN stays NaN); a whole number literal needs its decimal point to land here.</summary>
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

        /// <summary>A HUGEINT, or the units of a DECIMAL wider than 18.</summary>
        public Row Add(Int128 value)
        {
            Column column = Next();
            column.Add(value, column.Type.Type == DuckDbType.Decimal ? DuckDbType.Decimal : DuckDbType.HugeInt);
            return this;
        }

        /// <summary>Text; null is null.</summary>
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
