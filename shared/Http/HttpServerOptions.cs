using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Platform.Http;

/// <summary>Where a server listens, how, and what it allows.</summary>
public sealed record HttpServerOptions
{
    /// <summary>Port 0 takes a free one, which <see cref="HttpServer.StartAsync"/> answers.</summary>
    public required IReadOnlyList<IPEndPoint> Endpoints { get; init; }

    /// <summary>One version of HTTP: without TLS there is nothing to negotiate it with.</summary>
    public required HttpProtocols Protocol { get; init; }

    /// <summary>Serves TLS when set, plain text otherwise.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>True for a server that carries no secret and may listen beyond loopback in plain text.</summary>
    public bool PlainBeyondLoopback { get; init; }

    /// <summary>What decides the address, such as network.monitor_http or --listen; named in messages.</summary>
    public required string AddressSetting { get; init; }

    /// <summary>Sets the limits that differ from Kestrel's own.</summary>
    public Action<KestrelServerLimits> Limit { get; init; } = _ => { };
}
