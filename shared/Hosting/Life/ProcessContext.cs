using Microsoft.Extensions.Logging;
using Platform.Bus.Publishing;
using Platform.Bus.Subscribing;
using Platform.Hosting.Alerts;
using Platform.Hosting.Configuration;
using Platform.Hosting.Control;
using Platform.Hosting.Metrics;
using Platform.Hosting.Places;
using Platform.Hosting.Secrets;
using Platform.Primitives.Time;
using Platform.Rpc.Channel;
using Platform.Rpc.Server;
using Platform.Wire.V1;

namespace Platform.Hosting.Life;

/// <summary>Everything the host gives a process. The host creates it, owns it, and disposes it after the process has stopped.</summary>
public sealed class ProcessContext
{
    private readonly ProcessConnections _connections;

    internal ProcessContext(ProcessConnections connections) => _connections = connections;

    /// <summary>coordinator, data, strategy, executor or monitor.</summary>
    public required string Name { get; init; }

    /// <summary>The account of an executor, else empty.</summary>
    public required string Account { get; init; }

    /// <summary>name[-account]: the same after a restart.</summary>
    public string FullName => Account.Length == 0 ? Name : $"{Name}-{Account}";

    /// <summary>name[-account]-startms, in real time: distinguishes a restart from a repeat.</summary>
    public required string InstanceId { get; init; }

    public required PlatformConfiguration Configuration { get; init; }

    public required PlatformPaths Paths { get; init; }

    public required PlatformAddresses Addresses { get; init; }

    /// <summary>The exchange key of an executor's account; every other process has none.</summary>
    public required AccountSecrets Secrets { get; init; }

    /// <summary>The run's token and certificate: what callers must show, and servers do.</summary>
    public required CallAccess Access { get; init; }

    /// <summary>Platform time, virtual in mock: labels, schedules, deadlines of the business.</summary>
    public required TimeProvider Clock { get; init; }

    /// <summary>Real time: limits on waiting for sockets, disks and processes.</summary>
    public required TimeProvider RealTime { get; init; }

    public required ClockAnchor Anchor { get; init; }

    public required ILoggerFactory Loggers { get; init; }

    public required ProcessMetrics Metrics { get; init; }

    /// <summary>This process's gRPC server before it is built: add services before StartAsync ends, then the host serves.</summary>
    public required RpcServerBuilder Rpc { get; init; }

    /// <summary>A channel to the gRPC server of a process, which need not run yet. The host closes it.</summary>
    public RpcChannel Channel(string process, string account = "") => _connections.Channel(process, account);

    /// <summary>The alerts of this process; the only way to publish one.</summary>
    public required AlertPublisher Alerts { get; init; }

    /// <summary>This process's PUB socket.</summary>
    public required BusPublisher Bus { get; init; }

    /// <summary>Reports and queries to the coordinator; give every call a deadline.</summary>
    public required Coordinator.CoordinatorClient Coordinator { get; init; }

    /// <summary>Registration, heartbeats, and what the operator wants.</summary>
    public required CoordinatorLink Link { get; init; }

    /// <summary>
    /// Listens to the bus of a process, which need not run yet. Subscribe topics on the answer; gaps and losses are counted
    /// in metrics. The host ends it.
    /// </summary>
    /// <param name="onGap">Called on the listening thread when messages were lost: repair with a query.</param>
    public BusSubscriber Subscribe(string process, string account = "", Action<Gap>? onGap = null) => _connections.Subscribe(process, account, onGap);
}
