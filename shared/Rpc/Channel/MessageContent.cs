using System.Net;
using System.Net.Http;
using Platform.Rpc.Framing;

namespace Platform.Rpc.Channel;

/// <summary>The only request of a call. Its buffer returns to the pool when the content is disposed and no copy is in progress.</summary>
internal sealed class MessageContent(MessageBuffer buffer) : HttpContent
{
    private int _holders = 1;
    private int _isDisposed;

    public ReadOnlyMemory<byte> Frame { get; set; }

    /// <summary>False until the transport requests the message; until then no server can have processed the call.</summary>
    public bool WasTaken { get; private set; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        WasTaken = true;
        if (Interlocked.Increment(ref _holders) == 1)
            throw new OperationCanceledException("The call has ended.");
        try
        {
            await stream.WriteAsync(Frame, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Release();
        }
    }

    /// <summary>Returns false so that the request has no content-length header, like other gRPC clients.</summary>
    protected override bool TryComputeLength(out long length)
    {
        length = -1;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
            Release();
    }

    private void Release()
    {
        if (Interlocked.Decrement(ref _holders) == 0)
            buffer.Release();
    }
}
