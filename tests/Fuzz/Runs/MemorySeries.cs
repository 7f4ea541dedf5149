using System.Globalization;
using System.Text;

namespace Platform.Fuzz.Runs;

/// <summary>What the venue's memory was at one moment, in MB: of the process, and of what is in use in it.</summary>
public readonly record struct MemorySample(double Process_MB, double InUse_MB, long EndedOrders, long Fills, long AggTrades);

/// <summary>
/// The venue's memory over a run, in equal steps, and the verdict on it: after a warm-up of a third of the run, in which every store of
/// the venue reaches its bound, it must stay where it is.
/// </summary>
public sealed class MemorySeries
{
    /// <summary>A shorter run ends before the stores are full; it is shown and not judged.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromMinutes(5);

    /// <summary>Growth that is put down to chance: what is in use swings with the requests under way.</summary>
    public const double InUseTolerance_MB = 3;

    /// <summary>The process grows where the collector keeps room for its peaks.</summary>
    public const double ProcessTolerance_MB = 12;

    private readonly List<MemorySample> _samples = [];
    private readonly Lock _gate = new();

    public IReadOnlyList<MemorySample> Samples
    {
        get
        {
            lock (_gate)
                return [.. _samples];
        }
    }

    /// <summary>Median of the last fifth of the run over the median of the fifth after the warm-up.</summary>
    public (double Process_MB, double InUse_MB) Growth => (GrowthOf(sample => sample.Process_MB), GrowthOf(sample => sample.InUse_MB));

    internal void Add(MemorySample sample)
    {
        lock (_gate)
            _samples.Add(sample);
    }

    /// <summary>What is wrong with the memory of a run of this length; null when nothing is.</summary>
    internal string? Verdict(TimeSpan duration)
    {
        if (duration < Shortest)
            return null;
        (double process_MB, double inUse_MB) = Growth;
        bool grows = process_MB > ProcessTolerance_MB || inUse_MB > InUseTolerance_MB;
        return grows ? string.Create(CultureInfo.InvariantCulture, $"memory grew after the warm-up: in use by {inUse_MB:0.0} MB (at most {InUseTolerance_MB}), the process by {process_MB:0.0} MB (at most {ProcessTolerance_MB})") : null;
    }

    public override string ToString()
    {
        IReadOnlyList<MemorySample> samples = Samples;
        if (samples.Count < 10)
            return "";
        (double process_MB, double inUse_MB) = Growth;
        var text = new StringBuilder();
        Line("memory of the process, MB", sample => sample.Process_MB);
        Line("memory in use, MB", sample => sample.InUse_MB);
        Line("ended orders kept", sample => sample.EndedOrders);
        Line("fills kept", sample => sample.Fills);
        Line("aggregate trades kept", sample => sample.AggTrades);
        text.Append(CultureInfo.InvariantCulture, $"growth after the warm-up: in use {inUse_MB:+0.0;-0.0;0.0} MB (tolerated {InUseTolerance_MB}), process {process_MB:+0.0;-0.0;0.0} MB (tolerated {ProcessTolerance_MB})\n");
        return text.ToString();

        void Line(string name, Func<MemorySample, double> of) =>
            text.Append(name).Append(": ").AppendJoin(' ', samples.Select(sample => of(sample).ToString("0", CultureInfo.InvariantCulture))).Append('\n');
    }

    private double GrowthOf(Func<MemorySample, double> of)
    {
        IReadOnlyList<MemorySample> samples = Samples;
        if (samples.Count < 10)
            return 0;
        return Median(samples.Skip(samples.Count * 4 / 5).Select(of)) - Median(samples.Skip(samples.Count / 3).Take(samples.Count / 5).Select(of));
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
