using Google.Protobuf;
using Grpc.Core;
using Platform.Rpc.Tests.Echo;
using Platform.Rpc.Tests.Peers;

namespace Platform.Rpc.Tests.Calls;

public sealed class UnaryCallTests
{
    [Fact]
    public async Task A_request_is_answered()
    {
        await using var echo = await EchoServer.StartAsync();
        using var call = echo.Client.OnceAsync(new Ping { Text = "a", Number = 7 });

        var pong = await call;

        Assert.Equal(("a", 7), (pong.Text, pong.Number));
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task A_blocking_call_is_answered()
    {
        await using var echo = await EchoServer.StartAsync();
        Assert.Equal("b", echo.Client.Once(new Ping { Text = "b" }).Text);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65_536)]
    [InlineData(4_000_000)]
    public async Task A_payload_of_any_allowed_size_comes_back_whole(int size)
    {
        await using var echo = await EchoServer.StartAsync();
        var payload = new byte[size];
        new Random(size).NextBytes(payload);

        var pong = await echo.Client.OnceAsync(new Ping { Payload = ByteString.CopyFrom(payload) });

        Assert.Equal(payload, pong.Payload.ToByteArray());
    }

    [Fact]
    public async Task Metadata_is_sent_in_both_directions_as_text_and_as_bytes()
    {
        await using var echo = await EchoServer.StartAsync();
        var headers = new Metadata { { "echo-text", "one" }, { "echo-text", "two" }, { "echo-raw-bin", [0, 255, 128, 44] } };
        using var call = echo.Client.OnceAsync(new Ping(), headers);

        var answered = await call.ResponseHeadersAsync;
        await call;

        Assert.Equal("one, two", string.Join(", ", answered.GetAll("echo-text").Select(entry => entry.Value)));
        Assert.Equal([0, 255, 128, 44], answered.GetValueBytes("echo-raw-bin")!);
        Assert.Equal("one, two", string.Join(", ", call.GetTrailers().GetAll("trailing-echo-text").Select(entry => entry.Value)));
        Assert.Equal([0, 255, 128, 44], call.GetTrailers().GetValueBytes("trailing-echo-raw-bin")!);
        Assert.DoesNotContain(call.GetTrailers(), entry => entry.Key.StartsWith("grpc-", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task A_status_that_the_handler_throws_reaches_the_caller_with_its_trailers(StatusCode code)
    {
        await using var echo = await EchoServer.StartAsync();

        var failure = await Assert.ThrowsAsync<RpcException>(async () => await echo.Client.OnceAsync(new Ping { Text = "fail", Number = (int)code }));

        Assert.Equal((code, "asked to fail: 100% sûr\n"), (failure.StatusCode, failure.Status.Detail));
        Assert.Equal("asked", failure.Trailers.GetValue("reason"));
    }

    [Fact]
    public async Task A_status_that_the_handler_sets_ends_the_call_without_a_message()
    {
        await using var echo = await EchoServer.StartAsync();
        var failure = await Assert.ThrowsAsync<RpcException>(async () => await echo.Client.OnceAsync(new Ping { Text = "status" }));
        Assert.Equal((StatusCode.FailedPrecondition, "by status"), (failure.StatusCode, failure.Status.Detail));
    }

    [Fact]
    public async Task An_exception_of_the_handler_is_Unknown_without_details()
    {
        await using var echo = await EchoServer.StartAsync();
        var failure = await Assert.ThrowsAsync<RpcException>(async () => await echo.Client.OnceAsync(new Ping { Text = "throw" }));
        Assert.Equal(StatusCode.Unknown, failure.StatusCode);
        Assert.DoesNotContain("secret", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_method_that_is_not_served_is_Unimplemented()
    {
        await using var echo = await EchoServer.StartAsync();
        var unknown = new Method<Ping, Pong>(
            MethodType.Unary, "rpc.test.Echo", "Never",
            Marshallers.Create(ping => ping.ToByteArray(), Ping.Parser.ParseFrom), Marshallers.Create(pong => pong.ToByteArray(), Pong.Parser.ParseFrom));

        var failure = await Assert.ThrowsAsync<RpcException>(
            async () => await echo.Channel.CreateCallInvoker().AsyncUnaryCall(unknown, null, default, new Ping()));

        Assert.Equal(StatusCode.Unimplemented, failure.StatusCode);
        Assert.Contains("/rpc.test.Echo/Never", failure.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_thousand_calls_at_once_are_each_answered_with_their_own_message()
    {
        await using var echo = await EchoServer.StartAsync();
        var pongs = await Task.WhenAll(Enumerable.Range(0, 1000).Select(number => echo.Client.OnceAsync(new Ping { Number = number }).ResponseAsync));
        Assert.Equal(Enumerable.Range(0, 1000), pongs.Select(pong => pong.Number));
    }

    public static TheoryData<StatusCode> Codes() => [.. Enum.GetValues<StatusCode>().Where(code => code != StatusCode.OK)];
}
