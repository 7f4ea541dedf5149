using Platform.Bus.Native;
using Platform.Primitives.Outcomes;

namespace Platform.Bus.Sockets;

/// <summary>A libzmq context with its I/O thread, shared by the publishers and subscribers of one process. Dispose it after them.</summary>
public sealed class BusContext : IDisposable
{
    private nint _handle;

    private BusContext(nint handle) => _handle = handle;

    /// <summary>Opens a context. Unavailable, with the package to install, when libzmq is not installed.</summary>
    public static Result<BusContext> Open()
    {
        if (!ZeroMqLibrary.Require().TryGet(out _, out Fault? fault))
            return fault;
        nint handle = ZeroMq.zmq_ctx_new();
        return handle != 0
            ? new BusContext(handle)
            : new Fault(FaultKind.Exhausted, $"libzmq cannot open a context: {ZeroMqSocket.LastError(out int code)}", Code: code);
    }

    /// <summary>Ends blocking calls on open sockets, then waits until the sockets are closed; their linger times limit the wait.</summary>
    public void Dispose()
    {
        if (_handle == 0)
            return;
        ZeroMq.zmq_ctx_shutdown(_handle);
        while (ZeroMq.zmq_ctx_term(_handle) != 0 && ZeroMq.zmq_errno() == ZeroMq.EINTR)
        {
            // A signal interrupted the wait; the context is not terminated yet, so call again.
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
