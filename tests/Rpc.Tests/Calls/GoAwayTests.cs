using System.Net.Sockets;
using Grpc.Core;
using Platform.Primitives.Outcomes;
using Platform.Rpc.Channel;
using Platform.Rpc.Tests.Echo;
using Platform.Rpc.Tests.Http;
using Platform.Rpc.Tests.Peers;

namespace Platform.Rpc.Tests.Calls;

/// <summary>A server may close a connection in order at any time (GOAWAY); what it says it has not processed is called anew, and nothing else is.</summary>
public class GoAwayTests
{
    private const int AnyStream = int.MaxValue;

    [Fact]
    public async Task A_connection_that_was_closed_while_idle_is_replaced()
    {
        await ExpectAnswersAsync((connection, stream) =>
        {
            if (stream == 0)
                return;
            connection.Answer(stream);
            connection.GoAway(AnyStream);
            connection.GoAway(stream);
            connection.Close();
        });
    }

    [Fact]
    public async Task A_call_that_crosses_the_close_of_its_connection_is_made_anew()
    {
        await ExpectAnswersAsync((connection, stream) =>
        {
            if (stream == 1 && connection.Number % 2 == 0)
                connection.Answer(stream);
            else if (stream > 0)
                CloseAfter(connection, stream - 2);
        });
    }

    [Fact]
    public async Task A_new_connection_that_is_closed_before_its_first_call_is_replaced()
    {
        await ExpectAnswersAsync((connection, stream) =>
        {
            if (stream == 0 && connection.Number < 3)
                CloseAfter(connection, 0);
            else if (stream > 0)
                connection.Answer(stream);
        });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_call_that_several_connections_in_turn_did_not_process_is_made_anew(int refusals)
    {
        using var server = new ScriptedHttp2Server((connection, stream) =>
        {
            if (stream > 0 && connection.Number <= refusals)
                CloseAfter(connection, stream - 2);
            else if (stream > 0)
                connection.Answer(stream);
        });
        using var channel = RpcChannel.ForAddress(server.Address);
        Assert.Equal(refusals + 1, (await new Peers.Echo.EchoClient(channel).OnceAsync(new Ping { Text = "again" })).Number);
    }

    [Fact]
    public async Task A_call_that_no_connection_processes_is_Unavailable()
    {
        using var server = new ScriptedHttp2Server((connection, stream) =>
        {
            if (stream > 0)
                CloseAfter(connection, stream - 2);
        });
        using var channel = RpcChannel.ForAddress(server.Address);
        var failure = await Assert.ThrowsAsync<RpcException>(async () => await new Peers.Echo.EchoClient(channel).OnceAsync(new Ping()));
        Assert.Equal(StatusCode.Unavailable, failure.StatusCode);
        Assert.DoesNotContain("NO_ERROR", failure.Status.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(AnyStream)]
    [InlineData(1)]
    public async Task A_call_that_may_have_been_processed_is_not_made_anew(int last)
    {
        using var server = new ScriptedHttp2Server((connection, stream) =>
        {
            if (stream == 0)
                return;
            connection.GoAway(last);
            connection.Close();
        });
        using var channel = RpcChannel.ForAddress(server.Address);
        Result<Pong> outcome = await new Peers.Echo.EchoClient(channel).OnceAsync(new Ping()).AsResultAsync();
        Assert.Equal((FaultKind.Unknown, 1), (outcome.Fault?.Kind, server.Connections));
    }

    [Fact]
    public async Task Our_server_closes_an_idle_connection_in_order_and_the_next_call_is_answered()
    {
        await using var echo = await EchoServer.StartAsync(options => options with { IdleLimit = TimeSpan.FromMilliseconds(1) });
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(i, (await echo.Client.OnceAsync(new Ping { Number = i })).Number);
            await IdleConnection.ClosedAsync(echo.Address);
        }
    }

    [Fact]
    public async Task Our_server_keeps_an_idle_connection_by_default()
    {
        await using var echo = await EchoServer.StartAsync();
        await using var hasty = await EchoServer.StartAsync(options => options with { IdleLimit = TimeSpan.FromMilliseconds(1) });
        using Socket idle = await IdleConnection.OpenAsync(echo.Address);
        await IdleConnection.ClosedAsync(hasty.Address);
        Assert.False(IdleConnection.HasGoAway(idle));
    }

    private static async Task ExpectAnswersAsync(Http2Script script)
    {
        using var server = new ScriptedHttp2Server(script);
        using var channel = RpcChannel.ForAddress(server.Address);
        var client = new Peers.Echo.EchoClient(channel);
        for (var i = 0; i < 5; i++)
            Assert.True((await client.OnceAsync(new Ping { Number = i })).Number > 0);
        using var stream = client.Expand(new Ping());
        Assert.True(await stream.ResponseStream.MoveNext());
    }

    private static void CloseAfter(Http2Connection connection, int last)
    {
        connection.GoAway(AnyStream);
        connection.GoAway(Math.Max(0, last));
        connection.Close();
    }
}
