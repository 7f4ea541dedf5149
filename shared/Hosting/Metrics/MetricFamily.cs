using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Platform.Hosting.Metrics;

/// <summary>The series of one instrument, one for each set of tags; bounded, so that a tag with unlimited values cannot exhaust the memory.</summary>
internal sealed class MetricFamily(Instrument instrument)
{
    public const int SeriesMax = 2_000;

    private static readonly double[] s_bounds = [0.0001, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

    private readonly ConcurrentDictionary<string, Series> _series = new(StringComparer.Ordinal);
    private readonly Series _untagged = new("");
    private readonly bool _isHistogram = instrument is Histogram<double> or Histogram<long>;
    private readonly bool _isCounter = instrument is Counter<long> or Counter<double>;

    public string Name => instrument.Name;

    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        Series series = tags.IsEmpty ? _untagged : SeriesOf(tags);
        lock (series)
        {
            series.Count++;
            series.Sum += value;
            series.Last = value;
            if (_isHistogram)
                series.Buckets[BucketOf(value)]++;
        }
    }

    public void Write(StringBuilder text, string labels)
    {
        text.Append("# HELP ").Append(Name).Append(' ').Append(instrument.Description).Append('\n');
        text.Append("# TYPE ").Append(Name).Append(_isHistogram ? " histogram\n" : _isCounter ? " counter\n" : " gauge\n");
        foreach (Series series in _series.Values.OrderBy(series => series.Tags, StringComparer.Ordinal).Prepend(_untagged))
        {
            lock (series)
            {
                string all = series.Tags.Length == 0 ? labels : $"{labels},{series.Tags}";
                if (series.Count == 0 && !(_isCounter && _series.IsEmpty))
                    continue;
                if (_isHistogram)
                    WriteHistogram(text, series, all);
                else
                    Line(text, Name, all, _isCounter ? series.Sum : series.Last);
            }
        }
    }

    private void WriteHistogram(StringBuilder text, Series series, string labels)
    {
        long below = 0;
        for (int index = 0; index < s_bounds.Length; index++)
        {
            below += series.Buckets[index];
            Line(text, $"{Name}_bucket", $"{labels},le=\"{s_bounds[index].ToString(CultureInfo.InvariantCulture)}\"", below);
        }

        Line(text, $"{Name}_bucket", $"{labels},le=\"+Inf\"", series.Count);
        Line(text, $"{Name}_sum", labels, series.Sum);
        Line(text, $"{Name}_count", labels, series.Count);
    }

    private static void Line(StringBuilder text, string name, string labels, double value) =>
        text.Append(name).Append('{').Append(labels).Append("} ").Append(value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');

    private static int BucketOf(double value)
    {
        int index = Array.BinarySearch(s_bounds, value);
        return index >= 0 ? index : ~index;
    }

    private Series SeriesOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var key = new StringBuilder(32);
        foreach ((string name, object? value) in tags)
        {
            string escaped = $"{value}".Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n");
            key.Append(key.Length == 0 ? "" : ",").Append(name).Append("=\"").Append(escaped).Append('"');
        }

        string labels = key.ToString();
        if (_series.TryGetValue(labels, out Series? known))
            return known;
        return _series.Count >= SeriesMax ? _series.GetOrAdd("overflow=\"true\"", tag => new Series(tag)) : _series.GetOrAdd(labels, tag => new Series(tag));
    }

    private sealed class Series(string tags)
    {
        public readonly string Tags = tags;
        public readonly long[] Buckets = new long[s_bounds.Length + 1];
        public long Count;
        public double Sum;
        public double Last;
    }
}
