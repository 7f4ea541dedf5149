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

/// <summary>The services of the host for a process. The host creates it, owns it, and disposes it after the process has stopped.</summary>
public sealed class ProcessContext
{
    private readonly ProcessConnections _connections;

    internal ProcessContext(ProcessConnections connections) => _connections = connections;

    /// <summary>coordinator, data, strategy, executor or monitor.</summary>
    public required string Name { get; init; }

    /// <summary>The account of an executor, otherwise empty.</summary>
    public required string Account { get; init; }

    /// <summary>name[-account]; constant over restarts.</summary>
    public string FullName => Account.Length == 0 ? Name : $"{Name}-{Account}";

    /// <summary>name[-account]-startms, in real time: distinguishes a restart from a repeated message.</summary>
    public required string InstanceId { get; init; }

    public required PlatformConfiguration Configuration { get; init; }

    public required PlatformPaths Paths { get; init; }

    public required PlatformAddresses Addresses { get; init; }

    /// <summary>The API key of an executor's account; empty in other processes.</summary>
    public required AccountSecrets Secrets { get; init; }

    /// <summary>The token that callers must send, and the certificate of the servers of the run.</summary>
    public required CallAccess Access { get; init; }

    /// <summary>Platform time, virtual in mock: for labels, schedules and deadlines of trading.</summary>
    public required TimeProvider Clock { get; init; }

    /// <summary>Real time: for time limits of sockets, disks and processes.</summary>
    public required TimeProvider RealTime { get; init; }

    public required ClockAnchor Anchor { get; init; }

    public required ILoggerFactory Loggers { get; init; }

    public required ProcessMetrics Metrics { get; init; }

    /// <summary>The builder of this process's gRPC server: add services before StartAsync ends; the host then starts the server.</summary>
    public required RpcServerBuilder Rpc { get; init; }

    /// <summary>Opens a channel to the gRPC server of a process, which need not run yet. The host closes it.</summary>
    public RpcChannel Channel(string process, string account = "") => _connections.Channel(process, account);

    /// <summary>Publishes the alerts of this process.</summary>
    public required AlertPublisher Alerts { get; init; }

    /// <summary>The bus publisher of this process.</summary>
    public required BusPublisher Bus { get; init; }

    /// <summary>The client for reports and queries to the coordinator; set a deadline for every call.</summary>
    public required Coordinator.CoordinatorClient Coordinator { get; init; }

    /// <summary>Registration and heartbeats.</summary>
    public required CoordinatorLink Link { get; init; }

    /// <summary>
    /// Connects to the bus of a process, which need not run yet. Subscribe to topics on the returned object; gaps and losses are counted
    /// in metrics. The host disposes it.
    /// </summary>
    /// <param name="onGap">Called on the listening thread when messages were lost; recover with a query.</param>
    public BusSubscriber Subscribe(string process, string account = "", Action<Gap>? onGap = null) => _connections.Subscribe(process, account, onGap);
}
