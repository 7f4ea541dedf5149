using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Platform.Http;
using Platform.Primitives.Outcomes;

namespace Platform.Rpc.Server;

/// <summary>
/// A gRPC server over HTTP/2. The process that owns it starts it once and stops it once.
/// </summary>
public sealed class RpcServer : IAsyncDisposable
{
    private readonly RpcServerOptions _options;
    private readonly HttpServer _http;
    private readonly CallDispatch _dispatch;
    private readonly CancellationTokenSource _stopping = new();
    private bool _isStopped;

    internal RpcServer(RpcServerOptions options, IReadOnlyDictionary<string, RpcMethod> methods, ILoggerFactory loggers)
    {
        _options = options;
        _dispatch = new CallDispatch(options, methods, loggers.CreateLogger<RpcServer>(), _stopping.Token);
        _http = new HttpServer(new HttpServerOptions
        {
            Endpoints = options.Endpoints,
            Protocol = HttpProtocols.Http2,
            Certificate = options.Certificate,
            AddressSetting = options.AddressSetting,
            Limit = limits => Limit(limits, options),
        });
    }

    /// <summary>The bound addresses after the start.</summary>
    public IReadOnlyList<IPEndPoint> Endpoints { get; private set; } = [];

    /// <summary>Binds and serves. Unavailable: an address is in use or not of this machine. Denied: not a loopback address and no TLS.</summary>
    public async Task<Result<Done>> StartAsync(CancellationToken cancel = default)
    {
        if (!(await _http.StartAsync(_dispatch, cancel)).TryGet(out IPEndPoint[]? bound, out Fault? fault))
            return fault;
        Endpoints = bound;
        return Done.Value;
    }

    /// <summary>Refuses new calls, cancels streams, waits for unary calls within the grace time, then closes the remaining connections.</summary>
    public async Task StopAsync(CancellationToken cancel = default)
    {
        if (_isStopped)
            return;
        _isStopped = true;
        await _stopping.CancelAsync();
        using var grace = new CancellationTokenSource(_options.StopGrace, _options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(grace.Token, cancel);
        await _http.StopAsync(either.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _http.Dispose();
        _stopping.Dispose();
    }

    private static void Limit(KestrelServerLimits limits, RpcServerOptions options)
    {
        limits.MaxConcurrentConnections = options.ConnectionsMax;
        limits.MaxRequestHeadersTotalSize = options.HeaderBytesMax;
        limits.MaxRequestBodySize = null;
        limits.MinRequestBodyDataRate = null;
        limits.MinResponseDataRate = null;
        limits.KeepAliveTimeout = options.IdleLimit;
        limits.Http2.MaxStreamsPerConnection = options.StreamsPerConnectionMax;
        limits.Http2.KeepAlivePingDelay = options.ProbeAfter;
        limits.Http2.KeepAlivePingTimeout = options.ProbeAfter;
    }
}
