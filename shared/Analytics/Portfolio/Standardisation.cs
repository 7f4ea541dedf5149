namespace Platform.Analytics.Portfolio;

/// <summary>The scaling of one calculator's scores before they are summed (spec/quant.md §6.1).</summary>
public enum Standardisation : byte
{
    /// <summary>No scaling; a calculator with large scores dominates.</summary>
    None = 0,

    /// <summary>Divided by the sum of absolute values.</summary>
    L1 = 1,

    /// <summary>Centred average rank, then L1.</summary>
    Rank = 2,

    /// <summary>Winsorised at median ± 3·1.4826·MAD, population z-score, then L1.</summary>
    ZScore = 3,
}

/// <summary>Implements the standardisations; symbols are processed in ordinal order, so that equal inputs give bit-identical results.</summary>
public static class Standardise
{
    private const double MadToSigma = 1.4826;

    /// <summary>Returns the standardised scores of finite scores; does not change the input.</summary>
    public static SortedDictionary<string, double> Apply(Standardisation kind, IReadOnlyDictionary<string, double> scores)
    {
        var sorted = new SortedDictionary<string, double>(StringComparer.Ordinal);
        foreach ((string symbol, double score) in scores)
            sorted.Add(symbol, score);
        return kind switch
        {
            Standardisation.L1 => L1(sorted),
            Standardisation.Rank => L1(CentredRanks(sorted)),
            Standardisation.ZScore => L1(ZScores(sorted)),
            _ => sorted,
        };
    }

    /// <summary>Average ranks 1..n ascending; ties get the mean of their ranks.</summary>
    public static SortedDictionary<string, double> AverageRanks(SortedDictionary<string, double> scores)
    {
        KeyValuePair<string, double>[] ascending = [.. scores.OrderBy(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal)];
        var ranks = new SortedDictionary<string, double>(StringComparer.Ordinal);
        for (int first = 0; first < ascending.Length;)
        {
            int end = first;
            while (end < ascending.Length && ascending[end].Value.Equals(ascending[first].Value))
                end++;
            for (int i = first; i < end; i++)
                ranks.Add(ascending[i].Key, (first + 1 + end) / 2.0);
            first = end;
        }

        return ranks;
    }

    /// <summary>Lower and upper limit to which scores are clipped before the z-score; null when the MAD is zero.</summary>
    public static (double Low, double High)? WinsorBounds(IReadOnlyCollection<double> values)
    {
        double median = Median(values);
        double mad = Median([.. values.Select(value => Math.Abs(value - median))]);
        return mad > 0 ? (median - 3 * MadToSigma * mad, median + 3 * MadToSigma * mad) : null;
    }

    private static SortedDictionary<string, double> L1(SortedDictionary<string, double> scores)
    {
        double sum = scores.Values.Sum(Math.Abs);
        return Map(scores, value => sum > 0 ? value / sum : 0);
    }

    private static SortedDictionary<string, double> CentredRanks(SortedDictionary<string, double> scores)
    {
        double middle = (scores.Count + 1) / 2.0;
        return Map(AverageRanks(scores), rank => rank - middle);
    }

    private static SortedDictionary<string, double> ZScores(SortedDictionary<string, double> scores)
    {
        if (scores.Count == 0)
            return scores;
        (double Low, double High)? bounds = WinsorBounds(scores.Values);
        SortedDictionary<string, double> cut = bounds is { } b ? Map(scores, value => Math.Clamp(value, b.Low, b.High)) : scores;
        double mean = cut.Values.Average();
        double deviation = Math.Sqrt(cut.Values.Sum(value => (value - mean) * (value - mean)) / cut.Count);
        return Map(cut, value => deviation > 0 ? (value - mean) / deviation : 0);
    }

    private static double Median(IReadOnlyCollection<double> values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static SortedDictionary<string, double> Map(SortedDictionary<string, double> scores, Func<double, double> to)
    {
        var mapped = new SortedDictionary<string, double>(StringComparer.Ordinal);
        foreach ((string symbol, double value) in scores)
            mapped.Add(symbol, to(value));
        return mapped;
    }
}
