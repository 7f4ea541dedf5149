namespace Platform.Analytics.VolumeSpread.Evaluation;

/// <summary>Which of many tests are accepted when the share of false findings is bounded (Benjamini and Hochberg, 1995).</summary>
public static class FalseDiscovery
{
    /// <summary>The largest probability that is accepted at the given rate; 0 when none does.</summary>
    /// <param name="probabilities">Of each test, in any order.</param>
    /// <param name="rate">Accepted share of false findings among the accepted ones, such as 0.1.</param>
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

    /// <summary>True when a test of that probability is accepted at the threshold.</summary>
    public static bool Stands(double probability, double threshold) => threshold > 0 && probability <= threshold;
}
