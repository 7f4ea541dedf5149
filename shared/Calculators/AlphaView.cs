using Platform.Domain.Labels;

namespace Platform.Calculators;

/// <summary>
/// The input of one calculator in one run: the market data up to the end of a label, limited to the calculator's declared needs. Columns are
/// read-only spans over the platform's own memory, without copies, oldest value first.
/// </summary>
public sealed class AlphaView(MarketSnapshot snapshot, CalculatorNeeds needs)
{
    /// <summary>The newest closed 5-minute window; the last element of every 5-minute column belongs to it.</summary>
    public Label AsOf => snapshot.AsOf;

    /// <summary>The universe in force at the label, exchange form (BTCUSDT), in ordinal order.</summary>
    public IReadOnlyList<string> Symbols => snapshot.Symbols;

    /// <summary>The newest values of a 5-minute column, at most <paramref name="tail"/>; fewer for a recently listed symbol. NaN where a bar is missing.</summary>
    public ReadOnlySpan<double> Column(string symbol, BarField field, int tail) => Column(symbol, BarInterval.M5, field, tail);

    /// <summary>The newest values of a column of closed bars of another length; the last bar can end before the label.</summary>
    /// <exception cref="UndeclaredNeedException">The column, or a tail of this length, is not declared in the calculator's Needs.</exception>
    public ReadOnlySpan<double> Column(string symbol, BarInterval interval, BarField field, int tail)
    {
        SeriesNeed need = NeedOf(interval);
        need.RequireField(field);
        RequireTail(tail, need.Lookback, $"{interval} bars");
        return snapshot.Bars.TryGetValue((interval, symbol), out BarSeries? series) ? series.Column(field, tail) : [];
    }

    /// <summary>All declared columns of a symbol, 5-minute bars by default.</summary>
    public BarColumns GetBars(string symbol, int tail, BarInterval? interval = null)
    {
        BarInterval length = interval ?? BarInterval.M5;
        SeriesNeed need = NeedOf(length);
        RequireTail(tail, need.Lookback, $"{length} bars");
        return new BarColumns(snapshot.Bars.GetValueOrDefault((length, symbol)), need, tail);
    }

    /// <summary>The trade-size columns of a symbol by side and bucket.</summary>
    public TranStats GetTranStats(string symbol, int tail, BarInterval? interval = null) => new(GetBars(symbol, tail, interval));

    /// <summary>The newest settled funding rates, oldest first.</summary>
    public IReadOnlyList<FundingPoint> GetFunding(string symbol, int tail)
    {
        RequireTail(tail, needs.FundingPoints, "funding rates");
        IReadOnlyList<FundingPoint> all = snapshot.Funding.GetValueOrDefault(symbol) ?? [];
        return all.Count <= tail ? all : [.. all.Skip(all.Count - tail)];
    }

    /// <summary>The newest values of the premium index (open, high, low or close), 5-minute bars.</summary>
    public ReadOnlySpan<double> PremiumIndex(string symbol, BarField field, int tail)
    {
        RequireTail(tail, needs.PremiumBars, "premium index bars");
        return snapshot.Premium.TryGetValue(symbol, out BarSeries? series) ? series.Column(field, tail) : [];
    }

    private SeriesNeed NeedOf(BarInterval interval)
    {
        foreach (SeriesNeed need in needs.Series)
        {
            if (need.Interval == interval)
                return need;
        }

        throw new UndeclaredNeedException($"{interval} bars are not declared in Needs; add them");
    }

    private static void RequireTail(int tail, int declared, string what)
    {
        if (tail < 1 || tail > declared)
            throw new UndeclaredNeedException($"a tail of {tail} {what} exceeds Needs, which declares {declared}; declare a longer tail");
    }
}
