using Status = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace Platform.Rpc.Health;

/// <summary>The serving state of each service of a server; the process sets it, and the health service reads it. Thread-safe.</summary>
public sealed class HealthLedger
{
    /// <summary>The service name of the whole server.</summary>
    public const string Server = "";

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Status> _states = new() { [Server] = Status.Serving };
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Sets the state of one service by its full name, or of the server; watchers are notified of a change.</summary>
    public void Set(string service, Status state)
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            if (_states.TryGetValue(service, out var before) && before == state)
                return;
            _states[service] = state;
            changed = _changed;
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        changed.SetResult();
    }

    /// <summary>The state of a service; ServiceUnknown for a name that was not set.</summary>
    public Status State(string service)
    {
        lock (_gate)
            return _states.GetValueOrDefault(service, Status.ServiceUnknown);
    }

    /// <summary>The state, and a task that completes at the next change of any service.</summary>
    internal (Status State, Task Changed) Look(string service)
    {
        lock (_gate)
            return (_states.GetValueOrDefault(service, Status.ServiceUnknown), _changed.Task);
    }
}
