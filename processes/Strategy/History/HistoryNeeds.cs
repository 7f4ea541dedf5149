using Platform.Calculators;
using Platform.Domain.Labels;

namespace Platform.Strategy.History;

/// <summary>The union of what all enabled calculators read; exactly this is stored for every symbol.</summary>
internal sealed record HistoryNeeds(IReadOnlyDictionary<BarInterval, SeriesNeed> Series, int FundingPoints, int PremiumBars)
{
    /// <summary>5-minute closes are always stored, because they are the decision prices.</summary>
    private static readonly SeriesNeed Always = new(BarInterval.M5, 2, [BarField.Close]);

    public static HistoryNeeds Of(IEnumerable<CalculatorNeeds> calculators)
    {
        List<CalculatorNeeds> all = [.. calculators];
        var series = all.SelectMany(needs => needs.Series).Append(Always)
            .GroupBy(need => need.Interval)
            .ToDictionary(
                group => group.Key,
                group => new SeriesNeed(group.Key, group.Max(need => need.Lookback), [.. group.SelectMany(need => need.Fields).Append(BarField.Close).Distinct().Order()]));
        return new HistoryNeeds(series, all.Max(needs => (int?)needs.FundingPoints) ?? 0, all.Max(needs => (int?)needs.PremiumBars) ?? 0);
    }

    /// <summary>True when this covers everything that the other needs.</summary>
    public bool Covers(HistoryNeeds other) =>
        other.FundingPoints <= FundingPoints && other.PremiumBars <= PremiumBars
        && other.Series.Values.All(need => Series.TryGetValue(need.Interval, out SeriesNeed? kept)
            && kept.Lookback >= need.Lookback && need.Fields.All(kept.Fields.Contains));
}
