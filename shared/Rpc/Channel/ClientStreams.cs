using Grpc.Core;
using Platform.Rpc.Framing;

namespace Platform.Rpc.Channel;

/// <summary>The responses of a streaming call, for its caller.</summary>
internal sealed class ResponseReader<TRequest, TResponse>(ClientCall<TRequest, TResponse> call) : IAsyncStreamReader<TResponse>
    where TRequest : class
    where TResponse : class
{
    private TResponse? _current;

    public TResponse Current => _current ?? throw new InvalidOperationException("No message has been read.");

    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        _current = await call.ReadAsync(cancellationToken).ConfigureAwait(false);
        return _current is not null;
    }
}

/// <summary>The requests of a streaming call, for its caller.</summary>
internal sealed class RequestWriter<TRequest, TResponse>(ClientCall<TRequest, TResponse> call, RequestContent content) : IClientStreamWriter<TRequest>
    where TRequest : class
    where TResponse : class
{
    private readonly MessageBuffer _buffer = new(call.SendBytesMax);
    private int _isWriting;

    public WriteOptions? WriteOptions { get; set; } = call.WriteOptions;

    public Task WriteAsync(TRequest message) => WriteAsync(message, CancellationToken.None);

    public async Task WriteAsync(TRequest message, CancellationToken cancellationToken)
    {
        call.ThrowIfEnded();
        if (content.IsCompleted)
            throw new InvalidOperationException("The request stream was completed.");
        if (Interlocked.Exchange(ref _isWriting, 1) != 0)
            throw new InvalidOperationException("The previous write has not ended; write one message at a time.");
        using var onCancel = cancellationToken.UnsafeRegister(static call => ClientCall.Cancel(call!), call);
        try
        {
            var stream = await content.Opened.ConfigureAwait(false);
            await stream.WriteAsync(_buffer.Frame(call.Method.RequestMarshaller, message), call.Token).ConfigureAwait(false);
            if (WriteOptions is null || !WriteOptions.Flags.HasFlag(WriteFlags.BufferHint))
                await stream.FlushAsync(call.Token).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is not RpcException)
        {
            throw await call.WriteFailedAsync(failure).ConfigureAwait(false);
        }
        finally
        {
            _buffer.Release();
            Volatile.Write(ref _isWriting, 0);
        }
    }

    public Task CompleteAsync()
    {
        content.Complete();
        return Task.CompletedTask;
    }
}
