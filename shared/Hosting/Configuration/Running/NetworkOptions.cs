using Platform.Hosting.Configuration.Keys;

namespace Platform.Hosting.Configuration.Running;

/// <summary>All listening ports of the platform; PlatformAddresses converts them to addresses.</summary>
public sealed record NetworkOptions
{
    [Key("The IPv4 address that every process listens on. 127.0.0.1 keeps the platform on this machine; another address needs tls_certificate. The bus and the simulated exchange stay on this machine.", Pattern = @"\d{1,3}(\.\d{1,3}){3}")]
    public string Host { get; init; } = "127.0.0.1";

    [Key("PEM file of the certificate for gRPC and the page over TLS; empty: no TLS. Relative paths are relative to the root folder of the run.")]
    public string TlsCertificate { get; init; } = "";

    [Key("PEM file of the certificate's private key; empty: the key is in the certificate file.")]
    public string TlsKey { get; init; } = "";

    [Key("Added to every port below, so that several platforms can run on one machine (platform up --port-base N sets N - 5000).", Min = -4000, Max = 50000)]
    public int PortShift { get; init; }

    [Key("Simulated exchange, HTTP and WebSocket.", Min = 1, Max = 65535)]
    public int VenueHttp { get; init; } = 5080;

    [Key("Coordinator gRPC.", Min = 1, Max = 65535)]
    public int CoordinatorRpc { get; init; } = 5101;

    [Key("Coordinator bus (ZeroMQ PUB).", Min = 1, Max = 65535)]
    public int CoordinatorBus { get; init; } = 5201;

    [Key("Data gRPC.", Min = 1, Max = 65535)]
    public int DataRpc { get; init; } = 5102;

    [Key("Data bus.", Min = 1, Max = 65535)]
    public int DataBus { get; init; } = 5202;

    [Key("Strategy gRPC.", Min = 1, Max = 65535)]
    public int StrategyRpc { get; init; } = 5103;

    [Key("Strategy bus.", Min = 1, Max = 65535)]
    public int StrategyBus { get; init; } = 5203;

    [Key("Monitor gRPC (only health and stop).", Min = 1, Max = 65535)]
    public int MonitorRpc { get; init; } = 5104;

    [Key("Monitor bus (alerts).", Min = 1, Max = 65535)]
    public int MonitorBus { get; init; } = 5204;

    [Key("The web page and its HTTP API.", Min = 1, Max = 65535)]
    public int MonitorHttp { get; init; } = 8080;

    [Key("gRPC of the first account's executor; the next accounts follow, one port each.", Min = 1, Max = 65535)]
    public int ExecutorRpc { get; init; } = 5110;

    [Key("Bus of the first account's executor; the next accounts follow, one port each.", Min = 1, Max = 65535)]
    public int ExecutorBus { get; init; } = 5210;

    [Key("Time limit of a call to another process, in real ms.", Min = 100, Max = 600_000)]
    public int CallTimeout_ms { get; init; } = 5_000;

    [Key("Maximum number of messages queued for one slow subscriber; further messages are dropped and counted, and the subscriber reports a gap.", Min = 100, Max = 10_000_000)]
    public int BusQueueMessages { get; init; } = 100_000;

    /// <summary>Every port that a start listens on, after the shift, with its configuration key.</summary>
    /// <param name="withVenue">True in mock, where the simulated exchange also listens.</param>
    /// <param name="accounts">Number of configured accounts, each with an executor.</param>
    public IEnumerable<(string Key, int Port)> PortsOf(bool withVenue, int accounts)
    {
        if (withVenue)
            yield return ("venue_http", VenueHttp + PortShift);
        yield return ("coordinator_rpc", CoordinatorRpc + PortShift);
        yield return ("coordinator_bus", CoordinatorBus + PortShift);
        yield return ("data_rpc", DataRpc + PortShift);
        yield return ("data_bus", DataBus + PortShift);
        yield return ("strategy_rpc", StrategyRpc + PortShift);
        yield return ("strategy_bus", StrategyBus + PortShift);
        yield return ("monitor_rpc", MonitorRpc + PortShift);
        yield return ("monitor_bus", MonitorBus + PortShift);
        yield return ("monitor_http", MonitorHttp + PortShift);
        for (int index = 0; index < accounts; index++)
        {
            yield return ("executor_rpc", ExecutorRpc + index + PortShift);
            yield return ("executor_bus", ExecutorBus + index + PortShift);
        }
    }
}
