using Microsoft.Extensions.Logging;
using Platform.Bus.Publishing;
using Platform.Hosting.Streams;
using Platform.Primitives.Time;
using Platform.Wire.V1;

namespace Platform.Coordinator.Registry;

/// <summary>Says aloud, once each way, when a process stops beating and when it beats again.</summary>
internal sealed partial class LivenessWatch(ProcessRegistry registry, BusPublisher bus, TimeProvider clock, ILogger log)
{
    public void Tick()
    {
        foreach ((ProcessRow row, bool lost) in registry.Crossings())
        {
            string name = row.Account.Length == 0 ? row.Process : $"{row.Process}-{row.Account}";
            if (lost)
                Lost(name, row.LastHeartbeatAgeMs);
            else
                Back(name);
            long now_ms = clock.NowMilliseconds();
            bus.Publish(BusTopics.Alert.Of("coordinator"), new AlertEvent
            {
                Id = $"coordinator/lost/{name}",
                Source = "coordinator",
                Severity = "critical",
                Subject = name,
                Message = lost ? $"{name} has not beaten for {row.LastHeartbeatAgeMs} ms; see logs/{name}.log" : $"{name} beats again",
                Active = lost,
                AtMs = now_ms,
            }, now_ms);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Process} is lost: no beat for {Age} ms")]
    private partial void Lost(string process, long age);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Process} beats again")]
    private partial void Back(string process);
}
