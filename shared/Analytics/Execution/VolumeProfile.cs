using Platform.Domain.Labels;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;

namespace Platform.Analytics.Execution;

/// <summary>Volume of one 5-minute window.</summary>
public readonly record struct WindowVolume(long OpenTime_ms, double Volume);

/// <param name="Lookback_days">Days before today that are looked at.</param>
/// <param name="DaysMin">Full days without which there is no profile.</param>
/// <param name="Shrink">Weight of the flat profile.</param>
public sealed record ProfileRules(int Lookback_days = 14, int DaysMin = 3, double Shrink = 0.1);

/// <summary>Share of a day's volume that usually trades in each of the 288 windows (quant.md §7.4). Immutable.</summary>
public sealed class VolumeProfile
{
    /// <summary>Weights are whole numbers of this part, so that cumulative quantities are exact.</summary>
    private const double WeightUnits = 1e9;

    private readonly long[] _weights;

    private VolumeProfile(double[] shares, int days)
    {
        Check.That(shares.Length == Label.PerDay, "a profile has 288 windows");
        Shares = shares;
        Days = days;
        _weights = [.. shares.Select(share => (long)Math.Round(share * WeightUnits))];
    }

    /// <summary>By window of the day, index 0 for 00:00 UTC.</summary>
    public IReadOnlyList<double> Shares { get; }

    /// <summary>Number of full days in it.</summary>
    public int Days { get; }

    /// <summary>A profile given by its 288 shares, none negative.</summary>
    public static VolumeProfile FromShares(double[] shares, int days) => new(shares, days);

    /// <summary>(1 − λ)·u + λ/288.</summary>
    public static double Shrunk(double share, double shrink) => (1 - shrink) * share + shrink / Label.PerDay;

    /// <summary>
    /// Mean of the daily shares of the full days before today, shrunk toward the flat profile. A day is full when all of its
    /// windows are there and something traded. NotFound, with the number of days, when there are too few.
    /// </summary>
    public static Result<VolumeProfile> FromBars(IEnumerable<WindowVolume> bars, long now_ms, ProfileRules rules)
    {
        long today_ms = UnixTime.FloorTo(now_ms, UnixTime.MillisecondsPerDay);
        long first_ms = today_ms - rules.Lookback_days * UnixTime.MillisecondsPerDay;
        var days = new SortedDictionary<long, double[]>();
        foreach (WindowVolume bar in bars)
        {
            if (bar.OpenTime_ms < first_ms || bar.OpenTime_ms >= today_ms || !double.IsFinite(bar.Volume))
                continue;
            long day_ms = UnixTime.FloorTo(bar.OpenTime_ms, UnixTime.MillisecondsPerDay);
            if (!days.TryGetValue(day_ms, out double[]? volumes))
            {
                days[day_ms] = volumes = new double[Label.PerDay];
                Array.Fill(volumes, double.NaN);
            }

            volumes[(bar.OpenTime_ms - day_ms) / Label.Length_ms] = bar.Volume;
        }

        double[][] full = [.. days.Values.Where(volumes => volumes.Sum() > 0)];
        if (full.Length < rules.DaysMin)
            return new Fault(FaultKind.NotFound, $"{full.Length} full days of volume, {rules.DaysMin} are needed");
        var shares = new double[Label.PerDay];
        foreach (double[] volumes in full)
        {
            double sum = volumes.Sum();
            for (int i = 0; i < shares.Length; i++)
                shares[i] += volumes[i] / sum / full.Length;
        }

        return new VolumeProfile([.. shares.Select(share => Shrunk(share, rules.Shrink))], full.Length);
    }

    /// <summary>Weight of the window that holds the time, for each of its milliseconds.</summary>
    internal long WeightAt(long unix_ms) => _weights[Label.At(unix_ms).OfDay - 1];
}
