using Grpc.Core;
using Microsoft.Extensions.Logging;
using Platform.Wire.V1;

namespace Platform.Hosting.Control;

/// <summary>
/// Registers this process with the coordinator, sends heartbeats in real time, and registers again when the coordinator does not know it. One
/// loop uses it; any thread may read <see cref="IsReachable"/>.
/// </summary>
public sealed partial class CoordinatorLink
{
    private static readonly TimeSpan s_callLimit = TimeSpan.FromSeconds(2);

    private readonly Coordinator.CoordinatorClient _client;
    private readonly RegisterRequest _registration;
    private readonly ProcessVitals _vitals;
    private readonly TimeProvider _real;
    private readonly ILogger _log;
    private TimeSpan _interval;
    private bool _registered;
    private bool _reachable = true;

    internal CoordinatorLink(
        Coordinator.CoordinatorClient client, RegisterRequest registration, TimeSpan interval, ProcessVitals vitals, TimeProvider real, ILogger log) =>
        (_client, _registration, _interval, _vitals, _real, _log) = (client, registration, interval, vitals, real, log);

    /// <summary>True when the last heartbeat was answered. The process continues without an answer.</summary>
    public bool IsReachable => Volatile.Read(ref _reachable) && Volatile.Read(ref _registered);

    /// <summary>Sends heartbeats until cancelled.</summary>
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

    /// <summary>One request to the coordinator, with a time limit; called directly for a state change that must be reported immediately.</summary>
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
    }

    private HeartbeatRequest Heartbeat()
    {
        (ProcessState state, string detail) = _vitals.Health;
        var heartbeat = new HeartbeatRequest { Process = _registration.Process, Account = _registration.Account, InstanceId = _registration.InstanceId, State = state, Detail = detail };
        foreach ((string name, double value) in _vitals.Gauges())
            heartbeat.Gauges[name] = value;
        return heartbeat;
    }

    private CallOptions Limited(CancellationToken cancel) => new(deadline: _real.GetUtcNow().UtcDateTime + s_callLimit, cancellationToken: cancel);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The coordinator does not answer ({Reason}); the process continues without it")]
    private partial void Lost(string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "The coordinator answers again; process {Process} is registered")]
    private partial void Regained(string process);
}
