using Platform.Analytics.Bars;
using Platform.Data.Collection;
using Platform.Domain.Labels;
using Platform.Hosting.Alerts;
using Platform.Wire.V1;

namespace Platform.Data.Health;

/// <summary>Once per real second: publishes how the streams are, and raises and clears alerts on silence.</summary>
internal sealed class HealthWatch(
    Func<IReadOnlyList<ShardState>> shards, Func<int> shardsUp, Func<int> symbols, Func<long> exchangeClock_ms, Func<Label> newestLabel, Func<long> busDrops,
    BarCounts counts, Action<DataHealthEvent> publish, AlertPublisher alerts, HealthBounds bounds, TimeProvider realTime)
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(1);

    private Label _firstLabel;
    private long _messages;
    private long _future;
    private long _gaps;
    private int _late;
    private long _movedAt = realTime.GetTimestamp();

    /// <summary>Empty while everything flows; else one sentence.</summary>
    public string Trouble { get; private set; } = "";

    public async Task RunAsync(CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            Look();
            await Task.Delay(s_interval, realTime, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>One look, once per real second.</summary>
    internal void Look()
    {
        IReadOnlyList<ShardState> all = shards();
        long messages = all.Sum(shard => shard.Messages);
        if (messages != _messages)
            (_messages, _movedAt) = (messages, realTime.GetTimestamp());
        TimeSpan age = realTime.GetElapsedTime(_movedAt);
        publish(new DataHealthEvent
        {
            Label = newestLabel().Start_ms > 0 ? newestLabel().ToString() : "",
            ExchangeClockMs = exchangeClock_ms(),
            Symbols = symbols(),
            Messages = messages,
            Duplicates = counts.Duplicates,
            Gaps = counts.Gaps,
            LateTrades = counts.LateTrades,
            BadTrades = counts.BadTrades,
            BusDrops = busDrops(),
            Connections = shardsUp(),
            StreamAgeMs = age.TotalMilliseconds,
        });
        Evaluate(all.Count(shard => !shard.IsRetired), age);
    }

    private void Evaluate(int connections, TimeSpan age)
    {
        int down = connections - shardsUp();
        EvaluateCounts();
        EvaluateDelay();
        Trouble = down > 0 ? $"{down} of {connections} market connections are down"
            : age > bounds.Silence ? $"no market message for {age.TotalSeconds:0} s"
            : alerts.IsStanding("clock") ? "trades lie in the future of the local clock: check the machine's time"
            : "";
        alerts.Set("connections", down > 0, AlertSeverity.Critical, $"{down} of {connections} market connections are down", down, 0);
        alerts.Set("silence", age > bounds.Silence, AlertSeverity.Critical, $"no market message for {age.TotalSeconds:0} s", age.TotalSeconds, bounds.Silence.TotalSeconds);
    }

    /// <summary>A count that grew is an incident, which ends by itself when the count grows no more.</summary>
    private void EvaluateCounts()
    {
        long future = counts.FutureTrades, given = counts.GapsUnresolved;
        if (future > _future)
            alerts.RaiseIncident("clock", AlertSeverity.Critical, $"{future - _future} trades lie in the future of the local clock: check the machine's time");
        if (given > _gaps)
            alerts.RaiseIncident("gaps", AlertSeverity.Warning, $"{given - _gaps} gaps in trades could not be filled; their bars are marked suspect");
        (_future, _gaps) = (future, given);
    }

    /// <summary>Real time since the end of the oldest window whose label is not decided (spec/quant.md §8.5), twice in a row over the bound.</summary>
    private void EvaluateDelay()
    {
        Label newest = newestLabel();
        if (newest.Start_ms == 0 || _firstLabel.Start_ms == 0)
            _firstLabel = newest;
        if (newest == _firstLabel)
            return;
        double delay_s = (exchangeClock_ms() - (newest + 1).End_ms) / bounds.Speed / 1000;
        _late = delay_s > bounds.BarDelayWarn_s ? _late + 1 : 0;
        AlertSeverity severity = delay_s > bounds.BarDelayCritical_s ? AlertSeverity.Critical : AlertSeverity.Warning;
        alerts.Set("bar_delay", _late >= 2, severity, $"the bars of {newest + 1} are {delay_s:0.0} s late", delay_s, severity == AlertSeverity.Critical ? bounds.BarDelayCritical_s : bounds.BarDelayWarn_s);
    }
}

/// <summary>What is silent and what is late, in real time.</summary>
/// <param name="Speed">Platform time over real time.</param>
internal sealed record HealthBounds(TimeSpan Silence, double BarDelayWarn_s, double BarDelayCritical_s, double Speed);
