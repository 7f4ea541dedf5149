using System.Net;
using System.Security.Cryptography.X509Certificates;
using Grpc.Core;

namespace Platform.Rpc.Server;

/// <summary>Where a server listens and what it allows; every limit is enforced.</summary>
public sealed record RpcServerOptions
{
    /// <summary>Port 0 takes a free one; see <see cref="RpcServer.Endpoints"/>.</summary>
    public required IReadOnlyList<IPEndPoint> Endpoints { get; init; }

    /// <summary>What decides the port, such as network.data_rpc; named when the port is taken.</summary>
    public string AddressSetting { get; init; } = "the endpoints of the server";

    /// <summary>Serves TLS when set; without it only loopback may be listened on.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>A larger request fails with ResourceExhausted.</summary>
    public int ReceiveBytesMax { get; init; } = 4 * 1024 * 1024;

    /// <summary>A larger response fails with ResourceExhausted.</summary>
    public int SendBytesMax { get; init; } = 64 * 1024 * 1024;

    /// <summary>Calls at the same time on one connection; a client waits, or opens another connection, beyond it.</summary>
    public int StreamsPerConnectionMax { get; init; } = 256;

    /// <summary>Connections beyond it are closed immediately.</summary>
    public int ConnectionsMax { get; init; } = 256;

    /// <summary>Headers of one call, names and values together.</summary>
    public int HeaderBytesMax { get; init; } = 32 * 1024;

    /// <summary>How long unary calls may continue after a stop began; streams are cancelled immediately.</summary>
    public TimeSpan StopGrace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>A connection without calls is closed in order after this time; the client opens another. Kestrel closes it immediately when the limit is infinite.</summary>
    public TimeSpan IdleLimit { get; init; } = TimeSpan.FromHours(24);

    /// <summary>A silent connection is probed after this time, and closed when the probe stays unanswered for as long.</summary>
    public TimeSpan ProbeAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Decides before a call reaches its handler, from its path and headers; null admits all. Any status but OK refuses.</summary>
    public Func<ServerCallContext, Status>? Admit { get; init; }

    /// <summary>The real time: deadlines of calls are limits on waiting.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
