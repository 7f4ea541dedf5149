using System.Collections.Concurrent;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Net.Security;
using Grpc.Core;
using Platform.Http;
using Platform.Rpc.Headers;

namespace Platform.Rpc.Channel;

/// <summary>The HTTP/2 connections of one channel; creates the HTTP request of a call.</summary>
internal sealed class ChannelTransport : IDisposable
{
    private static readonly MediaTypeHeaderValue ContentType = new(HeaderNames.GrpcContentType);

    private readonly HttpMessageInvoker _http;
    private readonly Uri _address;
    private readonly CancellationTokenSource _closing = new();
    private readonly ConcurrentDictionary<string, Uri> _paths = new(StringComparer.Ordinal);

    public ChannelTransport(string target, Uri address, RpcChannelOptions options)
    {
        Target = target;
        Options = options;
        _address = address;
        _http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ActivityHeadersPropagator = null,
            ConnectTimeout = options.ConnectTimeout,
            SslOptions = options.ServerCertificate is { } certificate
                ? new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = ServerCertificate.IsExactly(certificate) }
                : new SslClientAuthenticationOptions(),
            EnableMultipleHttp2Connections = true,
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            KeepAlivePingDelay = options.ProbeAfter,
            KeepAlivePingTimeout = options.ProbeAfter,
        });
    }

    public string Target { get; }

    public RpcChannelOptions Options { get; }

    /// <summary>Cancelled when the channel is disposed.</summary>
    public CancellationToken Closing => _closing.Token;

    /// <exception cref="RpcException">Internal: the metadata contains characters that are not allowed in a header.</exception>
    public HttpRequestMessage Request(IMethod method, string? host, CallOptions options, TimeSpan timeout)
    {
        var uri = _paths.GetOrAdd(method.FullName, static (path, address) => new Uri(address, path), _address);
        var request = new HttpRequestMessage(HttpMethod.Post, uri)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        var headers = request.Headers;
        headers.TryAddWithoutValidation("te", "trailers");
        if (timeout != Timeout.InfiniteTimeSpan)
            headers.TryAddWithoutValidation(HeaderNames.Timeout, TimeoutText.Format(timeout));
        if (host is not null)
            headers.Host = host;
        if (Options.Token is { } token)
            headers.TryAddWithoutValidation("authorization", token.Header);
        foreach (var entry in options.Headers ?? Metadata.Empty)
            if (!MetadataText.IsReserved(entry.Key))
                headers.TryAddWithoutValidation(entry.Key, MetadataText.Format(entry));
        return request;
    }

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, HttpContent content, CancellationToken cancel)
    {
        content.Headers.ContentType = ContentType;
        request.Content = content;
        return _http.SendAsync(request, cancel);
    }

    public void Dispose()
    {
        _closing.Cancel();
        _http.Dispose();
    }
}
