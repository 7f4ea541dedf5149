using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Reflection.V1;
using Platform.Rpc.Tests.Echo;
using HealthClient = Grpc.Health.V1.Health.HealthClient;
using State = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace Platform.Rpc.Tests.Calls;

public sealed class HealthAndReflectionTests
{
    [Theory]
    [InlineData("")]
    [InlineData("rpc.test.Echo")]
    public async Task A_served_name_is_serving_until_its_state_is_changed(string service)
    {
        await using var echo = await EchoServer.StartAsync();
        var client = new HealthClient(echo.Channel);
        Assert.Equal(State.Serving, (await client.CheckAsync(new HealthCheckRequest { Service = service })).Status);
        echo.Builder.Health.Set(service, State.NotServing);
        Assert.Equal(State.NotServing, (await client.CheckAsync(new HealthCheckRequest { Service = service })).Status);
    }

    [Fact]
    public async Task An_unknown_name_is_NotFound_to_Check_and_a_state_to_Watch()
    {
        await using var echo = await EchoServer.StartAsync();
        var client = new HealthClient(echo.Channel);
        var failure = await Assert.ThrowsAsync<RpcException>(async () => await client.CheckAsync(new HealthCheckRequest { Service = "no" }));
        Assert.Equal(StatusCode.NotFound, failure.StatusCode);

        using var watch = client.Watch(new HealthCheckRequest { Service = "no" });
        Assert.True(await watch.ResponseStream.MoveNext());
        Assert.Equal(State.ServiceUnknown, watch.ResponseStream.Current.Status);
        echo.Builder.Health.Set("no", State.Serving);
        Assert.True(await watch.ResponseStream.MoveNext());
        Assert.Equal(State.Serving, watch.ResponseStream.Current.Status);
    }

    [Fact]
    public async Task A_stop_ends_the_watchers_at_once()
    {
        await using var echo = await EchoServer.StartAsync();
        using var watch = new HealthClient(echo.Channel).Watch(new HealthCheckRequest());
        Assert.True(await watch.ResponseStream.MoveNext());
        var stopped = echo.Server.StopAsync();
        var failure = await Assert.ThrowsAsync<RpcException>(() => watch.ResponseStream.MoveNext());
        Assert.Equal(StatusCode.Unavailable, failure.StatusCode);
        await stopped;
    }

    [Fact]
    public async Task Reflection_lists_services_and_gives_their_files()
    {
        await using var echo = await EchoServer.StartAsync();
        using var call = new ServerReflection.ServerReflectionClient(echo.Channel).ServerReflectionInfo();

        var services = (await AskAsync(call, new ServerReflectionRequest { ListServices = "" })).ListServicesResponse.Service.Select(service => service.Name);
        Assert.Equal(["grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection", "rpc.test.Echo"], services);

        foreach (var symbol in new[] { "rpc.test.Echo", "rpc.test.Echo.Talk", "rpc.test.Ping", "rpc.test.Ping.text" })
        {
            var files = (await AskAsync(call, new ServerReflectionRequest { FileContainingSymbol = symbol })).FileDescriptorResponse.FileDescriptorProto;
            Assert.Equal("echo.proto", FileDescriptorProto.Parser.ParseFrom(files.Single()).Name);
        }

        Assert.Equal(5, (await AskAsync(call, new ServerReflectionRequest { FileContainingSymbol = "no.Such" })).ErrorResponse.ErrorCode);
        Assert.Equal(5, (await AskAsync(call, new ServerReflectionRequest { FileByFilename = "no.proto" })).ErrorResponse.ErrorCode);
        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext());
    }

    private static async Task<ServerReflectionResponse> AskAsync(
        AsyncDuplexStreamingCall<ServerReflectionRequest, ServerReflectionResponse> call, ServerReflectionRequest request)
    {
        await call.RequestStream.WriteAsync(request);
        Assert.True(await call.ResponseStream.MoveNext());
        return call.ResponseStream.Current;
    }
}
