namespace Grpc.Core;

/// <summary>Takes messages one after another; the next write starts only after the last one ended.</summary>
public interface IAsyncStreamWriter<in T>
{
    /// <summary>Applies to the next write; null means the defaults.</summary>
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

/// <summary>The server's side of a response stream; the stream ends when the handler returns.</summary>
public interface IServerStreamWriter<in T> : IAsyncStreamWriter<T>;

/// <summary>The client's side of a request stream.</summary>
public interface IClientStreamWriter<in T> : IAsyncStreamWriter<T>
{
    /// <summary>Signals to the server that no request follows.</summary>
    Task CompleteAsync();
}
