using Platform.Bus.Native;
using Platform.Bus.Sockets;
using Platform.Primitives.Outcomes;

namespace Platform.Bus.Publishing;

/// <summary>The outcome of one send.</summary>
internal enum Departure
{
    /// <summary>Taken for every subscriber that wants it.</summary>
    Sent,

    /// <summary>Taken, but not for a subscriber whose queue is full: it loses messages until it has caught up.</summary>
    SentExceptToSlow,

    /// <summary>The context was shut down.</summary>
    Ended,
}

/// <summary>
/// The publishing socket, used under the publisher's lock only: libzmq lets a socket pass between threads with a memory
/// barrier between them. It is an XPUB, which sends as a PUB does and also reports which prefixes are subscribed to.
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

    /// <summary>Sends one frame, which libzmq copies; never waits.</summary>
    public unsafe Departure Send(byte* frame, int length)
    {
        if (ZeroMq.zmq_send(_socket.Handle, frame, (nuint)length, ZeroMq.DONTWAIT) >= 0)
            return Departure.Sent;
        return SendPastSlow(frame, length);
    }

    /// <summary>Takes the subscriptions and cancellations that arrived since the last look; does not wait.</summary>
    public unsafe void ReadSubscriptions(SubscriptionView view)
    {
        const int limit = 512;
        byte* frame = stackalloc byte[limit];
        int length;
        while ((length = ZeroMq.zmq_recv(_socket.Handle, frame, limit, ZeroMq.DONTWAIT)) >= 0)
        {
            // Frame: 1 subscribes, 0 cancels, then the prefix. A longer prefix than any topic can match nothing.
            if (length is > 0 and <= limit)
                view.Apply(isWanted: frame[0] == 1, new ReadOnlySpan<byte>(frame + 1, length - 1));
        }
    }

    public void Dispose() => _socket.Dispose();

    /// <summary>
    /// The refusal means that some subscriber's queue is full; the message then goes to the others. libzmq refuses once
    /// for each time that a queue fills, because afterwards it skips that subscriber until its queue has space again.
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
                    Check.That(!isSlow, "libzmq refuses a message although it may drop it");
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

/// <summary>The bytes of the message that is being sent, used under the publisher's lock; grows to the largest, up to a limit.</summary>
internal sealed class OutgoingFrame(int limit_bytes)
{
    private const int FirstBytes = 4 * 1024;

    private byte[] _bytes = Allocate(Math.Min(FirstBytes, limit_bytes));

    /// <summary>Space for a frame of this length, at an address that is valid until the next call; empty beyond the limit.</summary>
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
