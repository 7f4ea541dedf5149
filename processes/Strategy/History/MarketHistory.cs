using Platform.Calculators;
using Platform.Domain.Labels;
using Platform.Domain.Market;
using Platform.Primitives.Numbers;

namespace Platform.Strategy.History;

/// <summary>
/// The market history of every symbol for the calculators, in bounded memory. Bars come from the bus thread and from queries, and the run
/// loop takes snapshots; one lock orders them, and a snapshot never changes.
/// </summary>
internal sealed class MarketHistory(HistoryNeeds needs)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(BarInterval Interval, string Symbol), GridSeries> _series = [];
    private readonly Dictionary<string, SortedList<long, double>> _funding = new(StringComparer.Ordinal);
    private readonly Dictionary<string, GridSeries> _premium = new(StringComparer.Ordinal);

    public HistoryNeeds Needs { get; } = needs;

    /// <summary>Takes bars of one symbol and length.</summary>
    public void Add(BarInterval interval, string symbol, ReadOnlySpan<Bar> bars)
    {
        if (!Needs.Series.TryGetValue(interval, out SeriesNeed? need))
            return;
        lock (_gate)
        {
            if (!_series.TryGetValue((interval, symbol), out GridSeries? series))
                _series.Add((interval, symbol), series = new GridSeries(interval, need.Fields, need.Lookback));
            series.Write(bars);
        }
    }

    public void AddFunding(string symbol, long time_ms, double rate)
    {
        if (Needs.FundingPoints == 0)
            return;
        lock (_gate)
        {
            if (!_funding.TryGetValue(symbol, out SortedList<long, double>? points))
                _funding.Add(symbol, points = []);
            points[time_ms] = rate;
            while (points.Count > Needs.FundingPoints + 8)
                points.RemoveAt(0);
        }
    }

    /// <summary>Stores the premium index as a bar in which only the prices are used.</summary>
    public void AddPremium(string symbol, Bar bar)
    {
        if (Needs.PremiumBars == 0)
            return;
        lock (_gate)
        {
            if (!_premium.TryGetValue(symbol, out GridSeries? series))
                _premium.Add(symbol, series = new GridSeries(BarInterval.M5, [BarField.Open, BarField.High, BarField.Low, BarField.Close], Needs.PremiumBars));
            series.Write([bar]);
        }
    }

    /// <summary>Symbols without the bar of the window, each with the open time of its first missing bar before it, Unix ms.</summary>
    public IReadOnlyList<(string Symbol, long From_ms)> Lacking(BarInterval interval, IEnumerable<string> symbols, long lastOpen_ms)
    {
        long index = lastOpen_ms / interval.Length_ms;
        long oldest = index - Needs.Series[interval].Lookback + 1;
        var lacking = new List<(string, long)>();
        lock (_gate)
        {
            foreach (string symbol in symbols)
            {
                GridSeries? series = _series.GetValueOrDefault((interval, symbol));
                if (series?.Has(index) == true)
                    continue;
                long from = series is null ? oldest : Math.Clamp(series.LastBarBefore(index) + 1, oldest, index);
                lacking.Add((symbol, from * interval.Length_ms));
            }
        }

        return lacking;
    }

    /// <summary>Close of the label's bar as an exact price; null without that bar. Exact while a price has at most 15 digits.</summary>
    public Price? CloseAt(string symbol, Label label)
    {
        lock (_gate)
        {
            double? close = _series.TryGetValue((BarInterval.M5, symbol), out GridSeries? series)
                ? series.Value(BarField.Close, label.Start_ms / Label.Length_ms)
                : null;
            return close is { } value && double.IsFinite(value) && value > 0 ? Price.FromUnits((long)Math.Round(value * Price.One)) : null;
        }
    }

    /// <summary>Everything known at the end of the label, and nothing later.</summary>
    public MarketSnapshot SnapshotAt(Label label, IReadOnlyList<string> symbols)
    {
        var bars = new Dictionary<(BarInterval, string), BarSeries>();
        var premium = new Dictionary<string, BarSeries>(StringComparer.Ordinal);
        var funding = new Dictionary<string, IReadOnlyList<FundingPoint>>(StringComparer.Ordinal);
        lock (_gate)
        {
            foreach (string symbol in symbols)
            {
                foreach (BarInterval interval in Needs.Series.Keys)
                {
                    if (_series.TryGetValue((interval, symbol), out GridSeries? series) && series.Until(LastClosed(interval, label) / interval.Length_ms) is { } until)
                        bars.Add((interval, symbol), until);
                }

                if (_premium.TryGetValue(symbol, out GridSeries? index) && index.Until(label.Start_ms / Label.Length_ms) is { } premiumUntil)
                    premium.Add(symbol, premiumUntil);
                if (_funding.TryGetValue(symbol, out SortedList<long, double>? points))
                    funding.Add(symbol, [.. points.Where(point => point.Key < label.End_ms).Select(point => new FundingPoint(point.Key, point.Value))]);
            }
        }

        return new MarketSnapshot(label, [.. symbols.Order(StringComparer.Ordinal)], bars, funding, premium);
    }

    /// <summary>Open time of the newest window of the length that has ended when the label ends, Unix ms.</summary>
    public static long LastClosed(BarInterval interval, Label label) => interval.StartOf(label.End_ms) - interval.Length_ms;
}
