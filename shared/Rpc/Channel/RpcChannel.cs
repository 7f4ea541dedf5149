using Grpc.Core;

namespace Platform.Rpc.Channel;

/// <summary>
/// A channel to one server over HTTP/2, with TLS when the address begins with https; connects at the first call and reconnects after a
/// loss. Use one per peer, shared by all its clients. Thread-safe.
/// </summary>
public sealed class RpcChannel : ChannelBase, IDisposable
{
    private readonly ChannelTransport _transport;

    private RpcChannel(ChannelTransport transport)
        : base(transport.Target) => _transport = transport;

    /// <param name="target">127.0.0.1:5101, http://127.0.0.1:5101, or https://... with TLS.</param>
    /// <exception cref="ArgumentException">The target is not such an address.</exception>
    public static RpcChannel ForAddress(string target, RpcChannelOptions? options = null)
    {
        var text = target.Contains("://", StringComparison.Ordinal) ? target : $"http://{target}";
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps) || address.AbsolutePath != "/")
            throw new ArgumentException($"'{target}' is not the address of a gRPC server; expected host:port, http://host:port or https://host:port.", nameof(target));
        return new RpcChannel(new ChannelTransport(target, address, options ?? new RpcChannelOptions()));
    }

    public override CallInvoker CreateCallInvoker() => new ChannelCallInvoker(_transport);

    /// <summary>Cancels the active calls and closes the connections.</summary>
    public void Dispose() => _transport.Dispose();

    protected override Task ShutdownAsyncCore()
    {
        Dispose();
        return Task.CompletedTask;
    }
}
