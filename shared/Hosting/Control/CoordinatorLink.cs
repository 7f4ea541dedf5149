using Grpc.Core;
using Microsoft.Extensions.Logging;
using Platform.Wire.V1;

namespace Platform.Hosting.Control;

/// <summary>
/// Keeps this process known to the coordinator: registers, sends heartbeats in real time, registers again when unknown, and holds what
/// the operator wants. One loop owns it; any thread may read <see cref="Operator"/>.
/// </summary>
public sealed partial class CoordinatorLink
{
    private static readonly TimeSpan s_callLimit = TimeSpan.FromSeconds(2);

    private readonly Coordinator.CoordinatorClient _client;
    private readonly RegisterRequest _registration;
    private readonly ProcessVitals _vitals;
    private readonly TimeProvider _real;
    private readonly ILogger _log;
    private OperatorState _operator = new();
    private TimeSpan _interval;
    private bool _registered;
    private bool _reachable = true;

    internal CoordinatorLink(
        Coordinator.CoordinatorClient client, RegisterRequest registration, TimeSpan interval, ProcessVitals vitals, TimeProvider real, ILogger log) =>
        (_client, _registration, _interval, _vitals, _real, _log) = (client, registration, interval, vitals, real, log);

    /// <summary>What the operator wants, as last received; nothing is paused before the first answer.</summary>
    public OperatorState Operator => Volatile.Read(ref _operator);

    /// <summary>True while the last heartbeat was answered. When it is not, the process continues with the state it received last.</summary>
    public bool IsReachable => Volatile.Read(ref _reachable) && Volatile.Read(ref _registered);

    /// <summary>Called on the link's loop when the operator's state has a new version; a handler must not wait.</summary>
    public event Action<OperatorState>? Changed;

    /// <summary>Heartbeats until cancelled.</summary>
    internal async Task RunAsync(CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            await TurnAsync(cancel);
            try
            {
                await Task.Delay(_reachable ? _interval : _interval / 4, _real, cancel);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    /// <summary>One exchange with the coordinator, with a time limit; used directly for a change of state that should be seen immediately.</summary>
    internal async Task TurnAsync(CancellationToken cancel)
    {
        try
        {
            if (!_registered)
                await RegisterAsync(cancel);
            HeartbeatReply reply = await _client.HeartbeatAsync(Heartbeat(), Limited(cancel));
            if (!reply.Known)
            {
                await RegisterAsync(cancel);
                return;
            }

            Adopt(reply.Operator);
            if (!_reachable)
                Regained(_registration.Process);
            Volatile.Write(ref _reachable, true);
        }
        catch (RpcException unreachable)
        {
            if (_reachable && !cancel.IsCancellationRequested)
                Lost(unreachable.Status.Detail);
            Volatile.Write(ref _reachable, false);
        }
    }

    private async Task RegisterAsync(CancellationToken cancel)
    {
        RegisterReply reply = await _client.RegisterAsync(_registration, Limited(cancel));
        if (reply.HeartbeatIntervalMs > 0)
            _interval = TimeSpan.FromMilliseconds(reply.HeartbeatIntervalMs);
        Volatile.Write(ref _registered, true);
        Adopt(reply.Operator);
    }

    private HeartbeatRequest Heartbeat()
    {
        (ProcessState state, string detail) = _vitals.Health;
        var heartbeat = new HeartbeatRequest { Process = _registration.Process, Account = _registration.Account, InstanceId = _registration.InstanceId, State = state, Detail = detail };
        foreach ((string name, double value) in _vitals.Gauges())
            heartbeat.Gauges[name] = value;
        return heartbeat;
    }

    private void Adopt(OperatorState? received)
    {
        if (received is null || received.Equals(_operator))
            return;
        Volatile.Write(ref _operator, received);
        OperatorChanged(received.Version, received.Paused, received.Killed, received.Flatten.Count);
        Changed?.Invoke(received);
    }

    private CallOptions Limited(CancellationToken cancel) => new(deadline: _real.GetUtcNow().UtcDateTime + s_callLimit, cancellationToken: cancel);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The coordinator does not answer ({Reason}); the operator state received last remains in force")]
    private partial void Lost(string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "The coordinator answers {Process} again")]
    private partial void Regained(string process);

    [LoggerMessage(Level = LogLevel.Information, Message = "Operator state {Version}: paused {Paused}, killed {Killed}, flatten orders {Flatten}")]
    private partial void OperatorChanged(long version, bool paused, bool killed, int flatten);
}
