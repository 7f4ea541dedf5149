using Platform.Bus.Native;
using Platform.Bus.Sockets;
using Platform.Primitives.Outcomes;

namespace Platform.Bus.Subscribing;

/// <summary>What came of one look at the socket.</summary>
internal enum Arrival
{
    /// <summary>A message of three frames.</summary>
    Message,

    /// <summary>A message of another number of frames, read to its end.</summary>
    Malformed,

    /// <summary>Nothing within the waiting time.</summary>
    Nothing,

    /// <summary>The context was shut down.</summary>
    Ended,
}

/// <summary>The listening socket and its three frames, used by the subscriber's thread only.</summary>
internal sealed unsafe class SubscriberSocket : IDisposable
{
    private const int WaitLimit_ms = 50;
    private const int ReconnectFirst_ms = 100;
    private const int ReconnectLimit_ms = 2_000;
    private const int HeartbeatInterval_ms = 5_000;
    private const int HeartbeatLimit_ms = 15_000;
    private const int FrameCount = 3;

    private readonly ZeroMqSocket _socket;
    private readonly ZeroMq.Message[] _frames = GC.AllocateArray<ZeroMq.Message>(FrameCount, pinned: true);

    private SubscriberSocket(ZeroMqSocket socket)
    {
        _socket = socket;
        for (int i = 0; i < FrameCount; i++)
            ZeroMq.zmq_msg_init(Frame(i));
    }

    public ReadOnlySpan<byte> Topic => ZeroMq.Message.Bytes(Frame(0));

    public ReadOnlySpan<byte> Envelope => ZeroMq.Message.Bytes(Frame(1));

    public ReadOnlySpan<byte> Payload => ZeroMq.Message.Bytes(Frame(2));

    public static Result<SubscriberSocket> Connect(BusContext context, BusSubscriberOptions options)
    {
        if (!context.Socket(ZeroMq.SUB).TryGet(out ZeroMqSocket? socket, out Fault? fault))
            return fault;
        socket.Set(ZeroMq.LINGER, 0)
            .Set(ZeroMq.RCVHWM, options.QueueMessages)
            .Set(ZeroMq.RCVTIMEO, WaitLimit_ms)
            .Set(ZeroMq.RECONNECT_IVL, ReconnectFirst_ms)
            .Set(ZeroMq.RECONNECT_IVL_MAX, ReconnectLimit_ms)
            .Set(ZeroMq.HEARTBEAT_IVL, HeartbeatInterval_ms)
            .Set(ZeroMq.HEARTBEAT_TIMEOUT, HeartbeatLimit_ms)
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

    /// <summary>Waits a moment for the next message; its frames stay readable until the next call.</summary>
    public Arrival Receive()
    {
        if (ZeroMq.zmq_msg_recv(Frame(0), _socket.Handle, 0) < 0)
            return AfterError();
        for (int i = 1; i < FrameCount; i++)
        {
            if (ZeroMq.zmq_msg_more(Frame(i - 1)) == 0)
                return Arrival.Malformed;
            if (ZeroMq.zmq_msg_recv(Frame(i), _socket.Handle, 0) < 0)
                return AfterError();
        }

        if (ZeroMq.zmq_msg_more(Frame(FrameCount - 1)) == 0)
            return Arrival.Message;
        SkipRest();
        return Arrival.Malformed;
    }

    public void Dispose()
    {
        for (int i = 0; i < FrameCount; i++)
            ZeroMq.zmq_msg_close(Frame(i));
        _socket.Dispose();
    }

    private void SkipRest()
    {
        do
        {
            if (ZeroMq.zmq_msg_recv(Frame(2), _socket.Handle, 0) < 0)
                return;
        }
        while (ZeroMq.zmq_msg_more(Frame(2)) != 0);
    }

    private static Arrival AfterError()
    {
        int error = ZeroMq.zmq_errno();
        if (error == ZeroMq.ETERM)
            return Arrival.Ended;
        Check.That(error is ZeroMq.EAGAIN or ZeroMq.EINTR, $"libzmq cannot receive: {ZeroMqSocket.LastError(out _)}");
        return Arrival.Nothing;
    }

    // The array is pinned for its life, so the address holds.
    private ZeroMq.Message* Frame(int index) => (ZeroMq.Message*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref _frames[index]);
}
