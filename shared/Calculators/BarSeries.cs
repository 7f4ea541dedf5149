using Platform.Domain.Labels;

namespace Platform.Calculators;

/// <summary>
/// Columns of one symbol and bar length with one row for each window; a window without a bar is NaN.
/// Immutable for its readers; created by the strategy process and by <see cref="AlphaViewBuilder"/>.
/// </summary>
/// <param name="columns">Indexed by <see cref="BarField"/>; null for columns that are not kept. Rows before <paramref name="end"/> never change.</param>
/// <param name="end">Number of rows used.</param>
/// <param name="lastOpen_ms">Open time of the last row used, Unix ms.</param>
public sealed class BarSeries(BarInterval interval, double[]?[] columns, int end, long lastOpen_ms)
{
    public BarInterval Interval { get; } = interval;

    /// <summary>Number of rows, including windows without a bar.</summary>
    public int Count { get; } = end;

    /// <summary>Open time of the newest row, Unix ms.</summary>
    public long LastOpen_ms { get; } = lastOpen_ms;

    public bool Has(BarField field) => columns[(int)field] is not null;

    /// <summary>The newest rows, oldest first, at most <paramref name="tail"/>.</summary>
    public ReadOnlySpan<double> Column(BarField field, int tail)
    {
        double[] column = columns[(int)field] ?? throw new InvalidOperationException($"column {field} of {Interval} bars is not kept, because no calculator's Needs declares it");
        int rows = Math.Min(tail, Count);
        return column.AsSpan(Count - rows, rows);
    }
}
