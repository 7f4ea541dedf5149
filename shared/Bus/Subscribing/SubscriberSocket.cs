using System.Runtime.CompilerServices;
using Platform.Bus.Native;
using Platform.Bus.Sockets;
using Platform.Primitives.Outcomes;

namespace Platform.Bus.Subscribing;

/// <summary>The outcome of one receive.</summary>
internal enum ReceiveOutcome
{
    /// <summary>A message of one frame.</summary>
    Message,

    /// <summary>A message of several frames; all were read.</summary>
    Malformed,

    /// <summary>No message within the wait time.</summary>
    Nothing,

    /// <summary>The context was shut down.</summary>
    Ended,
}

/// <summary>The receiving socket and the last frame read; used by the subscriber's thread only.</summary>
internal sealed unsafe class SubscriberSocket : IDisposable
{
    private const int WaitLimit_ms = 50;
    private const int ReconnectFirst_ms = 100;
    private const int ReconnectLimit_ms = 2_000;

    private readonly ZeroMqSocket _socket;
    private readonly ZeroMq.Message[] _message = GC.AllocateArray<ZeroMq.Message>(1, pinned: true);

    private SubscriberSocket(ZeroMqSocket socket)
    {
        _socket = socket;
        ZeroMq.zmq_msg_init(Message);
    }

    public ReadOnlySpan<byte> Frame => ZeroMq.Message.Bytes(Message);

    // The array is pinned for its lifetime, so the address stays valid.
    private ZeroMq.Message* Message => (ZeroMq.Message*)Unsafe.AsPointer(ref _message[0]);

    public static Result<SubscriberSocket> Connect(BusContext context, BusSubscriberOptions options)
    {
        if (!context.Socket(ZeroMq.SUB).TryGet(out ZeroMqSocket? socket, out Fault? fault))
            return fault;
        socket.Set(ZeroMq.LINGER, 0)
            .Set(ZeroMq.RCVHWM, options.QueueMessages)
            .Set(ZeroMq.RCVTIMEO, WaitLimit_ms)
            .Set(ZeroMq.RECONNECT_IVL, ReconnectFirst_ms)
            .Set(ZeroMq.RECONNECT_IVL_MAX, ReconnectLimit_ms)
            .KeepAlive()
            .SetLong(ZeroMq.MAXMSGSIZE, options.MaxMessageBytes);
        Result<Done> connected = options.Keys?.ApplyTo(socket, isPublisher: false) ?? Done.Value;
        foreach (string endpoint in options.Endpoints)
            connected = connected.Then(_ => socket.Connect(endpoint));
        if (connected.IsOk)
            return new SubscriberSocket(socket);
        socket.Dispose();
        return connected.Fault;
    }

    public void Subscribe(string prefix) => _socket.SetText(ZeroMq.SUBSCRIBE, prefix);

    /// <summary>Receives the next message, optionally with a short wait; its frame is valid until the next call.</summary>
    public ReceiveOutcome Receive(bool isWaiting)
    {
        if (ZeroMq.zmq_msg_recv(Message, _socket.Handle, isWaiting ? 0 : ZeroMq.DONTWAIT) < 0)
            return AfterError();
        if (ZeroMq.zmq_msg_more(Message) == 0)
            return ReceiveOutcome.Message;
        while (ZeroMq.zmq_msg_more(Message) != 0)
        {
            if (ZeroMq.zmq_msg_recv(Message, _socket.Handle, 0) < 0)
                return AfterError();
        }

        return ReceiveOutcome.Malformed;
    }

    public void Dispose()
    {
        ZeroMq.zmq_msg_close(Message);
        _socket.Dispose();
    }

    private static ReceiveOutcome AfterError()
    {
        int error = ZeroMq.zmq_errno();
        if (error is ZeroMq.EAGAIN or ZeroMq.EINTR)
            return ReceiveOutcome.Nothing;
        Check.That(error == ZeroMq.ETERM, $"libzmq cannot receive: {ZeroMqSocket.LastError(out _)}");
        return ReceiveOutcome.Ended;
    }
}
