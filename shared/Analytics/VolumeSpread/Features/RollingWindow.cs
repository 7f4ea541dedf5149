using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Platform.Analytics.VolumeSpread.Features;

/// <summary>
/// The newest values of a series, oldest first in one span. Sums use four fixed accumulators, so that every machine and every restart
/// gives bit-identical results. Not thread-safe.
/// </summary>
internal sealed class RollingWindow(int capacity)
{
    // Each value is stored twice, one capacity apart, so that any number of newest values is contiguous.
    private readonly double[] _values = new double[2 * capacity];
    private int _next;

    public int Count { get; private set; }

    /// <summary>The newest value.</summary>
    public double Newest => _values[_next + capacity - 1];

    public void Push(double value)
    {
        _values[_next] = value;
        _values[_next + capacity] = value;
        _next = _next + 1 == capacity ? 0 : _next + 1;
        if (Count < capacity)
            Count++;
    }

    /// <summary>The given number of newest values, oldest first; the caller checks <see cref="Count"/>.</summary>
    public ReadOnlySpan<double> Last(int count) => _values.AsSpan(_next + capacity - count, count);

    /// <summary>The value added this many pushes before the newest.</summary>
    public double Ago(int pushes) => _values[_next + capacity - 1 - pushes];

    public void Write(BinaryWriter writer)
    {
        writer.Write(Count);
        foreach (double value in Last(Count))
            writer.Write(value);
    }

    public void Read(BinaryReader reader)
    {
        int count = reader.ReadInt32();
        if (count < 0 || count > capacity)
            throw new InvalidDataException($"a window of {capacity} values cannot hold {count}");
        for (int i = 0; i < count; i++)
            Push(reader.ReadDouble());
    }

    public static double Sum(ReadOnlySpan<double> values)
    {
        ReadOnlySpan<Vector256<double>> lanes = MemoryMarshal.Cast<double, Vector256<double>>(values);
        Vector256<double> sum = Vector256<double>.Zero;
        foreach (Vector256<double> lane in lanes)
            sum += lane;
        double total = Across(sum);
        for (int i = lanes.Length * Vector256<double>.Count; i < values.Length; i++)
            total += values[i];
        return total;
    }

    public static double Max(ReadOnlySpan<double> values)
    {
        ReadOnlySpan<Vector256<double>> lanes = MemoryMarshal.Cast<double, Vector256<double>>(values);
        Vector256<double> most = Vector256.Create(values[0]);
        foreach (Vector256<double> lane in lanes)
            most = Vector256.Max(most, lane);
        double max = Math.Max(Math.Max(most[0], most[1]), Math.Max(most[2], most[3]));
        for (int i = lanes.Length * Vector256<double>.Count; i < values.Length; i++)
            max = Math.Max(max, values[i]);
        return max;
    }

    public static double Min(ReadOnlySpan<double> values)
    {
        ReadOnlySpan<Vector256<double>> lanes = MemoryMarshal.Cast<double, Vector256<double>>(values);
        Vector256<double> least = Vector256.Create(values[0]);
        foreach (Vector256<double> lane in lanes)
            least = Vector256.Min(least, lane);
        double min = Math.Min(Math.Min(least[0], least[1]), Math.Min(least[2], least[3]));
        for (int i = lanes.Length * Vector256<double>.Count; i < values.Length; i++)
            min = Math.Min(min, values[i]);
        return min;
    }

    /// <summary>
    /// (value − mean) / sample standard deviation, two passes over differences from the first value, so that equal values give exactly 0
    /// and the result NaN (spec/quant.md §0.2).
    /// </summary>
    public static double Score(double value, ReadOnlySpan<double> previous)
    {
        double origin = previous[0];
        double mean = SumOfDifferences(previous, origin) / previous.Length;
        double squares = SumOfSquares(previous, origin, mean);
        return squares > 0 ? (value - origin - mean) / Math.Sqrt(squares / (previous.Length - 1)) : double.NaN;
    }

    /// <summary>Share of values below the given value, plus half of the equal ones (spec/quant.md §5.2, PRV).</summary>
    public static double PercentRank(double value, ReadOnlySpan<double> previous)
    {
        ReadOnlySpan<Vector256<double>> lanes = MemoryMarshal.Cast<double, Vector256<double>>(previous);
        Vector256<double> own = Vector256.Create(value), one = Vector256.Create(1.0), half = Vector256.Create(0.5), sum = Vector256<double>.Zero;
        foreach (Vector256<double> lane in lanes)
            sum += (Vector256.LessThan(lane, own) & one) + (Vector256.Equals(lane, own) & half);
        double rank = Across(sum);
        for (int i = lanes.Length * Vector256<double>.Count; i < previous.Length; i++)
            rank += previous[i] < value ? 1 : previous[i] == value ? 0.5 : 0;
        return rank / previous.Length;
    }

    /// <summary>Ordinary least-squares slope of the values over 0, 1, 2, …, per step.</summary>
    public static double Slope(ReadOnlySpan<double> values)
    {
        ReadOnlySpan<Vector256<double>> lanes = MemoryMarshal.Cast<double, Vector256<double>>(values);
        double origin = values[^1], middle = (values.Length - 1) / 2.0;
        Vector256<double> from = Vector256.Create(origin), sum = Vector256<double>.Zero;
        Vector256<double> step = Vector256.Create(4.0), steps = Vector256.Create(-middle, 1 - middle, 2 - middle, 3 - middle);
        foreach (Vector256<double> lane in lanes)
        {
            sum += steps * (lane - from);
            steps += step;
        }

        double products = Across(sum);
        for (int i = lanes.Length * Vector256<double>.Count; i < values.Length; i++)
            products += (i - middle) * (values[i] - origin);
        double n = values.Length;
        return products / (n * (n * n - 1) / 12);
    }

    private static double SumOfDifferences(ReadOnlySpan<double> values, double origin)
    {
        ReadOnlySpan<Vector256<double>> lanes = MemoryMarshal.Cast<double, Vector256<double>>(values);
        Vector256<double> from = Vector256.Create(origin), sum = Vector256<double>.Zero;
        foreach (Vector256<double> lane in lanes)
            sum += lane - from;
        double total = Across(sum);
        for (int i = lanes.Length * Vector256<double>.Count; i < values.Length; i++)
            total += values[i] - origin;
        return total;
    }

    private static double SumOfSquares(ReadOnlySpan<double> values, double origin, double mean)
    {
        ReadOnlySpan<Vector256<double>> lanes = MemoryMarshal.Cast<double, Vector256<double>>(values);
        Vector256<double> from = Vector256.Create(origin), middle = Vector256.Create(mean), sum = Vector256<double>.Zero;
        foreach (Vector256<double> lane in lanes)
        {
            Vector256<double> difference = lane - from - middle;
            sum += difference * difference;
        }

        double total = Across(sum);
        for (int i = lanes.Length * Vector256<double>.Count; i < values.Length; i++)
        {
            double difference = values[i] - origin - mean;
            total += difference * difference;
        }

        return total;
    }

    private static double Across(Vector256<double> lanes) => lanes[0] + lanes[1] + (lanes[2] + lanes[3]);
}
