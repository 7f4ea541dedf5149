namespace Grpc.Core;

/// <summary>Writes a stream of messages; the next write may start after the previous one has ended.</summary>
public interface IAsyncStreamWriter<in T>
{
    /// <summary>Options of the next write; null means the defaults.</summary>
    WriteOptions? WriteOptions { get; set; }

    Task WriteAsync(T message);

    /// <exception cref="RpcException">The call failed or ended.</exception>
    Task WriteAsync(T message, CancellationToken cancellationToken)
    {
        if (cancellationToken.CanBeCanceled)
            throw new NotSupportedException("Cancellation of stream writes is not supported by this writer.");
        return WriteAsync(message);
    }
}

/// <summary>The server side of a response stream; the stream ends when the handler returns.</summary>
public interface IServerStreamWriter<in T> : IAsyncStreamWriter<T>;

/// <summary>The client side of a request stream.</summary>
public interface IClientStreamWriter<in T> : IAsyncStreamWriter<T>
{
    /// <summary>Signals to the server that no further request follows.</summary>
    Task CompleteAsync();
}
