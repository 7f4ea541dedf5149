using Platform.Bus.Native;
using Platform.Primitives.Outcomes;

namespace Platform.Bus.Sockets;

/// <summary>libzmq's context: its I/O thread, shared by the publishers and subscribers of one process. Dispose it after them.</summary>
public sealed class BusContext : IDisposable
{
    private nint _handle;

    private BusContext(nint handle) => _handle = handle;

    /// <summary>Unavailable, with what to install, when libzmq is not on this machine.</summary>
    public static Result<BusContext> Open()
    {
        if (!ZeroMqLibrary.Require().TryGet(out _, out Fault? fault))
            return fault;
        nint handle = ZeroMq.zmq_ctx_new();
        return handle != 0
            ? new BusContext(handle)
            : new Fault(FaultKind.Exhausted, $"libzmq cannot open a context: {ZeroMqSocket.LastError(out int code)}", Code: code);
    }

    /// <summary>Ends blocking calls of sockets still open, then waits for them to be closed; bounded by their linger times.</summary>
    public void Dispose()
    {
        if (_handle == 0)
            return;
        ZeroMq.zmq_ctx_shutdown(_handle);
        while (ZeroMq.zmq_ctx_term(_handle) != 0 && ZeroMq.zmq_errno() == ZeroMq.EINTR)
        {
            // A signal interrupted the wait; the context is still to be terminated.
        }

        _handle = 0;
    }

    internal Result<ZeroMqSocket> Socket(int type)
    {
        Check.That(_handle != 0, "the bus context is disposed");
        nint socket = ZeroMq.zmq_socket(_handle, type);
        return socket != 0
            ? new ZeroMqSocket(socket)
            : new Fault(FaultKind.Exhausted, $"libzmq cannot open a socket: {ZeroMqSocket.LastError(out int code)}", Code: code);
    }
}
