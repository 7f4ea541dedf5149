namespace Platform.Analytics.Arbitrage;

/// <summary>How far a quote can be trusted, 0 to 1 (quant.md §9.2): less for latency, age and a price that jumps.</summary>
public static class QuoteQuality
{
    private const double Minor = 0.15, Major = 0.40;

    /// <param name="latency_ms">Arrival less exchange time, after correction of the clocks.</param>
    /// <param name="age_ms">Now less arrival.</param>
    /// <param name="variation">Standard deviation of recent mids as a ratio of their mean.</param>
    public static double Of(double latency_ms, double age_ms, double variation) =>
        Math.Max(0, 1 - Penalty(latency_ms, 50, 200) - Penalty(age_ms, 500, 1_500) - Penalty(variation, 0.001, 0.005));

    private static double Penalty(double value, double minorAbove, double majorAbove) =>
        value > majorAbove ? Major : value > minorAbove ? Minor : 0;
}

/// <summary>The variation of the last 32 mids of one quote. One thread.</summary>
internal sealed class MidVariation
{
    private const int Window = 32;

    private readonly double[] _mids = new double[Window];
    private int _count;
    private int _next;

    public void Add(double mid)
    {
        _mids[_next] = mid;
        _next = (_next + 1) % Window;
        _count = Math.Min(_count + 1, Window);
    }

    /// <summary>Sample standard deviation over mean; zero below two values.</summary>
    public double Measure()
    {
        if (_count < 2)
            return 0;
        double mean = 0, squares = 0;
        for (int i = 0; i < _count; i++)
            mean += _mids[i] / _count;
        for (int i = 0; i < _count; i++)
            squares += (_mids[i] - mean) * (_mids[i] - mean);
        return mean <= 0 ? 0 : Math.Sqrt(squares / (_count - 1)) / mean;
    }
}
