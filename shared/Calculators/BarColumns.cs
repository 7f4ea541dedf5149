namespace Platform.Calculators;

/// <summary>The newest rows of one symbol's bars as read-only columns, oldest first; empty columns for an unknown symbol.</summary>
public readonly struct BarColumns(BarSeries? series, SeriesNeed need, int tail)
{
    /// <summary>Number of available rows, at most the requested tail.</summary>
    public int Count => series is null ? 0 : Math.Min(tail, series.Count);

    public ReadOnlySpan<double> Open => this[BarField.Open];

    public ReadOnlySpan<double> High => this[BarField.High];

    public ReadOnlySpan<double> Low => this[BarField.Low];

    public ReadOnlySpan<double> Close => this[BarField.Close];

    public ReadOnlySpan<double> Volume => this[BarField.Volume];

    public ReadOnlySpan<double> Dolvol => this[BarField.Dolvol];

    public ReadOnlySpan<double> Vwap => this[BarField.Vwap];

    public ReadOnlySpan<double> BuyDolvol => this[BarField.BuyDolvol];

    public ReadOnlySpan<double> SellDolvol => this[BarField.SellDolvol];

    /// <summary>Open time of a row, Unix ms.</summary>
    public long OpenTime_ms(int row) => series is null ? 0 : series.LastOpen_ms - (Count - 1 - row) * series.Interval.Length_ms;

    /// <exception cref="UndeclaredNeedException">The column is not in the calculator's Needs.</exception>
    public ReadOnlySpan<double> this[BarField field]
    {
        get
        {
            need.RequireField(field);
            return series is null ? [] : series.Column(field, tail);
        }
    }
}

/// <summary>Trade-size columns by taker side and bucket 1 (smallest) to 4; NaN in bars taken from klines.</summary>
public readonly struct TranStats(BarColumns columns)
{
    public ReadOnlySpan<double> BuyVolume(int bucket) => columns[Of(BarField.BuyVolume1, bucket)];

    public ReadOnlySpan<double> BuyDolvol(int bucket) => columns[Of(BarField.BuyDolvol1, bucket)];

    public ReadOnlySpan<double> BuyTradeCount(int bucket) => columns[Of(BarField.BuyTradeCount1, bucket)];

    public ReadOnlySpan<double> SellVolume(int bucket) => columns[Of(BarField.SellVolume1, bucket)];

    public ReadOnlySpan<double> SellDolvol(int bucket) => columns[Of(BarField.SellDolvol1, bucket)];

    public ReadOnlySpan<double> SellTradeCount(int bucket) => columns[Of(BarField.SellTradeCount1, bucket)];

    private static BarField Of(BarField first, int bucket) => bucket is >= 1 and <= 4
        ? (BarField)((int)first + bucket - 1)
        : throw new ArgumentOutOfRangeException(nameof(bucket), bucket, "bucket must be 1 to 4");
}
