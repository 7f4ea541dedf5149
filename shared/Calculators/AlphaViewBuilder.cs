using Platform.Domain.Labels;

namespace Platform.Calculators;

/// <summary>Builds a view from plain numbers, for the tests of a calculator's author; the strategy process builds its views from market data.</summary>
public sealed class AlphaViewBuilder(Label asOf)
{
    private readonly Dictionary<(BarInterval, string), double[]?[]> _columns = [];
    private readonly Dictionary<string, IReadOnlyList<FundingPoint>> _funding = new(StringComparer.Ordinal);

    /// <summary>Adds a 5-minute column of a symbol; its last value belongs to the label. All columns of a symbol must have the same length.</summary>
    public AlphaViewBuilder Column(string symbol, BarField field, params double[] values) => Column(symbol, BarInterval.M5, field, values);

    public AlphaViewBuilder Column(string symbol, BarInterval interval, BarField field, params double[] values)
    {
        if (!_columns.TryGetValue((interval, symbol), out double[]?[]? columns))
            _columns.Add((interval, symbol), columns = new double[BarFields.Count][]);
        if (columns.FirstOrDefault(c => c is not null) is { } other && other.Length != values.Length)
            throw new ArgumentException($"{symbol} has columns of {other.Length} rows, but {field} has {values.Length}; all columns of a symbol must have the same length", nameof(values));
        columns[(int)field] = values;
        return this;
    }

    public AlphaViewBuilder Funding(string symbol, params FundingPoint[] points)
    {
        _funding[symbol] = points;
        return this;
    }

    /// <summary>The view for a calculator with these needs.</summary>
    public AlphaView Build(CalculatorNeeds needs)
    {
        var bars = _columns.ToDictionary(pair => pair.Key, pair => SeriesOf(pair.Key.Item1, pair.Value));
        string[] symbols = [.. _columns.Keys.Select(key => key.Item2).Distinct().Order(StringComparer.Ordinal)];
        return new AlphaView(new MarketSnapshot(asOf, symbols, bars, _funding, new Dictionary<string, BarSeries>()), needs);
    }

    private BarSeries SeriesOf(BarInterval interval, double[]?[] columns)
    {
        long lastOpen_ms = interval.StartOf(asOf.End_ms) - interval.Length_ms;
        return new BarSeries(interval, columns, columns.First(c => c is not null)!.Length, lastOpen_ms);
    }
}
