using Google.Protobuf;
using Grpc.Core;
using Platform.Rpc.Tests.Peers;

namespace Platform.Rpc.Tests.Echo;

/// <summary>The Echo service of this platform's side; the same behaviour is written again in peers/echo_server.py and peers/echo_server.js.</summary>
internal sealed class EchoEndpoint : Peers.Echo.EchoBase
{
    /// <summary>Ends when a handler that was waiting saw its token fire.</summary>
    public TaskCompletionSource Cancelled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when a handler has begun to wait.</summary>
    public TaskCompletionSource Waiting { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public DateTime SeenDeadline { get; private set; }

    public override async Task<Pong> Once(Ping request, ServerCallContext context)
    {
        SeenDeadline = context.Deadline;
        await ReflectMetadataAsync(context);
        await MaybeEndAsync(request, context);
        return Answer(request);
    }

    public override async Task<Pong> Collect(IAsyncStreamReader<Ping> requestStream, ServerCallContext context)
    {
        var pong = new Pong();
        await foreach (var ping in requestStream.ReadAllAsync())
        {
            await MaybeEndAsync(ping, context);
            pong.Number += ping.Number;
            pong.Text += ping.Text;
        }

        return pong;
    }

    public override async Task Expand(Ping request, IServerStreamWriter<Pong> responseStream, ServerCallContext context)
    {
        await ReflectMetadataAsync(context);
        for (var i = 0; i < request.Number; i++)
            await responseStream.WriteAsync(new Pong { Text = request.Text, Number = i, Payload = request.Payload });
        await MaybeEndAsync(request, context);
    }

    public override async Task Talk(IAsyncStreamReader<Ping> requestStream, IServerStreamWriter<Pong> responseStream, ServerCallContext context)
    {
        await foreach (var ping in requestStream.ReadAllAsync())
        {
            await MaybeEndAsync(ping, context);
            await responseStream.WriteAsync(Answer(ping));
        }
    }

    private static Pong Answer(Ping ping) => new()
    {
        Text = ping.Text,
        Number = ping.Number,
        Payload = ping.Text == "enlarge" ? ByteString.CopyFrom(new byte[ping.Number]) : ping.Payload,
    };

    private static async Task ReflectMetadataAsync(ServerCallContext context)
    {
        var headers = new Metadata();
        foreach (var entry in context.RequestHeaders.Where(entry => entry.Key.StartsWith("echo-", StringComparison.Ordinal)))
        {
            headers.Add(entry);
            context.ResponseTrailers.Add(
                entry.IsBinary ? new Metadata.Entry($"trailing-{entry.Key}", entry.ValueBytes) : new Metadata.Entry($"trailing-{entry.Key}", entry.Value));
        }

        if (headers.Count > 0)
            await context.WriteResponseHeadersAsync(headers);
    }

    private async Task MaybeEndAsync(Ping ping, ServerCallContext context)
    {
        switch (ping.Text)
        {
            case "fail":
                throw new RpcException(new Status((StatusCode)ping.Number, "asked to fail: 100% sûr\n"), new Metadata { { "reason", "asked" } });
            case "throw":
                throw new InvalidOperationException("secret detail");
            case "status":
                context.Status = new Status(StatusCode.FailedPrecondition, "by status");
                break;
            case "ignore":
                Waiting.TrySetResult();
                await Cancelled.Task;
                break;
            case "wait":
                Waiting.TrySetResult();
                try
                {
                    await Task.Delay(Timeout.Infinite, context.CancellationToken);
                }
                finally
                {
                    Cancelled.TrySetResult();
                }

                break;
        }
    }
}
