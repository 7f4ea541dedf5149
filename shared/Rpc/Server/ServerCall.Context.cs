using System.Net.Sockets;
using Grpc.Core;
using Microsoft.AspNetCore.Http.Features;
using Platform.Rpc.Headers;

namespace Platform.Rpc.Server;

/// <summary>The context members for the handler.</summary>
internal sealed partial class ServerCall : ServerCallContext
{
    private static readonly AuthContext Unproved = new(null, []);

    private Metadata? _requestHeaders;
    private Metadata? _trailers;
    private Dictionary<object, object>? _userState;

    protected override string MethodCore => _request.Path;

    protected override string HostCore => _request.Headers.Host.ToString();

    protected override string PeerCore
    {
        get
        {
            var connection = _features.Get<IHttpConnectionFeature>();
            return connection?.RemoteIpAddress switch
            {
                null => "unknown",
                { AddressFamily: AddressFamily.InterNetworkV6 } six => $"ipv6:[{six}]:{connection.RemotePort}",
                var four => $"ipv4:{four}:{connection.RemotePort}",
            };
        }
    }

    protected override DateTime DeadlineCore => _deadline;

    protected override Metadata RequestHeadersCore => _requestHeaders ??= ReadRequestHeaders();

    protected override CancellationToken CancellationTokenCore => CancelSource().Token;

    protected override Metadata ResponseTrailersCore => _trailers ??= [];

    protected override Status StatusCore { get; set; } = Status.DefaultSuccess;

    protected override WriteOptions? WriteOptionsCore { get; set; }

    protected override AuthContext AuthContextCore => Unproved;

    protected override IDictionary<object, object> UserStateCore => _userState ??= [];

    protected override async Task WriteResponseHeadersAsyncCore(Metadata responseHeaders)
    {
        if (_hasHeaders || _hasMessages)
            throw new InvalidOperationException("The response headers were already sent; send them once, before the first message.");
        BeginWrite();
        try
        {
            _hasHeaders = true;
            AddMetadata(_response.Headers, responseHeaders);
            await FlushAsync(CancellationToken).ConfigureAwait(false);
        }
        finally
        {
            EndWrite();
        }
    }

    protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options) =>
        throw new NotSupportedException("Pass Deadline and CancellationToken to the options of the outgoing call.");

    private Metadata ReadRequestHeaders()
    {
        var metadata = new Metadata();
        foreach (var (name, values) in _request.Headers)
            foreach (var value in values)
                MetadataText.AddTo(metadata, name, value ?? "");
        return metadata;
    }
}
