using Platform.Hosting.Configuration;
using Platform.Hosting.Configuration.Running;

namespace Platform.Hosting.Places;

/// <summary>Where each process listens, after the port shift; everybody asks here.</summary>
public sealed class PlatformAddresses(PlatformConfiguration configuration)
{
    private NetworkOptions Network => configuration.Network;

    public string VenueHttp => $"http://{Host}:{Shifted(Network.VenueHttp)}";

    public string VenueStreams => $"ws://{Host}:{Shifted(Network.VenueHttp)}";

    public int VenuePort => Shifted(Network.VenueHttp);

    public string MonitorHttp => $"http://{Host}:{MonitorPort}";

    public int MonitorPort => Shifted(Network.MonitorHttp);

    public string Host => Network.Host;

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

    /// <summary>Such as http://127.0.0.1:5101.</summary>
    public string Rpc(string process, string account = "") => $"http://{Host}:{RpcPort(process, account)}";

    /// <summary>Such as tcp://127.0.0.1:5201.</summary>
    public string Bus(string process, string account = "") => $"tcp://{Host}:{BusPort(process, account)}";

    /// <summary>Every port that a start of this configuration listens on, with its key.</summary>
    public static IEnumerable<(string Key, int Port)> PortsOf(PlatformConfiguration configuration)
    {
        NetworkOptions network = configuration.Network;
        int shift = network.PortShift;
        if (configuration.Mode == PlatformMode.Mock)
            yield return ("venue_http", network.VenueHttp + shift);
        yield return ("coordinator_rpc", network.CoordinatorRpc + shift);
        yield return ("coordinator_bus", network.CoordinatorBus + shift);
        yield return ("data_rpc", network.DataRpc + shift);
        yield return ("data_bus", network.DataBus + shift);
        yield return ("strategy_rpc", network.StrategyRpc + shift);
        yield return ("strategy_bus", network.StrategyBus + shift);
        yield return ("monitor_rpc", network.MonitorRpc + shift);
        yield return ("monitor_bus", network.MonitorBus + shift);
        yield return ("monitor_http", network.MonitorHttp + shift);
        for (int index = 0; index < configuration.Accounts.Count; index++)
        {
            yield return ("executor_rpc", network.ExecutorRpc + index + shift);
            yield return ("executor_bus", network.ExecutorBus + index + shift);
        }
    }

    private int Shifted(int port) => port + Network.PortShift;
}
