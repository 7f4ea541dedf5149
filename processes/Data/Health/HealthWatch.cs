using Platform.Analytics.Bars;
using Platform.Bus.Publishing;
using Platform.Data.Ingest;
using Platform.Data.Labels;
using Platform.Data.Store;
using Platform.Domain.Labels;
using Platform.Hosting.Alerts;
using Platform.Hosting.Streams;
using Platform.Wire.V1;

namespace Platform.Data.Health;

/// <summary>The inputs of the health watch: connections, collected symbols, the exchange clock, decided labels, counts of trades.</summary>
internal sealed record HealthSources(ShardStates Shards, FeedSymbols Feeds, ExchangeClock Clock, LabelCompleteness Labels, BarCounts Counts);

/// <summary>Checks the streams once per real second: publishes their state, and raises and clears alerts on silence.</summary>
internal sealed class HealthWatch(HealthSources sources, BusPublisher bus, AlertPublisher alerts, HealthBounds bounds, TimeProvider realTime)
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(1);

    private Label _firstLabel;
    private long _messages;
    private long _future;
    private long _gaps;
    private int _late;
    private long _movedAt = realTime.GetTimestamp();
    private bool _hasBeenUp;

    /// <summary>Empty while all streams deliver, otherwise one sentence with the problem.</summary>
    public string Trouble { get; private set; } = "";

    public async Task RunAsync(CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            Look();
            await Task.Delay(s_interval, realTime, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Takes one reading, once per real second.</summary>
    internal void Look()
    {
        IReadOnlyList<ShardState> all = sources.Shards.All;
        long messages = all.Sum(shard => shard.Messages);
        if (messages != _messages)
            (_messages, _movedAt) = (messages, realTime.GetTimestamp());
        TimeSpan age = realTime.GetElapsedTime(_movedAt);
        (Label newest, BarCounts counts) = (sources.Labels.NewestDecided, sources.Counts);
        var health = new DataHealthEvent
        {
            Label = newest.Start_ms > 0 ? newest.ToString() : "",
            ExchangeClockMs = sources.Clock.Now_ms,
            Symbols = sources.Feeds.Collected.Count,
            Messages = messages,
            Duplicates = counts.Duplicates,
            Gaps = counts.Gaps,
            LateTrades = counts.LateTrades,
            BadTrades = counts.BadTrades,
            BusDrops = bus.Counts.Overflows,
            Connections = sources.Shards.Up,
            StreamAgeMs = age.TotalMilliseconds,
        };
        bus.Publish(BusTopics.DataHealth, health, health.ExchangeClockMs);
        Evaluate(all.Count(shard => !shard.IsRetired), age);
    }

    private void Evaluate(int connections, TimeSpan age)
    {
        int down = connections - sources.Shards.Up;
        EvaluateCounts();
        EvaluateDelay();
        Trouble = down > 0 ? $"{down} of {connections} market connections are down"
            : age > bounds.Silence ? $"no market message for {age.TotalSeconds:0} s"
            : alerts.IsStanding("clock") ? "trades have times later than the local clock; check the machine's clock"
            : "";
        _hasBeenUp |= down == 0;
        bool isOpening = !_hasBeenUp && age <= bounds.Silence;
        alerts.Set("connections", down > 0 && !isOpening, AlertSeverity.Critical, $"{down} of {connections} market connections are down", down, 0);
        alerts.Set("silence", age > bounds.Silence, AlertSeverity.Critical, $"no market message for {age.TotalSeconds:0} s", age.TotalSeconds, bounds.Silence.TotalSeconds);
    }

    /// <summary>An increase of a count raises an incident, which ends when the count stops growing.</summary>
    private void EvaluateCounts()
    {
        long future = sources.Counts.FutureTrades, unresolved = sources.Counts.GapsUnresolved;
        if (future > _future)
            alerts.RaiseIncident("clock", AlertSeverity.Critical, $"{future - _future} trades have times later than the local clock; check the machine's clock");
        if (unresolved > _gaps)
            alerts.RaiseIncident("gaps", AlertSeverity.Warning, $"{unresolved - _gaps} gaps in trades could not be filled; their bars are marked suspect");
        (_future, _gaps) = (future, unresolved);
    }

    /// <summary>
    /// Real time since the end of the oldest window whose label is not decided (spec/quant.md §8.5); the alert is raised when it exceeds
    /// the bound twice in a row.
    /// </summary>
    private void EvaluateDelay()
    {
        Label newest = sources.Labels.NewestDecided;
        if (newest.Start_ms == 0 || _firstLabel.Start_ms == 0)
            _firstLabel = newest;
        if (newest == _firstLabel)
            return;
        double delay_s = (sources.Clock.Now_ms - (newest + 1).End_ms) / bounds.Speed / 1000;
        _late = delay_s > bounds.BarDelayWarn_s ? _late + 1 : 0;
        AlertSeverity severity = delay_s > bounds.BarDelayCritical_s ? AlertSeverity.Critical : AlertSeverity.Warning;
        alerts.Set("bar_delay", _late >= 2, severity, $"the bars of {newest + 1} are {delay_s:0.0} s late", delay_s, severity == AlertSeverity.Critical ? bounds.BarDelayCritical_s : bounds.BarDelayWarn_s);
    }
}

/// <summary>Bounds on silence and lateness, in real time.</summary>
/// <param name="Speed">Platform time divided by real time.</param>
internal sealed record HealthBounds(TimeSpan Silence, double BarDelayWarn_s, double BarDelayCritical_s, double Speed);
