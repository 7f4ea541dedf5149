using System.Net;
using System.Net.Http;
using Platform.Rpc.Framing;

namespace Platform.Rpc.Channel;

/// <summary>The one request of a call. Its buffer returns to the pool when the content is disposed and no copy of it is under way.</summary>
internal sealed class MessageContent(MessageBuffer buffer) : HttpContent
{
    private int _holders = 1;
    private int _isDisposed;

    public ReadOnlyMemory<byte> Frame { get; set; }

    /// <summary>False while the transport has not asked for the message: no server can have processed the call.</summary>
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

    /// <summary>Without a length the request is sent as gRPC clients send it: no content-length header.</summary>
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
