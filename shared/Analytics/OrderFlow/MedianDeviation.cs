namespace Platform.Analytics.OrderFlow;

/// <summary>Median absolute deviation of the last values, kept sorted: an update moves two short ranges and scans once from the median to both sides.</summary>
internal sealed class MedianDeviation(int window)
{
    private readonly double[] _arrivals = new double[window];
    private readonly double[] _sorted = new double[window];
    private int _count;
    private int _next;

    /// <summary>Zero without values.</summary>
    public double Value
    {
        get
        {
            if (_count == 0)
                return 0;
            double median = _count % 2 == 1 ? _sorted[_count / 2] : (_sorted[_count / 2 - 1] + _sorted[_count / 2]) / 2;
            return MedianDistance(median);
        }
    }

    public void Add(double value)
    {
        if (_count == window)
            Remove(_arrivals[_next]);
        int place = Place(value);
        Array.Copy(_sorted, place, _sorted, place + 1, _count - place);
        _sorted[place] = value;
        _count++;
        _arrivals[_next] = value;
        _next = (_next + 1) % window;
    }

    public void Clear()
    {
        _count = 0;
        _next = 0;
    }

    private void Remove(double value)
    {
        int place = Place(value);
        Array.Copy(_sorted, place + 1, _sorted, place, _count - place - 1);
        _count--;
    }

    private int Place(double value)
    {
        int place = Array.BinarySearch(_sorted, 0, _count, value);
        return place >= 0 ? place : ~place;
    }

    /// <summary>Median distance from the median. Distances increase to both sides of the median, so a scan outward visits the nearest values first.</summary>
    private double MedianDistance(double median)
    {
        int right = _count / 2, left = right - 1;
        double distance = 0, before = 0;
        for (int taken = 0; taken <= _count / 2; taken++)
        {
            before = distance;
            bool takesRight = left < 0 || (right < _count && _sorted[right] - median < median - _sorted[left]);
            distance = takesRight ? _sorted[right++] - median : median - _sorted[left--];
        }

        return _count % 2 == 1 ? distance : (before + distance) / 2;
    }
}
