using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Platform.Bus.Native;
using Platform.Bus.Sockets;
using Platform.Primitives.Outcomes;

namespace Platform.Bus.Publishing;

/// <summary>
/// The publishing socket, used by the publisher's thread only. It is an XPUB, which sends as a PUB does and also tells
/// which prefixes are subscribed to.
/// </summary>
internal sealed class PublisherSocket : IDisposable
{
    public const int SubscriptionInterval_ms = 50;
    private const int HeartbeatInterval_ms = 5_000;
    private const int HeartbeatLimit_ms = 15_000;

    private readonly ZeroMqSocket _socket;

    private PublisherSocket(ZeroMqSocket socket, string endpoint) => (_socket, Endpoint) = (socket, endpoint);

    public string Endpoint { get; }

    public static Result<PublisherSocket> Bind(BusContext context, BusPublisherOptions options)
    {
        if (!context.Socket(ZeroMq.XPUB).TryGet(out ZeroMqSocket? socket, out Fault? fault))
            return fault;
        socket.Set(ZeroMq.LINGER, (int)options.Linger.TotalMilliseconds)
            .Set(ZeroMq.SNDHWM, options.SubscriberQueueMessages)
            .Set(ZeroMq.HEARTBEAT_IVL, HeartbeatInterval_ms)
            .Set(ZeroMq.HEARTBEAT_TIMEOUT, HeartbeatLimit_ms);
        Result<Done> keys = options.Keys?.ApplyTo(socket, isPublisher: true) ?? Done.Value;
        Result<string> bound = keys.Then(_ => socket.Bind(options.Endpoint));
        if (bound.IsOk)
            return new PublisherSocket(socket, bound.Value);
        socket.Dispose();
        return bound.Fault;
    }

    /// <summary>Sends every message of the batch and gives their number; libzmq drops for a subscriber that is too slow, never waits.</summary>
    public unsafe int Send(ReadOnlySpan<byte> batch)
    {
        int messages = 0;
        nint socket = _socket.Handle;
        fixed (byte* start = batch)
        {
            byte* at = start;
            byte* end = start + batch.Length;
            while (at < end)
            {
                var lengths = Unsafe.ReadUnaligned<OutgoingQueue.Lengths>(at);
                at += sizeof(OutgoingQueue.Lengths);
                at = SendFrame(socket, at, lengths.Topic, ZeroMq.SNDMORE);
                at = SendFrame(socket, at, lengths.Envelope, ZeroMq.SNDMORE);
                at = SendFrame(socket, at, lengths.Payload, 0);
                messages++;
            }
        }

        return messages;
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

    private static unsafe byte* SendFrame(nint socket, byte* bytes, int length, int flags)
    {
        // Only a signal can interrupt a send on this kind of socket; the context outlives it.
        while (ZeroMq.zmq_send(socket, bytes, (nuint)length, flags) < 0)
        {
            int error = ZeroMq.zmq_errno();
            if (error == ZeroMq.ETERM)
                break;
            Check.That(error == ZeroMq.EINTR, $"libzmq cannot send: {ZeroMqSocket.LastError(out _)}");
        }

        return bytes + length;
    }
}
