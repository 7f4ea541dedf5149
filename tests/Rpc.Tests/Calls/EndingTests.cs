using System.Diagnostics;
using Grpc.Core;
using Platform.Rpc.Channel;
using Platform.Rpc.Tests.Echo;
using Platform.Rpc.Tests.Peers;
using Platform.TestKit.Processes;
using Platform.TestKit.Waiting;

namespace Platform.Rpc.Tests.Calls;

/// <summary>Deadlines, cancellation and lost connections.</summary>
public sealed class EndingTests
{
    /// <summary>Short for a test, and long enough for a request to arrive on a machine that is busy.</summary>
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task A_deadline_ends_the_call_at_both_ends()
    {
        await using var echo = await EchoServer.StartAsync();
        var watch = Stopwatch.StartNew();

        var failure = await Assert.ThrowsAsync<RpcException>(async () => await echo.Client.OnceAsync(new Ping { Text = "wait" }, deadline: DateTime.UtcNow + Short));

        Assert.Equal(StatusCode.DeadlineExceeded, failure.StatusCode);
        Assert.InRange(watch.Elapsed, Short / 2, Eventually.Limit);
        await Eventually.EndsAsync(echo.Endpoint.Cancelled.Task);
    }

    [Fact]
    public async Task A_handler_that_ignores_its_token_does_not_delay_the_caller_past_the_deadline()
    {
        await using var echo = await EchoServer.StartAsync();
        var failure = await Assert.ThrowsAsync<RpcException>(async () => await echo.Client.OnceAsync(new Ping { Text = "ignore" }, deadline: DateTime.UtcNow + Short));
        Assert.Equal(StatusCode.DeadlineExceeded, failure.StatusCode);
    }

    [Fact]
    public async Task A_passed_deadline_fails_without_a_call()
    {
        await using var echo = await EchoServer.StartAsync();
        var failure = await Assert.ThrowsAsync<RpcException>(async () => await echo.Client.OnceAsync(new Ping(), deadline: DateTime.UtcNow.AddSeconds(-1)));
        Assert.Equal(StatusCode.DeadlineExceeded, failure.StatusCode);
        using var stream = echo.Client.Talk(deadline: DateTime.UtcNow.AddSeconds(-1));
        await Assert.ThrowsAsync<RpcException>(() => Eventually.EndsAsync(stream.RequestStream.WriteAsync(new Ping())));
    }

    [Fact]
    public async Task A_call_without_a_deadline_gets_the_channels()
    {
        await using var echo = await EchoServer.StartAsync(channel: new RpcChannelOptions { UnaryDeadline = Short, StreamDeadline = Short });

        var failure = await Assert.ThrowsAsync<RpcException>(async () => await echo.Client.OnceAsync(new Ping { Text = "wait" }));
        using var stream = echo.Client.Talk();
        var streamFailure = await Assert.ThrowsAsync<RpcException>(() => stream.ResponseStream.MoveNext());

        Assert.Equal(StatusCode.DeadlineExceeded, failure.StatusCode);
        Assert.Equal(StatusCode.DeadlineExceeded, streamFailure.StatusCode);
        Assert.InRange(echo.Endpoint.SeenDeadline, DateTime.UtcNow.AddMinutes(-1), DateTime.UtcNow);
    }

    [Fact]
    public async Task The_handler_sees_the_deadline_of_the_call()
    {
        await using var echo = await EchoServer.StartAsync();
        var deadline = DateTime.UtcNow.AddSeconds(20);
        await echo.Client.OnceAsync(new Ping(), deadline: deadline);
        Assert.InRange(echo.Endpoint.SeenDeadline, deadline.AddSeconds(-1), deadline.AddSeconds(1));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_caller_that_ends_the_call_cancels_the_handler(bool byToken)
    {
        await using var echo = await EchoServer.StartAsync();
        using var cancel = new CancellationTokenSource();
        using var call = echo.Client.OnceAsync(new Ping { Text = "wait" }, cancellationToken: cancel.Token);
        await Eventually.EndsAsync(echo.Endpoint.Waiting.Task);

        if (byToken)
            await cancel.CancelAsync();
        else
            call.Dispose();

        var failure = await Assert.ThrowsAsync<RpcException>(async () => await call);
        Assert.Equal(StatusCode.Cancelled, failure.StatusCode);
        await Eventually.EndsAsync(echo.Endpoint.Cancelled.Task);
    }

    [Fact]
    public async Task A_duplex_call_that_is_disposed_cancels_the_handler()
    {
        await using var echo = await EchoServer.StartAsync();
        var call = echo.Client.Talk();
        await call.RequestStream.WriteAsync(new Ping { Text = "wait" });
        await Eventually.EndsAsync(echo.Endpoint.Waiting.Task);

        call.Dispose();

        await Eventually.EndsAsync(echo.Endpoint.Cancelled.Task);
        Assert.Equal(StatusCode.Cancelled, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task A_cancelled_read_ends_the_call()
    {
        await using var echo = await EchoServer.StartAsync();
        using var call = echo.Client.Talk();
        using var cancel = new CancellationTokenSource(Short);
        var failure = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(cancel.Token));
        Assert.Equal(StatusCode.Cancelled, failure.StatusCode);
    }

    [Fact]
    public async Task A_channel_that_is_closed_ends_its_calls_and_starts_no_more()
    {
        await using var echo = await EchoServer.StartAsync();
        using var unary = echo.Client.OnceAsync(new Ping { Text = "wait" });
        using var stream = echo.Client.Talk();
        await Eventually.EndsAsync(echo.Endpoint.Waiting.Task);

        await echo.Channel.ShutdownAsync();

        Assert.Equal(StatusCode.Cancelled, (await Assert.ThrowsAsync<RpcException>(async () => await unary)).StatusCode);
        Assert.Equal(StatusCode.Cancelled, (await Assert.ThrowsAsync<RpcException>(() => stream.ResponseStream.MoveNext())).StatusCode);
        await Eventually.EndsAsync(echo.Endpoint.Cancelled.Task);
        Assert.Equal(StatusCode.Cancelled, (await Assert.ThrowsAsync<RpcException>(async () => await echo.Client.OnceAsync(new Ping()))).StatusCode);
    }

    [Fact]
    public async Task An_address_that_nobody_listens_on_is_Unavailable()
    {
        using var channel = RpcChannel.ForAddress($"127.0.0.1:{FreePort.Next()}");
        var failure = await Assert.ThrowsAsync<RpcException>(async () => await new Peers.Echo.EchoClient(channel).OnceAsync(new Ping()));
        Assert.Equal(StatusCode.Unavailable, failure.StatusCode);
        Assert.Contains(channel.Target, failure.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_lost_in_a_call_is_Unavailable_and_the_next_call_connects_again()
    {
        var echo = await EchoServer.StartAsync(options => options with { StopGrace = TimeSpan.Zero });
        using var channel = RpcChannel.ForAddress(echo.Address);
        var client = new Peers.Echo.EchoClient(channel);
        using var unary = client.OnceAsync(new Ping { Text = "ignore" });
        using var stream = client.Talk();
        await stream.RequestStream.WriteAsync(new Ping());
        Assert.True(await stream.ResponseStream.MoveNext());
        await Eventually.EndsAsync(echo.Endpoint.Waiting.Task);

        var stopped = echo.Server.StopAsync();
        var lost = await Assert.ThrowsAsync<RpcException>(async () => await unary);
        var ended = await Assert.ThrowsAsync<RpcException>(() => stream.ResponseStream.MoveNext());
        echo.Endpoint.Cancelled.SetResult();
        await stopped;
        Assert.Equal(StatusCode.Unavailable, lost.StatusCode);
        Assert.Equal(StatusCode.Unavailable, ended.StatusCode);

        await using var again = await EchoServer.StartAsync(port: echo.Server.Endpoints[0].Port);
        await echo.DisposeAsync();
        Assert.Equal("back", (await client.OnceAsync(new Ping { Text = "back" })).Text);
    }

    [Fact]
    public async Task A_stop_lets_a_unary_call_end()
    {
        await using var echo = await EchoServer.StartAsync();
        using var call = echo.Client.OnceAsync(new Ping { Text = "ignore" });
        await Eventually.EndsAsync(echo.Endpoint.Waiting.Task);
        var stopped = echo.Server.StopAsync();
        echo.Endpoint.Cancelled.SetResult();

        Assert.Equal("ignore", (await call).Text);
        await Eventually.EndsAsync(stopped);
    }

    [Fact]
    public async Task A_taken_port_is_a_fault_that_names_it()
    {
        await using var echo = await EchoServer.StartAsync();
        var options = EchoServer.Loopback(echo.Server.Endpoints[0].Port);
        await using var second = new Rpc.Server.RpcServerBuilder(options, Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance).Build();

        var started = await second.StartAsync();

        Assert.False(started.IsOk);
        Assert.Contains(echo.Address, started.Fault.Message, StringComparison.Ordinal);
    }
}
