using System.Globalization;
using Microsoft.Extensions.Logging;
using Platform.Bus.Publishing;
using Platform.Bus.Topics;
using Platform.Hosting.Alerts;
using Platform.Hosting.Control;
using Platform.Hosting.Logging;
using Platform.Hosting.Metrics;
using Platform.Hosting.Places;
using Platform.Hosting.Streams;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;
using Platform.Rpc.Server;
using Platform.Wire.V1;

namespace Platform.Hosting.Life;

/// <summary>The parts that the host provides to a process, opened in order and closed in reverse order.</summary>
internal sealed class ProcessParts : IDisposable
{
    private readonly string _name;
    private readonly ProcessSetup _setup;
    private readonly ProcessConnections _connections;
    private BusPublisher? _publisher;
    private AlertPublisher? _alerts;

    public ProcessParts(string name, ProcessSetup setup, bool supervised)
    {
        (_name, _setup) = (name, setup);
        string account = setup.Arguments.Account;
        Clock = setup.Anchor == ClockAnchor.RealTime ? TimeProvider.System : new VirtualClock(setup.Anchor);
        StartedAt_ms = TimeProvider.System.NowMilliseconds();
        FullName = account.Length == 0 ? name : $"{name}-{account}";
        InstanceId = string.Create(CultureInfo.InvariantCulture, $"{FullName}-{StartedAt_ms}");
        Addresses = new PlatformAddresses(setup.Configuration);
        Logs = new PlatformLogs(setup.Paths.Logs, FullName, setup.Configuration.Logging, new SecretRedaction([.. setup.Secrets.Texts, setup.Access.Token.Text]), Clock, supervised);
        Metrics = new ProcessMetrics(name, account);
        Vitals = new ProcessVitals(Logs);
        _connections = new ProcessConnections(setup, Addresses, Logs);
        AddOwnMetrics();
    }

    public string FullName { get; }

    public string InstanceId { get; }

    public long StartedAt_ms { get; }

    public TimeProvider Clock { get; }

    public PlatformAddresses Addresses { get; }

    public PlatformLogs Logs { get; }

    public ProcessMetrics Metrics { get; }

    public ProcessVitals Vitals { get; }

    /// <summary>Opens the parts. Throws <see cref="StartFault"/> when libzmq is missing or a port is in use.</summary>
    public ProcessContext Open()
    {
        string account = _setup.Arguments.Account;
        var coordinator = new Coordinator.CoordinatorClient(_connections.Channel("coordinator", ""));
        var rpc = new RpcServerBuilder(
            new RpcServerOptions
            {
                Endpoints = [Addresses.Listen(Addresses.RpcPort(_name, account))],
                AddressSetting = $"network.{_name}_rpc in config/platform.yaml",
                Certificate = _setup.Access.Certificate,
                Admit = _setup.Access.Admit,
                StopGrace = TimeSpan.FromSeconds(1),
            },
            Logs.Factory);
        _publisher = Require(BusPublisher.Start(
            _connections.OpenBus(),
            new BusPublisherOptions
            {
                Endpoint = Addresses.Bus(_name, account),
                Name = FullName,
                SubscriberQueueMessages = _setup.Configuration.Network.BusQueueMessages,
            },
            Clock));
        Metrics.Gauge("platform_bus_dropped_messages", "Messages too large for the bus", () => _publisher.Counts.Dropped);
        Metrics.Gauge("platform_bus_overflows", "Number of times that the queue of a slow bus subscriber became full", () => _publisher.Counts.Overflows);
        Vitals.Bus = _publisher;
        _alerts = OpenAlerts(_publisher);
        var inspection = new InspectionEndpoint(Metrics, _alerts, Clock, _name, account, InstanceId);
        rpc.Add(Inspection.Descriptor, binder => Inspection.BindService(binder, inspection));
        var link = new CoordinatorLink(
            coordinator,
            Registration(),
            TimeSpan.FromMilliseconds(_setup.Configuration.Coordinator.HeartbeatInterval_ms),
            Vitals,
            TimeProvider.System,
            Logs.Factory.CreateLogger<CoordinatorLink>());
        return new ProcessContext(_connections)
        {
            Name = _name,
            Account = account,
            InstanceId = InstanceId,
            Configuration = _setup.Configuration,
            Paths = _setup.Paths,
            Addresses = Addresses,
            Secrets = _setup.Secrets,
            Access = _setup.Access,
            Clock = Clock,
            RealTime = TimeProvider.System,
            Anchor = _setup.Anchor,
            Loggers = Logs.Factory,
            Metrics = Metrics,
            Rpc = rpc,
            Bus = _publisher,
            Alerts = _alerts,
            Coordinator = coordinator,
            Link = link,
        };
    }

    public void Dispose()
    {
        _connections.CloseAll();
        _alerts?.Dispose();
        _publisher?.Dispose();
        _connections.Dispose();
        Metrics.Dispose();
        Logs.Dispose();
    }

    private AlertPublisher OpenAlerts(BusPublisher bus)
    {
        Topic<AlertEvent> topic = BusTopics.Alert.Of(FullName);
        var alerts = new AlertPublisher(
            FullName, alert => bus.Publish(topic, alert.ToWire(), exchangeTime_ms: 0), Clock, TimeProvider.System,
            TimeSpan.FromMinutes(_setup.Configuration.Monitor.AlertRepeat_min), Logs.Factory.CreateLogger<AlertPublisher>());
        Logs.TroubleChanged += trouble => alerts.Set("log", trouble.Length > 0, AlertSeverity.Warning, $"{trouble}; lines are kept in memory until the file can be written again");
        Metrics.Gauge("platform_alerts_standing", "Active alerts of this process", () => alerts.Standing.Count);
        Metrics.Gauge("platform_alerts_refused", "Alerts refused because the maximum number of more severe alerts was active", () => alerts.Refused);
        return alerts;
    }

    private static T Require<T>(Result<T> result) => result.IsOk ? result.Value : throw new StartFault(result.Fault);

    private RegisterRequest Registration() => new()
    {
        Process = _name,
        Account = _setup.Arguments.Account,
        InstanceId = InstanceId,
        Pid = Environment.ProcessId,
        RpcAddress = Addresses.Rpc(_name, _setup.Arguments.Account),
        BusAddress = Addresses.Bus(_name, _setup.Arguments.Account),
        Version = typeof(ProcessParts).Assembly.GetName().Version?.ToString(3) ?? "",
        StartedAtMs = StartedAt_ms,
        Restarts = int.TryParse(Environment.GetEnvironmentVariable(StopSignals.RestartsVariable), out int restarts) ? restarts : 0,
    };

    private void AddOwnMetrics()
    {
        Metrics.Gauge("platform_process_resident_bytes", "Resident memory", () => Environment.WorkingSet);
        Metrics.Gauge("platform_process_cpu_seconds", "Processor time since the start", () => Environment.CpuUsage.TotalTime.TotalSeconds);
        Metrics.Gauge("platform_process_heap_bytes", "Managed heap", () => GC.GetTotalMemory(forceFullCollection: false));
        Metrics.Gauge("platform_process_start_time_seconds", "Start time, Unix seconds of real time", () => StartedAt_ms / 1000.0);
        Metrics.Gauge("platform_log_dropped_lines", "Log lines lost because the disk was too slow", () => Logs.Dropped);
        Metrics.Gauge("platform_bus_lost_messages", "Missing bus messages, detected by sequence numbers", () => _connections.Sum(counts => counts.Lost));
        Metrics.Gauge("platform_bus_refused_messages", "Received messages dropped because a channel of this process was full", () => _connections.Sum(counts => counts.Dropped));
    }
}
