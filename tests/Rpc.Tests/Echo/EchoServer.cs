using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Platform.Rpc.Channel;
using Platform.Rpc.Server;

namespace Platform.Rpc.Tests.Echo;

/// <summary>A server of this platform with the Echo service on a free port, and a channel to it.</summary>
internal sealed class EchoServer : IAsyncDisposable
{
    private EchoServer(RpcServerBuilder builder, RpcServer server, EchoEndpoint endpoint, RpcChannelOptions? channel)
    {
        Builder = builder;
        Server = server;
        Endpoint = endpoint;
        Channel = RpcChannel.ForAddress(Address, channel);
        Client = new Peers.Echo.EchoClient(Channel);
    }

    public RpcServerBuilder Builder { get; }

    public RpcServer Server { get; }

    public EchoEndpoint Endpoint { get; }

    public RpcChannel Channel { get; }

    public Peers.Echo.EchoClient Client { get; }

    public string Address => Server.Endpoints[0].ToString();

    public static RpcServerOptions Loopback(int port = 0) => new() { Endpoints = [new IPEndPoint(IPAddress.Loopback, port)] };

    public static async Task<EchoServer> StartAsync(
        Func<RpcServerOptions, RpcServerOptions>? with = null, RpcChannelOptions? channel = null, ILoggerFactory? loggers = null, int port = 0)
    {
        var options = Loopback(port);
        var endpoint = new EchoEndpoint();
        var builder = new RpcServerBuilder(with?.Invoke(options) ?? options, loggers ?? NullLoggerFactory.Instance);
        builder.Add(Peers.Echo.Descriptor, binder => Peers.Echo.BindService(binder, endpoint));
        var server = builder.Build();
        var started = await server.StartAsync();
        Assert.True(started.IsOk, started.Fault?.Message);
        return new EchoServer(builder, server, endpoint, channel);
    }

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        Endpoint.Cancelled.TrySetResult();
        await Server.DisposeAsync();
    }
}
