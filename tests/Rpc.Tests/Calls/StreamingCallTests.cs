using Grpc.Core;
using Platform.Rpc.Tests.Echo;
using Platform.Rpc.Tests.Peers;
using Platform.TestKit.Waiting;

namespace Platform.Rpc.Tests.Calls;

public sealed class StreamingCallTests
{
    [Fact]
    public async Task Many_requests_have_one_response()
    {
        await using var echo = await EchoServer.StartAsync();
        using var call = echo.Client.Collect();
        for (var i = 1; i <= 100; i++)
            await call.RequestStream.WriteAsync(new Ping { Number = i });
        await call.RequestStream.CompleteAsync();

        Assert.Equal(5050, (await call).Number);
    }

    [Fact]
    public async Task A_request_stream_may_be_empty()
    {
        await using var echo = await EchoServer.StartAsync();
        using var call = echo.Client.Collect();
        await call.RequestStream.CompleteAsync();
        Assert.Equal(0, (await call).Number);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(10_000)]
    public async Task One_request_has_many_responses_in_order(int count)
    {
        await using var echo = await EchoServer.StartAsync();
        using var call = echo.Client.Expand(new Ping { Number = count });

        var numbers = new List<int>();
        await foreach (var pong in call.ResponseStream.ReadAllAsync())
            numbers.Add(pong.Number);

        Assert.Equal(Enumerable.Range(0, count), numbers);
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task Both_sides_send_messages_alternately()
    {
        await using var echo = await EchoServer.StartAsync();
        using var call = echo.Client.Talk();
        for (var i = 0; i < 200; i++)
        {
            await call.RequestStream.WriteAsync(new Ping { Number = i });
            Assert.True(await call.ResponseStream.MoveNext());
            Assert.Equal(i, call.ResponseStream.Current.Number);
        }

        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext());
    }

    [Fact]
    public async Task A_stream_that_fails_midway_gives_its_messages_and_then_its_status()
    {
        await using var echo = await EchoServer.StartAsync();
        using var call = echo.Client.Talk();
        await call.RequestStream.WriteAsync(new Ping { Number = 1 });
        Assert.True(await call.ResponseStream.MoveNext());
        await call.RequestStream.WriteAsync(new Ping { Text = "fail", Number = (int)StatusCode.Aborted });

        var failure = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext());

        Assert.Equal(StatusCode.Aborted, failure.StatusCode);
        Assert.Equal("asked", call.GetTrailers().GetValue("reason"));
    }

    [Fact]
    public async Task Writing_to_a_call_that_the_server_ended_throws_its_status()
    {
        await using var echo = await EchoServer.StartAsync();
        using var call = echo.Client.Collect();
        await call.RequestStream.WriteAsync(new Ping { Text = "fail", Number = (int)StatusCode.OutOfRange });
        await Assert.ThrowsAsync<RpcException>(async () => await call);

        var failure = await Assert.ThrowsAsync<RpcException>(() => call.RequestStream.WriteAsync(new Ping()));

        Assert.Equal(StatusCode.OutOfRange, failure.StatusCode);
    }

    [Fact]
    public async Task A_second_write_before_the_first_has_ended_is_refused()
    {
        await using var echo = await EchoServer.StartAsync();
        using var call = echo.Client.Talk();
        var large = new Ping { Text = "ignore", Payload = Google.Protobuf.ByteString.CopyFrom(new byte[3_000_000]) };
        await call.RequestStream.WriteAsync(new Ping { Text = "ignore" });
        var stuck = call.RequestStream.WriteAsync(large);
        await Assert.ThrowsAsync<InvalidOperationException>(() => call.RequestStream.WriteAsync(large));
        echo.Endpoint.Cancelled.SetResult();
        await Eventually.EndsAsync(stuck);
    }

    [Fact]
    public async Task A_caller_that_does_not_read_stops_the_writer_until_it_reads()
    {
        await using var echo = await EchoServer.StartAsync();
        const int Count = 200;
        using var call = echo.Client.Expand(new Ping { Number = Count, Payload = Google.Protobuf.ByteString.CopyFrom(new byte[100_000]) });
        await call.ResponseHeadersAsync;

        var seen = 0;
        while (await call.ResponseStream.MoveNext())
            seen++;

        Assert.Equal(Count, seen);
    }
}
