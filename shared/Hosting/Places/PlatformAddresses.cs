using System.Net;
using Platform.Hosting.Configuration;
using Platform.Hosting.Configuration.Market;
using Platform.Hosting.Configuration.Running;

namespace Platform.Hosting.Places;

/// <summary>The addresses of one exchange.</summary>
/// <param name="Rest">Scheme, host and port of the REST API.</param>
/// <param name="Streams">Scheme, host and port of the WebSocket streams.</param>
public sealed record ExchangeAddress(Uri Rest, Uri Streams);

/// <summary>The addresses of all processes, after the port shift, and of the exchange of each mode.</summary>
public sealed class PlatformAddresses(PlatformConfiguration configuration)
{
    private NetworkOptions Network => configuration.Network;

    /// <summary>The simulated exchange in mock; it runs on this machine.</summary>
    public string VenueHttp => $"http://{VenueEndpoint}";

    public IPEndPoint VenueEndpoint => new(OnThisMachine, VenuePort);

    public int VenuePort => Shifted(Network.VenueHttp);

    /// <summary>The exchange that receives the orders.</summary>
    public ExchangeAddress Trading => configuration.Mode switch
    {
        PlatformMode.Live => Live,
        PlatformMode.Testnet => new(new Uri(configuration.Venue.TestnetRest), new Uri(configuration.Venue.TestnetStreams)),
        _ => new(new Uri(VenueHttp), new Uri($"ws://{VenueEndpoint}")),
    };

    /// <summary>The exchange that provides market data; configured independently of the exchange for orders.</summary>
    public ExchangeAddress MarketData => configuration.Data.Source == MarketSource.Live ? Live : Trading;

    public string MonitorHttp => $"{Scheme}://{Host}:{MonitorPort}";

    public int MonitorPort => Shifted(Network.MonitorHttp);

    /// <summary>The address at which the processes of this run reach each other.</summary>
    public IPAddress Host => IPAddress.Parse(Network.Host) is var host && host.Equals(IPAddress.Any) ? IPAddress.Loopback : host;

    /// <summary>The endpoint on which a server with the given port listens.</summary>
    public IPEndPoint Listen(int port) => new(IPAddress.Parse(Network.Host), port);

    /// <summary>gRPC port of a process; executors also need their account.</summary>
    public int RpcPort(string process, string account = "") => Shifted(process switch
    {
        "coordinator" => Network.CoordinatorRpc,
        "data" => Network.DataRpc,
        "strategy" => Network.StrategyRpc,
        "monitor" => Network.MonitorRpc,
        "executor" => Network.ExecutorRpc + configuration.AccountIndex(account),
        _ => throw new ArgumentOutOfRangeException(nameof(process), process, "not a process of the platform"),
    });

    public int BusPort(string process, string account = "") => Shifted(process switch
    {
        "coordinator" => Network.CoordinatorBus,
        "data" => Network.DataBus,
        "strategy" => Network.StrategyBus,
        "monitor" => Network.MonitorBus,
        "executor" => Network.ExecutorBus + configuration.AccountIndex(account),
        _ => throw new ArgumentOutOfRangeException(nameof(process), process, "not a process of the platform"),
    });

    /// <summary>The gRPC address, such as http://127.0.0.1:5101; https with TLS.</summary>
    public string Rpc(string process, string account = "") => $"{Scheme}://{Host}:{RpcPort(process, account)}";

    /// <summary>The bus address, such as tcp://127.0.0.1:5201. The bus is not encrypted, because all its subscribers run on this machine.</summary>
    public string Bus(string process, string account = "") => $"tcp://{OnThisMachine}:{BusPort(process, account)}";

    private ExchangeAddress Live => new(new Uri(configuration.Venue.LiveRest), new Uri(configuration.Venue.LiveStreams));

    private string Scheme => Network.TlsCertificate.Length > 0 ? "https" : "http";

    private IPAddress OnThisMachine => IPAddress.IsLoopback(Host) ? Host : IPAddress.Loopback;

    private int Shifted(int port) => port + Network.PortShift;
}
