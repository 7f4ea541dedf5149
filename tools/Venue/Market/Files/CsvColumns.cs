using Platform.Primitives.Numbers;

namespace Platform.Venue.Market.Files;

/// <summary>One required column of a file: its name, alternative names, and its position when there is no header.</summary>
internal sealed record CsvColumn(string Name, int Place, params string[] Aliases);

/// <summary>
/// The columns of one CSV file, by the names in its header or, without a header, in the published order. Reads rows and reports
/// for an invalid row which field is wrong and what was expected.
/// </summary>
internal sealed class CsvColumns
{
    private const int Most = 16;
    private readonly CsvColumn[] _columns;
    private readonly int[] _places;
    private readonly Range[] _cells = new Range[Most];
    private string _row = "";
    private int _count;

    private CsvColumns(CsvColumn[] columns, int[] places) => (_columns, _places) = (columns, places);

    /// <summary>Description of the error in the last row; null when the row is valid.</summary>
    public string? Problem { get; private set; }

    /// <param name="first">The file's first line.</param>
    /// <param name="missing">The column that the header lacks, or for which the row is too short.</param>
    public static CsvColumns? Of(CsvColumn[] columns, string first, out CsvColumn? missing)
    {
        missing = null;
        string[] cells = first.Split(',', StringSplitOptions.TrimEntries);
        bool named = IsHeader(first);
        var places = new int[columns.Length];
        for (int i = 0; i < columns.Length; i++)
        {
            places[i] = named ? Array.FindIndex(cells, cell => IsNamed(columns[i], cell)) : columns[i].Place < cells.Length ? columns[i].Place : -1;
            if (places[i] >= 0)
                continue;
            missing = columns[i];
            return null;
        }

        return new CsvColumns(columns, places);
    }

    /// <summary>True when the line is a header. Files from before 2023 have none; a header does not start with a digit.</summary>
    public static bool IsHeader(string line) => line.Length > 0 && !char.IsAsciiDigit(line[0]);

    public void Read(string row)
    {
        (_row, Problem) = (row, null);
        _count = row.AsSpan().Split(_cells, ',');
    }

    public ReadOnlySpan<char> Text(int column)
    {
        if (_places[column] < _count)
            return _row.AsSpan(_cells[_places[column]]).Trim();
        Problem ??= $"column '{_columns[column].Name}' is missing, the row has {_count} columns.";
        return [];
    }

    public long Long(int column) => long.TryParse(Text(column), out long value) ? value : Wrong(column, "a whole number");

    /// <summary>Reads a time as Unix ms; a time in microseconds is recognized by its magnitude and converted.</summary>
    public long Time_ms(int column)
    {
        const long FirstMicroseconds = 100_000_000_000_000;
        long time = Long(column);
        if (time < 1_000_000_000_000 && Problem is null)
            return Wrong(column, "a time in Unix milliseconds");
        return time >= FirstMicroseconds ? time / 1000 : time;
    }

    /// <summary>Reads a decimal number that is not negative, in units of 10^-8.</summary>
    public long Amount(int column) => Price.TryParse(Text(column), out Price value) && value.Units >= 0 ? value.Units : Wrong(column, "a decimal number of at most 8 decimals, not negative");

    public long PositiveAmount(int column) => Amount(column) is > 0 and long units ? units : Wrong(column, "a decimal number above 0");

    public long Wrong(int column, string expected)
    {
        Problem ??= $"{_columns[column].Name} '{Text(column)}' is not {expected}.";
        return 0;
    }

    private static bool IsNamed(CsvColumn column, string cell) =>
        column.Name.Equals(cell, StringComparison.OrdinalIgnoreCase) || column.Aliases.Contains(cell, StringComparer.OrdinalIgnoreCase);
}
