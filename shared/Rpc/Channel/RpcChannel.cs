using System.Collections.Concurrent;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using Grpc.Core;
using Platform.Rpc.Headers;

namespace Platform.Rpc.Channel;

/// <summary>
/// The way to one server over HTTP/2 without TLS; connects at the first call and again after a loss. One per peer,
/// shared by all its clients, safe from any thread.
/// </summary>
public sealed class RpcChannel : ChannelBase, IDisposable
{
    private static readonly MediaTypeHeaderValue ContentType = new(HeaderNames.GrpcContentType);

    private readonly HttpMessageInvoker _http;
    private readonly Uri _address;
    private readonly CancellationTokenSource _closing = new();
    private readonly ConcurrentDictionary<string, Uri> _paths = new(StringComparer.Ordinal);

    private RpcChannel(string target, Uri address, RpcChannelOptions options)
        : base(target)
    {
        _address = address;
        Options = options;
        _http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ActivityHeadersPropagator = null,
            ConnectTimeout = options.ConnectTimeout,
            EnableMultipleHttp2Connections = true,
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            KeepAlivePingDelay = options.ProbeAfter,
            KeepAlivePingTimeout = options.ProbeAfter,
        });
    }

    public RpcChannelOptions Options { get; }

    /// <param name="target">127.0.0.1:5101 or http://127.0.0.1:5101.</param>
    /// <exception cref="ArgumentException">The target is not such an address.</exception>
    public static RpcChannel ForAddress(string target, RpcChannelOptions? options = null)
    {
        var text = target.Contains("://", StringComparison.Ordinal) ? target : $"http://{target}";
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme != Uri.UriSchemeHttp || address.AbsolutePath != "/")
            throw new ArgumentException($"'{target}' is not the address of a gRPC server; expected host:port or http://host:port.", nameof(target));
        return new RpcChannel(target, address, options ?? new RpcChannelOptions());
    }

    public override CallInvoker CreateCallInvoker() => new ChannelCallInvoker(this);

    /// <summary>Cancels the calls under way and closes the connections.</summary>
    public void Dispose()
    {
        _closing.Cancel();
        _http.Dispose();
    }

    /// <summary>Fires when the channel is disposed.</summary>
    internal CancellationToken Closing => _closing.Token;

    internal HttpRequestMessage Request(IMethod method, string? host, CallOptions options, TimeSpan timeout)
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
        if (Options.BearerToken is { } token)
            headers.TryAddWithoutValidation("authorization", $"Bearer {token()}");
        foreach (var entry in options.Headers ?? Metadata.Empty)
            if (!MetadataText.IsReserved(entry.Key))
                headers.TryAddWithoutValidation(entry.Key, MetadataText.Format(entry));
        return request;
    }

    internal Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, HttpContent content, CancellationToken cancel)
    {
        content.Headers.ContentType = ContentType;
        request.Content = content;
        return _http.SendAsync(request, cancel);
    }

    protected override Task ShutdownAsyncCore()
    {
        Dispose();
        return Task.CompletedTask;
    }
}
