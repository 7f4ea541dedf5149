using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;
using Grpc.Core;
using Platform.Http;
using Platform.Rpc.Channel;
using Platform.Rpc.Tests.Echo;
using Platform.Rpc.Tests.Peers;

namespace Platform.Rpc.Tests.Calls;

/// <summary>Sizes, encodings, refusals, and peers that do not speak gRPC.</summary>
public sealed class LimitTests
{
    [Fact]
    public async Task A_request_larger_than_the_server_takes_is_ResourceExhausted()
    {
        await using var echo = await EchoServer.StartAsync(options => options with { ReceiveBytesMax = 1000 });
        Assert.Equal(StatusCode.ResourceExhausted, await CodeOf(echo.Client.OnceAsync(new Ping { Payload = ByteString.CopyFrom(new byte[1001]) })));
        Assert.Equal("small", (await echo.Client.OnceAsync(new Ping { Text = "small" })).Text);
    }

    [Fact]
    public async Task A_response_larger_than_either_side_allows_is_ResourceExhausted()
    {
        await using var narrow = await EchoServer.StartAsync(options => options with { SendBytesMax = 1000 });
        Assert.Equal(StatusCode.ResourceExhausted, await CodeOf(narrow.Client.OnceAsync(new Ping { Text = "enlarge", Number = 1001 })));
        await using var wide = await EchoServer.StartAsync(channel: new RpcChannelOptions { ReceiveBytesMax = 1000 });
        Assert.Equal(StatusCode.ResourceExhausted, await CodeOf(wide.Client.OnceAsync(new Ping { Text = "enlarge", Number = 1001 })));
    }

    [Fact]
    public async Task A_request_larger_than_the_channels_limit_is_not_sent()
    {
        await using var echo = await EchoServer.StartAsync(channel: new RpcChannelOptions { SendBytesMax = 1000 });
        Assert.Equal(StatusCode.ResourceExhausted, await CodeOf(echo.Client.OnceAsync(new Ping { Payload = ByteString.CopyFrom(new byte[1001]) })));
        Assert.Equal(default, echo.Endpoint.SeenDeadline);
    }

    [Fact]
    public async Task A_bearer_token_is_sent_with_every_call_and_a_call_without_it_is_refused()
    {
        static Status Admit(ServerCallContext context) =>
            context.RequestHeaders.GetValue("authorization") == "Bearer sesame" ? Status.DefaultSuccess : new Status(StatusCode.Unauthenticated, "no token");
        await using var echo = await EchoServer.StartAsync(options => options with { Admit = Admit }, new RpcChannelOptions { Token = new BearerToken("sesame") });

        Assert.Equal("in", (await echo.Client.OnceAsync(new Ping { Text = "in" })).Text);
        using var without = RpcChannel.ForAddress(echo.Address);
        Assert.Equal(StatusCode.Unauthenticated, await CodeOf(new Peers.Echo.EchoClient(without).OnceAsync(new Ping())));
    }

    [Fact]
    public async Task An_unsupported_encoding_is_Unimplemented_and_the_supported_ones_are_named()
    {
        await using var echo = await EchoServer.StartAsync();
        using var response = await PostAsync(echo, [1, 0, 0, 0, 0], ("grpc-encoding", "gzip"));
        Assert.Equal("12", response.Headers.GetValues("grpc-status").Single());
        Assert.Equal("identity", response.Headers.GetValues("grpc-accept-encoding").Single());
    }

    [Theory]
    [InlineData(new byte[] { 1, 0, 0, 0, 0 }, 13)] // Marked compressed without an encoding.
    [InlineData(new byte[] { 7, 0, 0, 0, 0 }, 13)] // No flag that exists.
    [InlineData(new byte[] { 0, 0, 0, 0, 9, 1 }, 13)] // Ends inside the message.
    [InlineData(new byte[] { 0, 0 }, 13)] // Ends inside the prefix.
    [InlineData(new byte[] { }, 13)] // No message.
    [InlineData(new byte[] { 0, 0, 0, 0, 1, 255 }, 13)] // Not a Ping.
    [InlineData(new byte[] { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 }, 13)] // Two messages of a unary call.
    [InlineData(new byte[] { 0, 255, 255, 255, 255, 0 }, 8)] // Four gigabytes announced.
    [InlineData(new byte[] { 0, 0, 0, 0, 0 }, 0)]
    public async Task Broken_frames_end_the_call_with_a_status(byte[] body, int status)
    {
        await using var echo = await EchoServer.StartAsync();
        using var response = await PostAsync(echo, body);
        var trailers = response.Headers.Contains("grpc-status") ? response.Headers : response.TrailingHeaders;
        Assert.Equal($"{status}", trailers.GetValues("grpc-status").Single());
    }

    [Fact]
    public async Task A_timeout_that_is_not_one_is_Internal()
    {
        await using var echo = await EchoServer.StartAsync();
        using var response = await PostAsync(echo, [0, 0, 0, 0, 0], ("grpc-timeout", "soon"));
        Assert.Equal("13", response.Headers.GetValues("grpc-status").Single());
    }

    [Fact]
    public async Task What_is_not_grpc_is_refused_in_the_terms_of_http()
    {
        await using var echo = await EchoServer.StartAsync();
        using var plain = await PostAsync(echo, [], contentType: "text/plain");
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, plain.StatusCode);
        using var near = await PostAsync(echo, [], contentType: "application/grpc-web");
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, near.StatusCode);
    }

    [Theory]
    [InlineData("\u00e9")]
    [InlineData("line\nbreak")]
    public async Task Metadata_that_a_header_cannot_carry_fails_the_call_before_it_is_sent(string text)
    {
        await using var echo = await EchoServer.StartAsync();
        Assert.Equal(StatusCode.Internal, await CodeOf(echo.Client.OnceAsync(new Ping(), new Metadata { { "echo-text", text } })));
    }

    private static async Task<StatusCode> CodeOf(AsyncUnaryCall<Pong> call) => (await Assert.ThrowsAsync<RpcException>(async () => await call)).StatusCode;

    private static async Task<HttpResponseMessage> PostAsync(
        EchoServer echo, byte[] body, (string Name, string Value)? header = null, string contentType = "application/grpc")
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://{echo.Address}/rpc.test.Echo/Once")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(body),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        if (header is { } extra)
            request.Headers.Add(extra.Name, extra.Value);
        return await http.SendAsync(request);
    }
}
