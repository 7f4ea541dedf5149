using Grpc.Core;
using Platform.Primitives.Outcomes;
using Platform.Rpc.Channel;
using Platform.Rpc.Tests.Echo;
using Platform.Rpc.Tests.Peers;
using Platform.TestKit.Processes;
using Platform.TestKit.Waiting;

namespace Platform.Rpc.Tests.Calls;

public sealed class CallResultTests
{
    [Fact]
    public async Task An_answer_is_a_value()
    {
        await using var echo = await EchoServer.StartAsync();
        Assert.Equal("a", (await echo.Client.OnceAsync(new Ping { Text = "a" }).AsResultAsync()).Value.Text);
    }

    [Theory]
    [InlineData(StatusCode.InvalidArgument, FaultKind.Invalid, false)]
    [InlineData(StatusCode.NotFound, FaultKind.NotFound, false)]
    [InlineData(StatusCode.AlreadyExists, FaultKind.Already, false)]
    [InlineData(StatusCode.Unauthenticated, FaultKind.Denied, false)]
    [InlineData(StatusCode.ResourceExhausted, FaultKind.Exhausted, true)]
    [InlineData(StatusCode.FailedPrecondition, FaultKind.Rejected, false)]
    [InlineData(StatusCode.Unavailable, FaultKind.Unavailable, true)]
    [InlineData(StatusCode.Internal, FaultKind.Unknown, false)]
    public async Task A_status_is_a_fault_of_its_kind(StatusCode code, FaultKind kind, bool isTransient)
    {
        await using var echo = await EchoServer.StartAsync();
        var result = await echo.Client.OnceAsync(new Ping { Text = "fail", Number = (int)code }).AsResultAsync();
        Assert.Equal((kind, isTransient, (int)code), (result.Fault!.Kind, result.Fault.IsTransient, result.Fault.Code));
    }

    [Fact]
    public async Task A_refused_connection_is_Unavailable_but_a_connection_lost_in_the_call_is_Unknown()
    {
        using var nowhere = RpcChannel.ForAddress($"127.0.0.1:{FreePort.Next()}");
        Assert.Equal(FaultKind.Unavailable, (await new Peers.Echo.EchoClient(nowhere).OnceAsync(new Ping()).AsResultAsync()).Fault!.Kind);

        await using var echo = await EchoServer.StartAsync(options => options with { StopGrace = TimeSpan.Zero });
        var call = echo.Client.OnceAsync(new Ping { Text = "ignore" }).AsResultAsync();
        await Eventually.EndsAsync(echo.Endpoint.Waiting.Task);
        var stopped = echo.Server.StopAsync();
        Assert.Equal(FaultKind.Unknown, (await call).Fault!.Kind);
        echo.Endpoint.Cancelled.SetResult();
        await stopped;
    }

    [Fact]
    public async Task A_passed_deadline_is_Unknown_because_the_server_may_have_done_it()
    {
        await using var echo = await EchoServer.StartAsync();
        var result = await echo.Client.OnceAsync(new Ping { Text = "wait" }, deadline: DateTime.UtcNow.AddMilliseconds(100)).AsResultAsync();
        Assert.Equal(FaultKind.Unknown, result.Fault!.Kind);
    }
}
