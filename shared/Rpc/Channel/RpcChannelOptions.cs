using System.Security.Cryptography.X509Certificates;
using Platform.Http;

namespace Platform.Rpc.Channel;

/// <summary>Default settings of the calls of a channel.</summary>
public sealed record RpcChannelOptions
{
    /// <summary>The deadline of a unary call without its own deadline.</summary>
    public TimeSpan UnaryDeadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The deadline of a streaming call without its own deadline; a subscriber then opens its stream again.</summary>
    public TimeSpan StreamDeadline { get; init; } = TimeSpan.FromHours(24);

    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Idle time after which a connection with active calls is tested with a ping, and time after which it is closed without an answer.</summary>
    public TimeSpan ProbeAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A larger response fails with ResourceExhausted.</summary>
    public int ReceiveBytesMax { get; init; } = 64 * 1024 * 1024;

    /// <summary>A larger request fails with ResourceExhausted before it is sent.</summary>
    public int SendBytesMax { get; init; } = 4 * 1024 * 1024;

    /// <summary>Token sent with each call as "authorization: Bearer TOKEN". Null sends none.</summary>
    public BearerToken? Token { get; init; }

    /// <summary>The only accepted certificate of an https server; null accepts the certificates that the machine trusts.</summary>
    public X509Certificate2? ServerCertificate { get; init; }

    /// <summary>Real time, because deadlines of calls limit waits.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
