namespace Platform.Calculators;

/// <summary>Converts scores to the weights of a long-short portfolio by rank (spec/quant.md §2.3).</summary>
public static class RankWeights
{
    /// <summary>
    /// Sorted by score descending, then symbol: the upper half (rounded down) gets +1/h each, the rest −1/(n−h).
    /// NaN scores are ignored; with fewer than two scores the result is empty.
    /// </summary>
    public static IReadOnlyDictionary<string, double> LongShort(IEnumerable<KeyValuePair<string, double>> scores)
    {
        KeyValuePair<string, double>[] ranked =
            [.. scores.Where(pair => !double.IsNaN(pair.Value)).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal)];
        var weights = new Dictionary<string, double>(ranked.Length, StringComparer.Ordinal);
        if (ranked.Length < 2)
            return weights;
        int half = ranked.Length / 2;
        for (int i = 0; i < ranked.Length; i++)
            weights.Add(ranked[i].Key, i < half ? 1.0 / half : -1.0 / (ranked.Length - half));
        return weights;
    }
}
