using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Platform.Http;

/// <summary>Addresses, protocol and limits of a server.</summary>
public sealed record HttpServerOptions
{
    /// <summary>Port 0 selects a free port, which <see cref="HttpServer.StartAsync"/> returns.</summary>
    public required IReadOnlyList<IPEndPoint> Endpoints { get; init; }

    /// <summary>One HTTP version, because connections without TLS cannot negotiate it.</summary>
    public required HttpProtocols Protocol { get; init; }

    /// <summary>Serves TLS when set, plain text otherwise.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>True for a server that transfers no secrets and may listen on addresses other than loopback without TLS.</summary>
    public bool PlainBeyondLoopback { get; init; }

    /// <summary>Name of the setting for the address, such as network.monitor_http or --listen; used in messages.</summary>
    public required string AddressSetting { get; init; }

    /// <summary>Sets the limits that differ from Kestrel's defaults.</summary>
    public Action<KestrelServerLimits> Limit { get; init; } = _ => { };
}
