using Grpc.Core;

namespace Platform.Rpc.Server;

/// <summary>The requests of a streaming call, for its handler.</summary>
internal sealed class RequestStream<T>(ServerCall call, Marshaller<T> marshaller) : IAsyncStreamReader<T>
    where T : class
{
    private T? _current;

    public T Current => _current ?? throw new InvalidOperationException("No message has been read.");

    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        _current = await call.ReadRequestAsync(marshaller, cancellationToken).ConfigureAwait(false);
        return _current is not null;
    }
}

/// <summary>The responses of a streaming call, for its handler.</summary>
internal sealed class ResponseStream<T>(ServerCall call, Marshaller<T> marshaller) : IServerStreamWriter<T>
    where T : class
{
    public WriteOptions? WriteOptions { get; set; }

    public Task WriteAsync(T message) => WriteAsync(message, CancellationToken.None);

    public Task WriteAsync(T message, CancellationToken cancellationToken) =>
        call.WriteResponseAsync(marshaller, message, WriteOptions ?? call.WriteOptions, cancellationToken);
}
