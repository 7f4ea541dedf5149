using Platform.Analytics.Bars;
using Platform.Data.Collection;
using Platform.Domain.Labels;
using Platform.Wire.V1;

namespace Platform.Data.Health;

/// <summary>Once per real second: publishes how the streams are, and raises and clears alerts on silence.</summary>
internal sealed class HealthWatch(
    Func<IReadOnlyList<ShardState>> shards, Func<int> shardsUp, Func<int> symbols, Func<long> exchangeClock_ms, Func<Label> newestLabel, Func<long> busDrops,
    BarCounts counts, Action<DataHealthEvent> publish, AlertBoard alerts, TimeSpan silenceLimit, TimeProvider realTime)
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(1);

    private long _messages;
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

    private void Look()
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
        Trouble = down > 0 ? $"{down} of {connections} market connections are down"
            : age > silenceLimit ? $"no market message for {age.TotalSeconds:0} s"
            : counts.FutureTrades > 0 ? $"{counts.FutureTrades} trades lay in the future of the local clock: check the machine's time"
            : "";
        alerts.Set("streams", down > 0 || age > silenceLimit, "critical", Trouble.Length > 0 ? Trouble : "market streams flow");
        alerts.Set("clock", counts.FutureTrades > 0, "critical", "trades lie in the future of the local clock");
        alerts.Set("gaps", counts.GapsUnresolved > 0, "warning", $"{counts.GapsUnresolved} gaps in trades were given up; their bars are suspect");
    }
}
