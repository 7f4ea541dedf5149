namespace Platform.Analytics.VolumeSpread.Evaluation;

/// <summary>
/// A mean of observations that depend on each other within a cluster (a UTC day). Its confidence interval is computed from the sums of
/// the clusters, so that many symbols that move together on one day count about once (the sandwich estimator of Liang and Zeger for a
/// mean). Not thread-safe.
/// </summary>
public sealed class ClusteredMean
{
    private readonly Dictionary<long, (double Sum, long Count)> _clusters = [];
    private double _sum;

    public long Count { get; private set; }

    public int Clusters => _clusters.Count;

    /// <summary>NaN without observations.</summary>
    public double Mean => Count > 0 ? _sum / Count : double.NaN;

    public void Add(long cluster, double value)
    {
        (double sum, long count) = _clusters.GetValueOrDefault(cluster);
        _clusters[cluster] = (sum + value, count + 1);
        _sum += value;
        Count++;
    }

    /// <summary>Standard error of the mean; NaN with fewer than two clusters.</summary>
    public double StandardError
    {
        get
        {
            if (_clusters.Count < 2)
                return double.NaN;
            double mean = Mean, squares = 0;
            foreach ((double sum, long count) in _clusters.Values)
                squares += (sum - count * mean) * (sum - count * mean);
            return Math.Sqrt(squares * _clusters.Count / (_clusters.Count - 1)) / Count;
        }
    }

    /// <summary>Half the width of the 95 % confidence interval, by Student's t; the degrees of freedom are the number of clusters minus one.</summary>
    public double HalfWidth => StandardError * CriticalValue(_clusters.Count - 1);

    /// <summary>Two-sided p-value of the hypothesis that the true mean is 0; 1 when it cannot be computed.</summary>
    public double Probability
    {
        get
        {
            double error = StandardError;
            return error > 0 ? TwoSided(Math.Abs(Mean) / error, _clusters.Count - 1) : 1;
        }
    }

    /// <summary>97.5 % quantile of Student's t (Cornish-Fisher expansion, three terms; within 0.5 % from 4 degrees of freedom).</summary>
    public static double CriticalValue(int degrees)
    {
        const double z = 1.959963984540054;
        if (degrees < 1)
            return double.NaN;
        double n = degrees, z3 = z * z * z, z5 = z3 * z * z, z7 = z5 * z * z;
        return z + (z3 + z) / (4 * n) + (5 * z5 + 16 * z3 + 3 * z) / (96 * n * n) + (3 * z7 + 19 * z5 + 17 * z3 - 15 * z) / (384 * n * n * n);
    }

    /// <summary>P(|t| ≥ value), by Simpson's rule over the density of Student's t.</summary>
    public static double TwoSided(double value, int degrees)
    {
        const int steps = 400;
        double n = degrees, scale = Math.Exp(LogGamma((n + 1) / 2) - LogGamma(n / 2)) / Math.Sqrt(n * Math.PI);
        double end = Math.Min(value, 60), width = end / steps, sum = Density(0) + Density(end);
        for (int i = 1; i < steps; i++)
            sum += (i % 2 == 0 ? 2 : 4) * Density(i * width);
        return Math.Clamp(1 - 2 * sum * width / 3, 0, 1);

        double Density(double x) => scale * Math.Pow(1 + x * x / n, -(n + 1) / 2);
    }

    /// <summary>ln Γ(x) by Stirling's series, after the argument is shifted above 8.</summary>
    private static double LogGamma(double x)
    {
        double shift = 0;
        for (; x < 8; x++)
            shift -= Math.Log(x);
        double inverse = 1 / (x * x);
        return shift + (x - 0.5) * Math.Log(x) - x + 0.5 * Math.Log(2 * Math.PI) + (1.0 / 12 - inverse * (1.0 / 360 - inverse / 1260)) / x;
    }
}
