using System.Numerics;
using System.Runtime.InteropServices;

namespace Platform.Analytics.OrderFlow;

/// <summary>
/// CVD relative to the mean and population deviation of its previous values, two passes (spec/quant.md §4.1, vector CVD-7). The values are stored
/// relative to a nearby anchor value, so that a CVD that is large relative to its changes loses no digits.
/// </summary>
internal sealed class LevelZScore(CvdOptions options) : IZScoreMeasure
{
    private readonly decimal[] _values = new decimal[options.ZWindow];
    private readonly double[] _distances = new double[options.ZWindow];
    private decimal _anchor;
    private int _count;
    private int _next;

    public ZScore Next(decimal cvd, decimal change, long? time_ms)
    {
        ZScore score = Measure(cvd);
        Append(cvd);
        return score;
    }

    public void Clear()
    {
        _count = 0;
        _next = 0;
    }

    private ZScore Measure(decimal cvd)
    {
        if (_count < options.WarmUp)
            return ZScore.WarmingUp;
        ReadOnlySpan<double> distances = _distances.AsSpan(0, _count);
        double mean = Sum(distances) / _count;
        double deviation = Math.Sqrt(SumOfSquares(distances, mean) / _count);
        return deviation <= options.StdFloor ? ZScore.StdZero : new ZScore(((double)(cvd - _anchor) - mean) / deviation);
    }

    private void Append(decimal cvd)
    {
        if (_next == 0)
            MoveAnchor(cvd);
        _values[_next] = cvd;
        _distances[_next] = (double)(cvd - _anchor);
        _next = _next + 1 == _values.Length ? 0 : _next + 1;
        _count = Math.Min(_count + 1, _values.Length);
    }

    private void MoveAnchor(decimal cvd)
    {
        _anchor = cvd;
        for (int index = 0; index < _count; index++)
            _distances[index] = (double)(_values[index] - cvd);
    }

    /// <summary>Sums in four independent accumulators, so that an addition need not wait for the previous one.</summary>
    private static double Sum(ReadOnlySpan<double> values)
    {
        ReadOnlySpan<Vector<double>> lanes = MemoryMarshal.Cast<double, Vector<double>>(values);
        Vector<double> first = default, second = default, third = default, fourth = default;
        int lane = 0;
        for (; lane <= lanes.Length - 4; lane += 4)
        {
            first += lanes[lane];
            second += lanes[lane + 1];
            third += lanes[lane + 2];
            fourth += lanes[lane + 3];
        }

        for (; lane < lanes.Length; lane++)
            first += lanes[lane];
        double sum = Vector.Sum(first + second + (third + fourth));
        foreach (double value in values[(lanes.Length * Vector<double>.Count)..])
            sum += value;
        return sum;
    }

    private static double SumOfSquares(ReadOnlySpan<double> values, double mean)
    {
        ReadOnlySpan<Vector<double>> lanes = MemoryMarshal.Cast<double, Vector<double>>(values);
        Vector<double> first = default, second = default, third = default, fourth = default, center = new(mean);
        int lane = 0;
        for (; lane <= lanes.Length - 4; lane += 4)
        {
            first += Square(lanes[lane] - center);
            second += Square(lanes[lane + 1] - center);
            third += Square(lanes[lane + 2] - center);
            fourth += Square(lanes[lane + 3] - center);
        }

        for (; lane < lanes.Length; lane++)
            first += Square(lanes[lane] - center);
        double sum = Vector.Sum(first + second + (third + fourth));
        foreach (double value in values[(lanes.Length * Vector<double>.Count)..])
            sum += (value - mean) * (value - mean);
        return sum;
    }

    private static Vector<double> Square(Vector<double> value) => value * value;
}
