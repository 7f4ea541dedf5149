using Platform.Calculators;
using Platform.Domain.Labels;
using Platform.Domain.Market;

namespace Platform.Strategy.History;

/// <summary>
/// Columns of one symbol and bar length on a regular time grid, appended at the end and dropped at the front. Rows that a published <see
/// cref="BarSeries"/> may show are never changed: appending writes after them, and every other change is made on a copy. Written under
/// the lock of its <see cref="MarketHistory"/>.
/// </summary>
internal sealed class GridSeries(BarInterval interval, IReadOnlyList<BarField> fields, int lookback)
{
    private readonly int _capacity = lookback + Math.Max(16, lookback / 4);
    private double[]?[] _columns = [];
    private long _first = -1;
    private int _count;

    /// <summary>Index of the newest row on the grid (open time divided by length); -1 when empty.</summary>
    public long LastIndex => _first < 0 ? -1 : _first + _count - 1;

    /// <summary>True when the row exists and its close is a number.</summary>
    public bool Has(long index) => Value(BarField.Close, index) is { } close && !double.IsNaN(close);

    /// <summary>Null when the row is not stored.</summary>
    public double? Value(BarField field, long index) =>
        _first >= 0 && index >= _first && index <= LastIndex && _columns[(int)field] is { } column ? column[index - _first] : null;

    /// <summary>Index of the newest row with a bar before the given row; one before the first row when there is none.</summary>
    public long LastBarBefore(long index)
    {
        long row = Math.Min(LastIndex, index - 1);
        while (row >= _first && !Has(row))
            row--;
        return row;
    }

    /// <summary>Takes bars in any order; those older than the lookback are ignored.</summary>
    public void Write(ReadOnlySpan<Bar> bars)
    {
        if (bars.IsEmpty)
            return;
        bool copied = MakeSpaceBefore(bars);
        foreach (Bar bar in bars)
        {
            long index = bar.OpenTime_ms / interval.Length_ms;
            if (index < _first)
                continue;
            if (index > LastIndex)
                GrowTo(index);
            else if (!copied)
                copied = CopyFrom(_first);
            int row = (int)(index - _first);
            foreach (BarField field in fields)
                _columns[(int)field]![row] = BarFields.Read(bar, field);
        }
    }

    /// <summary>The series up to and including the row; rows without a bar are NaN. Null when nothing is known.</summary>
    public BarSeries? Until(long index)
    {
        if (_first < 0 || index < _first)
            return null;
        if (index > LastIndex)
            GrowTo(index);
        return new BarSeries(interval, _columns, (int)(index - _first) + 1, index * interval.Length_ms);
    }

    /// <summary>
    /// Sets or moves the first row so that every bar of the batch within the lookback of the newest one fits; true when this made a copy.
    /// </summary>
    private bool MakeSpaceBefore(ReadOnlySpan<Bar> bars)
    {
        long newest = LastIndex, oldest = long.MaxValue;
        foreach (Bar bar in bars)
        {
            newest = Math.Max(newest, bar.OpenTime_ms / interval.Length_ms);
            oldest = Math.Min(oldest, bar.OpenTime_ms / interval.Length_ms);
        }

        long first = Math.Max(oldest, newest - lookback + 1);
        if (_first < 0)
        {
            (_first, _columns) = (first, NewColumns());
            return true;
        }

        return first < _first && CopyFrom(first);
    }

    /// <summary>Appends empty rows up to the given one, in new arrays when the current ones are full.</summary>
    private void GrowTo(long index)
    {
        if (index - _first >= _capacity)
            CopyFrom(index - lookback + 1);
        int row = (int)(index - _first);
        foreach (BarField field in fields)
            _columns[(int)field].AsSpan(_count, row + 1 - _count).Fill(double.NaN);
        _count = row + 1;
    }

    /// <summary>Copies into new arrays that start with the given row; known rows keep their values, other rows are NaN.</summary>
    private bool CopyFrom(long first)
    {
        double[]?[] fresh = NewColumns();
        int drop = (int)Math.Clamp(first - _first, 0, _count);
        int shift = (int)Math.Max(0, _first - first);
        foreach (BarField field in fields)
        {
            fresh[(int)field].AsSpan(0, shift).Fill(double.NaN);
            _columns[(int)field].AsSpan(drop, _count - drop).CopyTo(fresh[(int)field].AsSpan(shift));
        }

        (_columns, _count) = (fresh, _count - drop + shift);
        _first = first;
        return true;
    }

    private double[]?[] NewColumns()
    {
        var columns = new double[BarFields.Count][];
        foreach (BarField field in fields)
            columns[(int)field] = new double[_capacity];
        return columns;
    }
}
