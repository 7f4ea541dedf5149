using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Platform.Primitives.Outcomes;

namespace Platform.Rpc.Server;

/// <summary>
/// A listening gRPC server: Kestrel's HTTP/2 without the web host around it. Started once and stopped once by the process that owns it.
/// </summary>
public sealed class RpcServer : IAsyncDisposable
{
    private readonly RpcServerOptions _options;
    private readonly KestrelServer _kestrel;
    private readonly CallDispatch _dispatch;
    private readonly CancellationTokenSource _stopping = new();
    private bool _isStopped;

    internal RpcServer(RpcServerOptions options, IReadOnlyDictionary<string, RpcMethod> methods, ILoggerFactory loggers)
    {
        _options = options;
        _dispatch = new CallDispatch(options, methods, loggers.CreateLogger<RpcServer>(), _stopping.Token);
        var sockets = new SocketTransportOptions { NoDelay = true, Backlog = 512 };
        _kestrel = new KestrelServer(
            Options.Create(KestrelOptions(options)),
            new SocketTransportFactory(Options.Create(sockets), NullLoggerFactory.Instance),
            NullLoggerFactory.Instance);
    }

    /// <summary>The bound addresses, once started.</summary>
    public IReadOnlyList<IPEndPoint> Endpoints { get; private set; } = [];

    /// <summary>Binds and serves. Unavailable: an address is taken or not this machine's.</summary>
    public async Task<Result<Done>> StartAsync(CancellationToken cancel = default)
    {
        try
        {
            await _kestrel.StartAsync(_dispatch, cancel);
        }
        catch (IOException taken) when (taken.InnerException is AddressInUseException)
        {
            return Refused(taken, "another process listens there; stop it or configure another port");
        }
        catch (System.Net.Sockets.SocketException refused)
        {
            return Refused(refused, "configure an address of this machine and a port that this user may open");
        }

        var addresses = _kestrel.Features.Get<IServerAddressesFeature>();
        Endpoints = [.. addresses!.Addresses.Select(address => IPEndPoint.Parse(new Uri(address).Authority))];
        return Done.Value;
    }

    /// <summary>Refuses new calls, cancels streams, lets unary calls end within the grace, then closes what is left.</summary>
    public async Task StopAsync(CancellationToken cancel = default)
    {
        if (_isStopped)
            return;
        _isStopped = true;
        await _stopping.CancelAsync();
        using var grace = new CancellationTokenSource(_options.StopGrace, _options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(grace.Token, cancel);
        await _kestrel.StopAsync(either.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _kestrel.Dispose();
        _stopping.Dispose();
    }

    private static KestrelServerOptions KestrelOptions(RpcServerOptions options)
    {
        var kestrel = new KestrelServerOptions { AddServerHeader = false };
        kestrel.Limits.MaxConcurrentConnections = options.ConnectionsMax;
        kestrel.Limits.MaxRequestHeadersTotalSize = options.HeaderBytesMax;
        kestrel.Limits.MaxRequestBodySize = null;
        kestrel.Limits.MinRequestBodyDataRate = null;
        kestrel.Limits.MinResponseDataRate = null;
        kestrel.Limits.KeepAliveTimeout = TimeSpan.MaxValue;
        kestrel.Limits.Http2.MaxStreamsPerConnection = options.StreamsPerConnectionMax;
        kestrel.Limits.Http2.KeepAlivePingDelay = options.ProbeAfter;
        kestrel.Limits.Http2.KeepAlivePingTimeout = options.ProbeAfter;
        foreach (var endpoint in options.Endpoints)
            kestrel.Listen(endpoint, listen => listen.Protocols = HttpProtocols.Http2);
        return kestrel;
    }

    private Fault Refused(Exception cause, string remedy) =>
        new(FaultKind.Unavailable, $"Cannot listen on {string.Join(", ", _options.Endpoints)}: {cause.GetBaseException().Message}; {remedy}.");
}
