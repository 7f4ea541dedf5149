using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text;

namespace Platform.Hosting.Metrics;

/// <summary>
/// The instruments of the process on the meter "Platform", and their values in Prometheus text. Names are snake_case with the
/// unit last (platform_data_trades_total, platform_executor_ack_seconds). Thread-safe.
/// </summary>
public sealed class ProcessMetrics : IDisposable
{
    private readonly Meter _meter = new("Platform");
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, MetricFamily> _families = new(StringComparer.Ordinal);
    private readonly string _labels;

    public ProcessMetrics(string process, string account = "")
    {
        _labels = account.Length == 0 ? $"process=\"{process}\"" : $"process=\"{process}\",account=\"{account}\"";
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter, _meter))
                listener.EnableMeasurementEvents(instrument, _families.GetOrAdd(instrument.Name, _ => new MetricFamily(instrument)));
        };
        _listener.SetMeasurementEventCallback<long>((_, value, tags, state) => ((MetricFamily)state!).Record(value, tags));
        _listener.SetMeasurementEventCallback<double>((_, value, tags, state) => ((MetricFamily)state!).Record(value, tags));
        _listener.Start();
    }

    /// <summary>A counter, which only increases; its name ends with _total.</summary>
    public Counter<long> Counter(string name, string meaning) => _meter.CreateCounter<long>(name, description: meaning);

    /// <summary>A value that is read on request.</summary>
    public void Gauge(string name, string meaning, Func<double> read) => _meter.CreateObservableGauge(name, read, description: meaning);

    /// <summary>Values with tags that are read on request.</summary>
    public void Gauge(string name, string meaning, Func<IEnumerable<Measurement<double>>> read) => _meter.CreateObservableGauge(name, read, description: meaning);

    /// <summary>A distribution; seconds unless the name has another unit. Buckets from 100 µs to 60 s.</summary>
    public Histogram<double> Histogram(string name, string meaning) => _meter.CreateHistogram<double>(name, description: meaning);

    /// <summary>All current values in the Prometheus text format 0.0.4.</summary>
    public string ToPrometheusText()
    {
        _listener.RecordObservableInstruments();
        var text = new StringBuilder(4096);
        foreach (MetricFamily family in _families.Values.OrderBy(family => family.Name, StringComparer.Ordinal))
            family.Write(text, _labels);
        return text.ToString();
    }

    public void Dispose()
    {
        _listener.Dispose();
        _meter.Dispose();
    }
}
