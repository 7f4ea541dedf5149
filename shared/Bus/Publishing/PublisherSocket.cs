using Platform.Bus.Native;
using Platform.Bus.Sockets;
using Platform.Primitives.Outcomes;

namespace Platform.Bus.Publishing;

/// <summary>The outcome of one send.</summary>
internal enum Departure
{
    /// <summary>Queued for every subscriber of the topic.</summary>
    Sent,

    /// <summary>Queued, except for a subscriber whose queue is full: it loses messages until its queue has space.</summary>
    SentExceptToSlow,

    /// <summary>The context was shut down.</summary>
    Ended,
}

/// <summary>
/// The publishing socket, used only under the publisher's lock: libzmq allows a socket to move between threads with a memory
/// barrier. It is an XPUB socket, which sends like PUB and also reports the subscribed prefixes.
/// </summary>
internal sealed class PublisherSocket : IDisposable
{

    private readonly ZeroMqSocket _socket;

    private PublisherSocket(ZeroMqSocket socket, string endpoint) => (_socket, Endpoint) = (socket, endpoint);

    public string Endpoint { get; }

    public static Result<PublisherSocket> Bind(BusContext context, BusPublisherOptions options)
    {
        if (!context.Socket(ZeroMq.XPUB).TryGet(out ZeroMqSocket? socket, out Fault? fault))
            return fault;
        socket.Set(ZeroMq.LINGER, (int)options.Linger.TotalMilliseconds)
            .Set(ZeroMq.SNDHWM, options.SubscriberQueueMessages)
            .Set(ZeroMq.XPUB_NODROP, 1)
            .KeepAlive();
        Result<Done> keys = options.Keys?.ApplyTo(socket, isPublisher: true) ?? Done.Value;
        Result<string> bound = keys.Then(_ => socket.Bind(options.Endpoint));
        if (bound.IsOk)
            return new PublisherSocket(socket, bound.Value);
        socket.Dispose();
        return bound.Fault;
    }

    /// <summary>Sends one frame, which libzmq copies; does not block.</summary>
    public unsafe Departure Send(byte* frame, int length)
    {
        if (ZeroMq.zmq_send(_socket.Handle, frame, (nuint)length, ZeroMq.DONTWAIT) >= 0)
            return Departure.Sent;
        return SendPastSlow(frame, length);
    }

    /// <summary>Reads the subscriptions and cancellations that arrived since the last call; does not block.</summary>
    public unsafe void ReadSubscriptions(SubscriptionView view)
    {
        const int limit = 512;
        byte* frame = stackalloc byte[limit];
        int length;
        while ((length = ZeroMq.zmq_recv(_socket.Handle, frame, limit, ZeroMq.DONTWAIT)) >= 0)
        {
            // Frame: byte 1 to subscribe or 0 to cancel, then the prefix. A prefix longer than the maximum topic matches nothing.
            if (length is > 0 and <= limit)
                view.Apply(isWanted: frame[0] == 1, new ReadOnlySpan<byte>(frame + 1, length - 1));
        }
    }

    public void Dispose() => _socket.Dispose();

    /// <summary>
    /// A refusal means that a subscriber's queue is full; the message is then sent to the other subscribers. libzmq refuses once
    /// each time a queue becomes full, because it then skips that subscriber until the queue has space again.
    /// </summary>
    private unsafe Departure SendPastSlow(byte* frame, int length)
    {
        bool isSlow = false;
        int sent = -1;
        while (sent < 0)
        {
            switch (ZeroMq.zmq_errno())
            {
                case ZeroMq.ETERM:
                    return Departure.Ended;
                case ZeroMq.EAGAIN:
                    Check.That(!isSlow, "libzmq refused a message although the socket option allows it to drop the message");
                    isSlow = true;
                    _socket.Set(ZeroMq.XPUB_NODROP, 0);
                    break;
                case int error:
                    Check.That(error == ZeroMq.EINTR, $"libzmq cannot send: {ZeroMqSocket.LastError(out _)}");
                    break;
            }

            sent = ZeroMq.zmq_send(_socket.Handle, frame, (nuint)length, ZeroMq.DONTWAIT);
        }

        if (isSlow)
            _socket.Set(ZeroMq.XPUB_NODROP, 1);
        return isSlow ? Departure.SentExceptToSlow : Departure.Sent;
    }
}

/// <summary>The buffer of the outgoing message, used under the publisher's lock; it grows with the largest message, up to a limit.</summary>
internal sealed class OutgoingFrame(int limit_bytes)
{
    private const int FirstBytes = 4 * 1024;

    private byte[] _bytes = Allocate(Math.Min(FirstBytes, limit_bytes));

    /// <summary>Returns space for a frame of this length at an address that is valid until the next call; empty beyond the limit.</summary>
    public Span<byte> Of(long length)
    {
        if (length > limit_bytes)
            return default;
        if (length > _bytes.Length)
            _bytes = Allocate((int)Math.Min(limit_bytes, Math.Max(length, 2L * _bytes.Length)));
        return _bytes.AsSpan(0, (int)length);
    }

    private static byte[] Allocate(int bytes) => GC.AllocateUninitializedArray<byte>(bytes, pinned: true);
}
