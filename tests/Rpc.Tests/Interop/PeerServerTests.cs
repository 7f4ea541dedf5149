using Google.Protobuf;
using Grpc.Core;
using Platform.Rpc.Channel;
using Platform.Rpc.Tests.Http;
using Platform.Rpc.Tests.Peers;
using Platform.TestKit.Processes;

namespace Platform.Rpc.Tests.Interop;

/// <summary>The servers that others wrote, each started at the first need and shared by the tests of the class.</summary>
public sealed class PeerServers : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Task<ChildProcess>> _servers = [];

    public Task<ChildProcess> StartAsync(string script)
    {
        lock (_gate)
            return _servers.TryGetValue(script, out var server)
                ? server
                : _servers[script] = script.EndsWith(".py", StringComparison.Ordinal) ? Peer.StartPythonAsync(script) : Peer.StartNodeAsync(script);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers.Values.Where(server => server.IsCompletedSuccessfully))
            await (await server).DisposeAsync();
    }
}

public sealed class PeerServerTests(PeerServers servers) : IClassFixture<PeerServers>, IDisposable
{
    private RpcChannel? _channel;

    public static TheoryData<string> Scripts() => ["echo_server.py", "echo_server.js"];

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task A_unary_call_is_answered_whatever_its_size(string peer)
    {
        var client = await ClientAsync(peer);
        foreach (var size in new[] { 0, 1, 70_000, 3_000_000 })
            Assert.Equal(size, (await client.OnceAsync(new Ping { Text = "a", Payload = ByteString.CopyFrom(new byte[size]) })).Payload.Length);
    }

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task Metadata_and_trailers_come_back(string peer)
    {
        var client = await ClientAsync(peer);
        using var call = client.OnceAsync(new Ping(), new Metadata { { "echo-text", "one" }, { "echo-raw-bin", [0, 255, 128, 44] } });
        var headers = await call.ResponseHeadersAsync;
        await call;
        Assert.Equal("one", headers.GetValue("echo-text"));
        Assert.Equal([0, 255, 128, 44], headers.GetValueBytes("echo-raw-bin")!);
        Assert.Equal("one", call.GetTrailers().GetValue("trailing-echo-text"));
        Assert.Equal([0, 255, 128, 44], call.GetTrailers().GetValueBytes("trailing-echo-raw-bin")!);
    }

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task Every_status_comes_with_its_message_and_trailers(string peer)
    {
        var client = await ClientAsync(peer);
        for (var code = 1; code <= 16; code++)
        {
            var failure = await Assert.ThrowsAsync<RpcException>(async () => await client.OnceAsync(new Ping { Text = "fail", Number = code }));
            Assert.Equal(((StatusCode)code, "asked to fail: 100% sûr\n"), (failure.StatusCode, failure.Status.Detail));
            Assert.Equal("asked", failure.Trailers.GetValue("reason"));
            Assert.Equal([0, 255], failure.Trailers.GetValueBytes("reason-bin")!);
        }
    }

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task An_exception_and_an_unknown_method_have_different_statuses(string peer)
    {
        var client = await ClientAsync(peer);
        var thrown = await Assert.ThrowsAsync<RpcException>(async () => await client.OnceAsync(new Ping { Text = "throw" }));
        Assert.Equal(StatusCode.Unknown, thrown.StatusCode);
        var health = new Grpc.Health.V1.Health.HealthClient(_channel!);
        var unknown = await Assert.ThrowsAsync<RpcException>(async () => await health.CheckAsync(new Grpc.Health.V1.HealthCheckRequest()));
        Assert.Equal(StatusCode.Unimplemented, unknown.StatusCode);
    }

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task A_deadline_and_a_cancellation_end_the_call_at_the_server_too(string peer)
    {
        var client = await ClientAsync(peer);
        var late = await Assert.ThrowsAsync<RpcException>(async () => await client.OnceAsync(new Ping { Text = "wait" }, deadline: DateTime.UtcNow.AddMilliseconds(300)));
        Assert.Equal(StatusCode.DeadlineExceeded, late.StatusCode);

        using var stream = client.Talk();
        await stream.RequestStream.WriteAsync(new Ping { Text = "a" });
        Assert.True(await stream.ResponseStream.MoveNext());
        await stream.RequestStream.WriteAsync(new Ping { Text = "wait" });
        var server = await servers.StartAsync(peer);
        await TestKit.Waiting.Eventually.TrueAsync(() => server.Output.Split("waiting").Length > 2);
        stream.Dispose();
        await TestKit.Waiting.Eventually.TrueAsync(() => server.Output.Split("cancelled").Length > 2);
    }

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task All_three_kinds_of_streams_work(string peer)
    {
        var client = await ClientAsync(peer);
        using var collect = client.Collect();
        for (var i = 1; i <= 100; i++)
            await collect.RequestStream.WriteAsync(new Ping { Number = i });
        await collect.RequestStream.CompleteAsync();
        Assert.Equal(5050, (await collect).Number);

        using var expand = client.Expand(new Ping { Number = 2000 });
        Assert.Equal(Enumerable.Range(0, 2000), await NumbersAsync(expand.ResponseStream));

        using var talk = client.Talk();
        for (var i = 0; i < 50; i++)
        {
            await talk.RequestStream.WriteAsync(new Ping { Number = i });
            Assert.True(await talk.ResponseStream.MoveNext());
            Assert.Equal(i, talk.ResponseStream.Current.Number);
        }

        await talk.RequestStream.CompleteAsync();
        Assert.False(await talk.ResponseStream.MoveNext());
    }

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task A_stream_that_fails_gives_its_messages_first(string peer)
    {
        using var call = (await ClientAsync(peer)).Talk();
        await call.RequestStream.WriteAsync(new Ping { Number = 1 });
        Assert.True(await call.ResponseStream.MoveNext());
        await call.RequestStream.WriteAsync(new Ping { Text = "fail", Number = 10 });
        var failure = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext());
        Assert.Equal((StatusCode.Aborted, "asked"), (failure.StatusCode, failure.Trailers.GetValue("reason")));
    }

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task Many_calls_at_once_are_each_answered(string peer)
    {
        var client = await ClientAsync(peer);
        var pongs = await Task.WhenAll(Enumerable.Range(0, 300).Select(number => client.OnceAsync(new Ping { Number = number }).ResponseAsync));
        Assert.Equal(Enumerable.Range(0, 300), pongs.Select(pong => pong.Number));
    }

    [Theory]
    [InlineData("echo_server.py")]
    [InlineData("echo_server.js")]
    public async Task A_server_that_is_killed_in_a_call_is_Unavailable(string peer)
    {
        await using var alone = new PeerServers();
        var server = await alone.StartAsync(peer);
        using var channel = RpcChannel.ForAddress(await AddressAsync(server));
        using var call = new Peers.Echo.EchoClient(channel).OnceAsync(new Ping { Text = "wait" });
        await server.LineAsync("waiting");
        server.Kill();
        var failure = await Assert.ThrowsAsync<RpcException>(async () => await call);
        Assert.Equal(StatusCode.Unavailable, failure.StatusCode);
    }

    [Theory]
    [InlineData("echo_server.py")]
    [InlineData("echo_server.js")]
    public async Task A_server_that_closes_idle_connections_answers_the_next_call(string peer)
    {
        const string idle_ms = "50";
        await using var server = await (peer.EndsWith(".py", StringComparison.Ordinal) ? Peer.StartPythonAsync(peer, idle_ms) : Peer.StartNodeAsync(peer, idle_ms));
        var address = await AddressAsync(server);
        using var channel = RpcChannel.ForAddress(address);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(i, (await new Peers.Echo.EchoClient(channel).OnceAsync(new Ping { Number = i })).Number);
            await IdleConnection.ClosedAsync(address);
        }
    }

    public void Dispose() => _channel?.Dispose();

    private static async Task<string> AddressAsync(ChildProcess server) => $"127.0.0.1:{(await server.LineAsync("listening")).Split(' ')[^1]}";

    private static async Task<List<int>> NumbersAsync(IAsyncStreamReader<Pong> stream)
    {
        var numbers = new List<int>();
        await foreach (var pong in stream.ReadAllAsync())
            numbers.Add(pong.Number);
        return numbers;
    }

    private async Task<Peers.Echo.EchoClient> ClientAsync(string script)
    {
        _channel = RpcChannel.ForAddress(await AddressAsync(await servers.StartAsync(script)));
        return new Peers.Echo.EchoClient(_channel);
    }
}
