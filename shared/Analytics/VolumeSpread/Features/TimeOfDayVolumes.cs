using Platform.Primitives.Time;

namespace Platform.Analytics.VolumeSpread.Features;

/// <summary>Volumes of the previous days by time of day, for bars below one hour (spec/quant.md §5.2, baseline time_of_day).</summary>
internal sealed class TimeOfDayVolumes
{
    private readonly int _days;
    private readonly int _daysMin;
    private readonly long _length_ms;
    private readonly double[] _volumes;
    private readonly long[] _openTimes_ms;
    private readonly int[] _counts;

    public TimeOfDayVolumes(long length_ms, FeatureOptions options)
    {
        _length_ms = length_ms;
        _days = options.TimeOfDayDays;
        _daysMin = options.TimeOfDayDaysMin;
        int slots = (int)(UnixTime.MillisecondsPerDay / length_ms);
        _volumes = new double[slots * _days];
        _openTimes_ms = new long[slots * _days];
        _counts = new int[slots];
    }

    /// <summary>Mean volume of the same time of day over the previous days with such a bar; NaN until there are enough days.</summary>
    public double Mean(long openTime_ms)
    {
        int slot = Slot(openTime_ms), first = slot * _days, held = Math.Min(_counts[slot], _days), known = 0;
        double sum = 0;
        for (int i = 0; i < held; i++)
        {
            if (_openTimes_ms[first + i] < openTime_ms - _days * UnixTime.MillisecondsPerDay)
                continue;
            sum += _volumes[first + i];
            known++;
        }

        return known >= _daysMin ? sum / known : double.NaN;
    }

    public void Push(long openTime_ms, double volume)
    {
        int slot = Slot(openTime_ms), cell = slot * _days + _counts[slot] % _days;
        _volumes[cell] = volume;
        _openTimes_ms[cell] = openTime_ms;
        _counts[slot]++;
    }

    public void Write(BinaryWriter writer)
    {
        foreach (int count in _counts)
            writer.Write(count);
        foreach (double volume in _volumes)
            writer.Write(volume);
        foreach (long time_ms in _openTimes_ms)
            writer.Write(time_ms);
    }

    public void Read(BinaryReader reader)
    {
        for (int i = 0; i < _counts.Length; i++)
            _counts[i] = reader.ReadInt32();
        for (int i = 0; i < _volumes.Length; i++)
            _volumes[i] = reader.ReadDouble();
        for (int i = 0; i < _openTimes_ms.Length; i++)
            _openTimes_ms[i] = reader.ReadInt64();
    }

    private int Slot(long openTime_ms) => (int)((openTime_ms - UnixTime.FloorTo(openTime_ms, UnixTime.MillisecondsPerDay)) / _length_ms);
}
