using System.Net;
using System.Net.Sockets;
using Platform.Bus.Sockets;
using Platform.Cli.Runs;
using Platform.Hosting.Configuration;
using Platform.Hosting.Configuration.Running;
using Platform.Hosting.Life;
using Platform.Hosting.Places;
using Platform.Hosting.Secrets;
using Platform.Primitives.Outcomes;
using Platform.Store.DuckDb;

namespace Platform.Cli.Checks;

/// <summary>Checks before the start; each problem is one message with its remedy.</summary>
internal static class StartChecks
{
    /// <summary>All problems together, so that they can be corrected at once.</summary>
    public static IEnumerable<string> Problems(RunFolder folder, IEnumerable<ChildSpec> children, KeyVariables keys)
    {
        if (FolderCheck.MakeWritable(folder.Paths.Folders) is { } unwritable)
            yield return unwritable.Message;
        foreach (ChildSpec missing in children.Where(child => !File.Exists(child.Executable)))
            yield return $"{missing.Name}: {missing.Executable} does not exist; build first: scripts/setup.sh";
        foreach (Fault missing in Libraries())
            yield return missing.Message;
        if (folder.Configuration.Network.TlsCertificate.Length > 0 && CallAccess.ReadCertificate(folder.Paths, folder.Configuration.Network).Fault is { } noCertificate)
            yield return noCertificate.Message;
        if (Market(folder) is { } noMarket)
            yield return noMarket;
        if (Keys(folder, keys) is { } noKeys)
            yield return noKeys;
        foreach (string taken in TakenPorts(folder.Configuration))
            yield return taken;
    }

    public static IEnumerable<Fault> Libraries()
    {
        Result<BusContext> bus = BusContext.Open();
        if (bus.IsOk)
            bus.Value.Dispose();
        else
            yield return bus.Fault;
        if (DuckDbDatabase.LibraryVersion.Fault is { } missing)
            yield return missing;
    }

    public static IEnumerable<string> TakenPorts(PlatformConfiguration configuration)
    {
        foreach ((string key, int port) in configuration.Network.PortsOf(configuration.Mode == PlatformMode.Mock, configuration.Accounts.Count))
        {
            if (!IsFree(configuration.Network.Host, port))
                yield return $"port {port} (network.{key}) is taken by another program on {configuration.Network.Host}. Stop that program (find it with: ss -ltnp 'sport = :{port}'), set another network.{key}, or shift all ports: platform up --port-base 15000";
        }
    }

    private static string? Keys(RunFolder folder, KeyVariables keys) =>
        AccountSecrets.Read(folder.Configuration, ProcessSetup.SecretsFile(folder.Arguments.ConfigFile), keys.Values).Fault?.Message;

    private static string? Market(RunFolder folder)
    {
        string market = folder.Configuration.Venue.Market;
        if (folder.Configuration.Mode != PlatformMode.Mock || market == StartPlan.Model)
            return null;
        if (market == StartPlan.Upstream)
        {
            ClockOptions clock = folder.Configuration.Clock;
            return clock.Speed == 1 && clock.Start.Length == 0 ? null : $"venue.market upstream runs at the time of {folder.Configuration.Venue.Upstream}: set clock.speed to 1 (it is {clock.Speed}) and leave clock.start empty (it is '{clock.Start}')";
        }

        string path = Path.GetFullPath(Path.Combine(folder.Arguments.Root, market));
        return Directory.Exists(path) || File.Exists(path) ? null : $"the market {path} does not exist (venue.market or --market); expected model, upstream, or a file or folder of recordings";
    }

    private static bool IsFree(string host, int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Parse(host), port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
