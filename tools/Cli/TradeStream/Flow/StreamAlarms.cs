using System.Globalization;

namespace Platform.Cli.TradeStream.Flow;

/// <summary>
/// The stream's alarms of spec/quant.md §8.5. Two samples in a row above the threshold raise an alarm; it is repeated every 15 minutes
/// and ends below 90 % of its threshold. Single-threaded, one sample at each [STAT].
/// </summary>
internal sealed class StreamAlarms
{
    private static readonly TimeSpan s_repeat = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);

    private readonly Alarm _latency = new("latency p95", " ms", 1_000, "the network or the local clock");
    private readonly Alarm _dropped = new("queue_dropped_rate", "", 0.005, "print less (--print-every) or raise --queue-size");
    private readonly Alarm _reconnects = new("reconnects in an hour", "", 3, "the network, the exchange's status or --heartbeat-timeout");
    private readonly Alarm _errors = new("parse_errors since the last sample", "", 0, "the lines 'Parse error' above");
    private readonly Queue<(long At, long Reconnects)> _hour = new();
    private readonly TimeProvider _clock;
    private long _errorsBefore;

    public StreamAlarms(TimeProvider clock)
    {
        _clock = clock;
        _hour.Enqueue((clock.GetTimestamp(), 0));
    }

    /// <summary>Alarms raised since the start, in order.</summary>
    public List<string> Raised { get; } = [];

    /// <summary>Lines to print for this sample.</summary>
    public IReadOnlyList<string> Sample(StreamMetrics metrics)
    {
        long now = _clock.GetTimestamp();
        _hour.Enqueue((now, metrics.ReconnectCount));
        while (_clock.GetElapsedTime(_hour.Peek().At, now) > s_hour)
            _hour.Dequeue();
        var lines = new List<string>();
        Check(_latency, metrics.Latency.P95_ms, now, lines);
        Check(_dropped, metrics.QueueDroppedRate, now, lines);
        Check(_reconnects, metrics.ReconnectCount - _hour.Peek().Reconnects, now, lines);
        Check(_errors, metrics.ParseErrors - _errorsBefore, now, lines);
        _errorsBefore = metrics.ParseErrors;
        return lines;
    }

    private void Check(Alarm alarm, double value, long now, List<string> lines)
    {
        if (alarm.Next(value, now, _clock) is not { } line)
            return;
        lines.Add(line);
        if (alarm.IsRaised)
            Raised.Add(line);
    }

    private sealed class Alarm(string name, string unit, double threshold, string lookAt)
    {
        private int _above;
        private long _reportedAt;

        public bool IsRaised { get; private set; }

        public string? Next(double value, long now, TimeProvider clock)
        {
            string shown = string.Create(CultureInfo.InvariantCulture, $"{name} is {value:0.####}{unit} (limit {threshold:0.####}{unit})");
            _above = value > threshold ? _above + 1 : 0;
            if (IsRaised && (threshold == 0 ? value <= 0 : value < 0.9 * threshold))
            {
                IsRaised = false;
                return $"[ALARM] over: {shown}";
            }

            bool isDue = !IsRaised ? _above >= 2 : value > threshold && clock.GetElapsedTime(_reportedAt, now) >= s_repeat;
            if (!isDue)
                return null;
            IsRaised = true;
            _reportedAt = now;
            return $"[ALARM] {shown}; look at {lookAt}";
        }
    }
}
