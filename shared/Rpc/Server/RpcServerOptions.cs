using System.Net;
using System.Security.Cryptography.X509Certificates;
using Grpc.Core;

namespace Platform.Rpc.Server;

/// <summary>Addresses and limits of a server; every limit is enforced.</summary>
public sealed record RpcServerOptions
{
    /// <summary>Port 0 selects a free port; see <see cref="RpcServer.Endpoints"/>.</summary>
    public required IReadOnlyList<IPEndPoint> Endpoints { get; init; }

    /// <summary>Name of the setting for the port, such as network.data_rpc; used in the message when the port is in use.</summary>
    public string AddressSetting { get; init; } = "the endpoints of the server";

    /// <summary>Serves TLS when set; without it the server may listen on loopback only.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>A larger request fails with ResourceExhausted.</summary>
    public int ReceiveBytesMax { get; init; } = 4 * 1024 * 1024;

    /// <summary>A larger response fails with ResourceExhausted.</summary>
    public int SendBytesMax { get; init; } = 64 * 1024 * 1024;

    /// <summary>Maximum number of concurrent calls on one connection; beyond it a client waits or opens another connection.</summary>
    public int StreamsPerConnectionMax { get; init; } = 256;

    /// <summary>Maximum number of connections; further ones are closed immediately.</summary>
    public int ConnectionsMax { get; init; } = 256;

    /// <summary>Maximum size of the headers of one call, names and values together.</summary>
    public int HeaderBytesMax { get; init; } = 32 * 1024;

    /// <summary>Time for which unary calls may continue after a stop request; streams are cancelled immediately.</summary>
    public TimeSpan StopGrace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// A connection without calls is closed gracefully after this time; the client opens another. With an infinite limit Kestrel would
    /// close it immediately.
    /// </summary>
    public TimeSpan IdleLimit { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Idle time after which a connection is tested with a ping, and time after which it is closed without an answer.</summary>
    public TimeSpan ProbeAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Decides from path and headers whether a call is accepted; any status other than OK refuses it. Null accepts all calls.</summary>
    public Func<ServerCallContext, Status>? Admit { get; init; }

    /// <summary>Real time, because deadlines of calls limit waits.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
