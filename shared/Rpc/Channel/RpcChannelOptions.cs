using System.Security.Cryptography.X509Certificates;
using Platform.Http;

namespace Platform.Rpc.Channel;

/// <summary>What every call of a channel starts from.</summary>
public sealed record RpcChannelOptions
{
    /// <summary>The deadline of a unary call that names none.</summary>
    public TimeSpan UnaryDeadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The deadline of a streaming call that names none; a subscriber opens its stream again after it.</summary>
    public TimeSpan StreamDeadline { get; init; } = TimeSpan.FromHours(24);

    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>A silent connection with calls on it is probed after this time, and closed when the probe stays unanswered for as long.</summary>
    public TimeSpan ProbeAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A larger response fails with ResourceExhausted.</summary>
    public int ReceiveBytesMax { get; init; } = 64 * 1024 * 1024;

    /// <summary>A larger request fails with ResourceExhausted before it is sent.</summary>
    public int SendBytesMax { get; init; } = 4 * 1024 * 1024;

    /// <summary>Travels with each call as "authorization: Bearer TOKEN". Null sends none.</summary>
    public BearerToken? Token { get; init; }

    /// <summary>The certificate that a server behind https must show, and no other; null accepts what the machine trusts.</summary>
    public X509Certificate2? ServerCertificate { get; init; }

    /// <summary>The real time: deadlines of calls are limits on waiting.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
