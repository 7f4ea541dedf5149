using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;
using Platform.Store.DuckDb;
using Platform.Store.Parquet;

namespace Platform.Accounting.Records;

/// <summary>The Parquet layout of one kind of record.</summary>
/// <param name="Table">Name of the folder of its files.</param>
/// <param name="TimeColumn">Column with Unix ms by which a reader selects a period.</param>
internal sealed record RecordLayout<T>(string Table, string TimeColumn, IReadOnlyList<ColumnType> Columns, Action<ColumnTable, T> Append, Func<ColumnTable, int, T> Read, Func<T, long> Time_ms)
{
    public ColumnTable ToTable(IEnumerable<T> records)
    {
        var table = new ColumnTable(Columns);
        foreach (T record in records)
            Append(table, record);
        return table;
    }

    public List<T> FromTable(ColumnTable table)
    {
        var records = new List<T>(table.Rows);
        for (int row = 0; row < table.Rows; row++)
            records.Add(Read(table, row));
        return records;
    }
}

/// <summary>Reads cells of a table as domain values.</summary>
internal static class RecordCells
{
    public static ColumnType Exact(string name) => ColumnType.Decimal(name, 38, 8);

    public static long Long(this ColumnTable table, string column, int row) => table.Values<long>(column)[row];

    public static string TextOf(this ColumnTable table, string column, int row) => table.Text(column, row) ?? "";

    public static Price Price(this ColumnTable table, string column, int row) => Primitives.Numbers.Price.FromUnits((long)table.Values<Int128>(column)[row]);

    public static Quantity Quantity(this ColumnTable table, string column, int row) => Primitives.Numbers.Quantity.FromUnits((long)table.Values<Int128>(column)[row]);

    public static Money Money(this ColumnTable table, string column, int row) => Primitives.Numbers.Money.FromUnits((long)table.Values<Int128>(column)[row]);

    /// <summary>As the exchange spells it: BUY, SELL, BOTH, LONG, SHORT.</summary>
    public static string Wire<T>(T value)
        where T : struct, Enum => value.ToString().ToUpperInvariant();

    /// <summary>Reads an enum value by name; an unknown name means that the file is damaged.</summary>
    public static T Named<T>(this ColumnTable table, string column, int row)
        where T : struct, Enum
    {
        string text = table.TextOf(column, row);
        Check.That(Enum.TryParse(text, ignoreCase: true, out T value), $"'{text}' in column {column} is not a {typeof(T).Name}");
        return value;
    }
}
