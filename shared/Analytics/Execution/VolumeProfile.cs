using Platform.Domain.Labels;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;

namespace Platform.Analytics.Execution;

/// <summary>Volume of one 5-minute window.</summary>
public readonly record struct WindowVolume(long OpenTime_ms, double Volume);

/// <param name="Lookback_days">Number of days before the current day that are used.</param>
/// <param name="DaysMin">Minimum number of full days for a profile.</param>
/// <param name="Shrink">Weight of the flat profile.</param>
public sealed record ProfileRules(int Lookback_days = 14, int DaysMin = 3, double Shrink = 0.1);

/// <summary>The usual intraday volume profile: the share of a day's volume in each of the 288 windows (quant.md §7.4). Immutable.</summary>
public sealed class VolumeProfile
{
    /// <summary>Weights are integers in units of one over this number, so that cumulative quantities are exact.</summary>
    private const double WeightUnits = 1e9;

    private readonly long[] _weights;

    private VolumeProfile(double[] shares, int days)
    {
        Check.That(shares.Length == Label.PerDay, "a profile must have 288 windows");
        Shares = shares;
        Days = days;
        _weights = [.. shares.Select(share => (long)Math.Round(share * WeightUnits))];
    }

    /// <summary>Shares by window of the day, index 0 for 00:00 UTC.</summary>
    public IReadOnlyList<double> Shares { get; }

    /// <summary>Number of full days used.</summary>
    public int Days { get; }

    /// <summary>Creates a profile from 288 shares, none negative.</summary>
    public static VolumeProfile FromShares(double[] shares, int days) => new(shares, days);

    /// <summary>(1 − λ)·u + λ/288.</summary>
    public static double Shrunk(double share, double shrink) => (1 - shrink) * share + shrink / Label.PerDay;

    /// <summary>
    /// Builds the mean of the daily shares of the full days before the current day, shrunk toward the flat profile. A day is full when all of its
    /// windows exist and its volume is not zero. NotFound, with the number of days, when there are too few.
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
            return new Fault(FaultKind.NotFound, $"{full.Length} full days of volume; expected at least {rules.DaysMin}");
        var shares = new double[Label.PerDay];
        foreach (double[] volumes in full)
        {
            double sum = volumes.Sum();
            for (int i = 0; i < shares.Length; i++)
                shares[i] += volumes[i] / sum / full.Length;
        }

        return new VolumeProfile([.. shares.Select(share => Shrunk(share, rules.Shrink))], full.Length);
    }

    /// <summary>Weight per millisecond of the window that contains the time.</summary>
    internal long WeightAt(long unix_ms) => _weights[Label.At(unix_ms).OfDay - 1];
}
