namespace Platform.Analytics.VolumeSpread.Evaluation;

/// <summary>Selects the significant tests of many at a given false discovery rate (Benjamini and Hochberg, 1995).</summary>
public static class FalseDiscovery
{
    /// <summary>The largest significant p-value at the given rate; 0 when no test is significant.</summary>
    /// <param name="probabilities">The p-value of each test, in any order.</param>
    /// <param name="rate">Accepted share of false discoveries among the significant tests, such as 0.1.</param>
    public static double Threshold(IEnumerable<double> probabilities, double rate)
    {
        double[] sorted = [.. probabilities.Order()];
        for (int i = sorted.Length; i > 0; i--)
        {
            if (sorted[i - 1] <= rate * i / sorted.Length)
                return sorted[i - 1];
        }

        return 0;
    }

    /// <summary>True when a test with this p-value is significant at the threshold.</summary>
    public static bool Stands(double probability, double threshold) => threshold > 0 && probability <= threshold;
}
