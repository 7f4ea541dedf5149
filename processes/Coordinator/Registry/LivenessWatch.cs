using Platform.Hosting.Alerts;
using Platform.Wire.V1;

namespace Platform.Coordinator.Registry;

/// <summary>Raises an alert while a process sends no heartbeat, or has stopped and is not started again, and clears it when it is back.</summary>
internal sealed class LivenessWatch(ProcessRegistry registry, AlertPublisher alerts)
{
    public void Tick()
    {
        foreach ((ProcessRow row, bool isAway) in registry.Crossings())
        {
            string name = row.Account.Length == 0 ? row.Process : $"{row.Process}-{row.Account}";
            string what = row.State == ProcessState.Stopped ? "has stopped and was not started again" : "sends no heartbeat";
            alerts.Set($"lost/{name}", isAway, AlertSeverity.Critical, $"{name} {what}; last heartbeat {row.LastHeartbeatAgeMs / 1000.0:0.#} s ago; see logs/{name}.log");
        }
    }
}
