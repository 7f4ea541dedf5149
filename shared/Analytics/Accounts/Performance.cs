namespace Platform.Analytics.Accounts;

/// <summary>Performance figures of equity values at equal time steps (spec/quant.md §8.1, §8.2). Undefined ratios are NaN.</summary>
/// <param name="Returns">Per step, without external flows; NaN when the previous equity was not positive.</param>
/// <param name="Drawdowns">Per point, relative to the running maximum of the compounded index; 0 or negative.</param>
/// <param name="Observations">Number of returns that are not NaN; see <see cref="IsSufficient"/>.</param>
public sealed record Performance(
    IReadOnlyList<double> Returns, IReadOnlyList<double> Drawdowns, double MaxDrawdown, double Mean, double Deviation,
    double Sharpe, double Sortino, double Cagr, double Calmar, int Observations)
{
    /// <summary>365, because the market trades every day of the year.</summary>
    public const double DaysPerYear = 365;

    /// <summary>Minimum number of observations; with fewer the ratios are marked as insufficient.</summary>
    public const int ObservationsMin = 30;

    public bool IsSufficient => Observations >= ObservationsMin;

    /// <summary>Share of the observations above zero; NaN without any.</summary>
    public double PositiveShare => Observations == 0 ? double.NaN : Returns.Count(value => value > 0) / (double)Observations;

    /// <summary>The maximum drawdown: index of the peak, of the trough, and of the first point that reaches the peak again; -1 when none does.</summary>
    public (int Peak, int Trough, int Recovery) DeepestFall
    {
        get
        {
            int trough = 0;
            for (int i = 1; i < Drawdowns.Count; i++)
                trough = Drawdowns[i] < Drawdowns[trough] ? i : trough;
            int peak = trough, recovery = trough;
            while (peak > 0 && Drawdowns[peak] < 0)
                peak--;
            while (recovery < Drawdowns.Count && Drawdowns[recovery] < 0)
                recovery++;
            return (peak, trough, recovery < Drawdowns.Count ? recovery : -1);
        }
    }

    /// <summary>Computes the figures from equity values; ratios use 365 periods a year by default.</summary>
    /// <param name="equities">E_0 … E_n.</param>
    /// <param name="flows">External flows within the step that ends at a point, by index of the point; a missing index means no flow.</param>
    /// <param name="periodsPerYear">365 for daily points.</param>
    public static Performance Of(IReadOnlyList<double> equities, IReadOnlyDictionary<int, double>? flows = null, double periodsPerYear = DaysPerYear)
    {
        var returns = new List<double>();
        var drawdowns = new List<double>();
        double index = 1, peak = 1;
        for (int i = 0; i < equities.Count; i++)
        {
            if (i > 0)
            {
                double step = StepReturn(equities[i - 1], equities[i], flows?.GetValueOrDefault(i) ?? 0);
                returns.Add(step);
                index *= 1 + (double.IsNaN(step) ? 0 : step);
            }

            peak = Math.Max(peak, index);
            drawdowns.Add(index / peak - 1);
        }

        double[] known = [.. returns.Where(r => !double.IsNaN(r))];
        double mean = known.Length == 0 ? double.NaN : known.Average();
        double deviation = Deviate(known, mean);
        double downside = known.Length == 0 ? 0 : Math.Sqrt(known.Sum(r => r < 0 ? r * r : 0) / known.Length);
        double maxDrawdown = drawdowns.Count == 0 ? 0 : drawdowns.Min();
        double cagr = known.Length == 0 ? double.NaN : Math.Pow(index, periodsPerYear / known.Length) - 1;
        return new Performance(
            returns, drawdowns, maxDrawdown, mean, deviation,
            Over(mean, deviation) * Math.Sqrt(periodsPerYear),
            known.Length < 2 ? double.NaN : Over(mean, downside) * Math.Sqrt(periodsPerYear),
            cagr, Over(cagr, -maxDrawdown), known.Length);
    }

    /// <summary>(E_t − flow) / E_{t−1} − 1; NaN when the previous equity was not positive.</summary>
    public static double StepReturn(double before, double after, double flow) => before > 0 ? (after - flow) / before - 1 : double.NaN;

    /// <summary>Traded notional of buys and sells per day, divided by mean equity; NaN when equity or days are not positive.</summary>
    public static double TurnoverPerDay(double tradedNotional, double meanEquity, double days) =>
        meanEquity > 0 && days > 0 ? tradedNotional / meanEquity / days : double.NaN;

    private static double Deviate(double[] values, double mean) =>
        values.Length < 2 ? double.NaN : Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1));

    private static double Over(double part, double whole) => whole > 0 ? part / whole : double.NaN;
}
