using System.Runtime.InteropServices;
using System.Text;
using Platform.Bus.Native;
using Platform.Primitives.Outcomes;

namespace Platform.Bus.Sockets;

/// <summary>A libzmq socket and its options. Not thread-safe, like every libzmq socket.</summary>
internal sealed unsafe class ZeroMqSocket(nint handle) : IDisposable
{
    public nint Handle { get; private set; } = handle;

    public static string LastError(out int code)
    {
        code = ZeroMq.zmq_errno();
        return Marshal.PtrToStringUTF8((nint)ZeroMq.zmq_strerror(code)) ?? "unknown error";
    }

    public ZeroMqSocket Set(int option, int value)
    {
        Check.That(ZeroMq.zmq_setsockopt(Handle, option, &value, sizeof(int)) == 0, $"libzmq refused option {option} = {value}: {LastError(out _)}");
        return this;
    }

    public ZeroMqSocket SetLong(int option, long value)
    {
        Check.That(ZeroMq.zmq_setsockopt(Handle, option, &value, sizeof(long)) == 0, $"libzmq refused option {option} = {value}: {LastError(out _)}");
        return this;
    }

    public ZeroMqSocket SetText(int option, string value)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(value);
        fixed (byte* data = bytes)
            Check.That(ZeroMq.zmq_setsockopt(Handle, option, data, (nuint)bytes.Length) == 0, $"libzmq refused option {option}: {LastError(out _)}");
        return this;
    }

    /// <summary>
    /// Configures TCP keep-alive, which detects dead peers within 20 seconds. libzmq's own heartbeats are not usable: they treat a slow
    /// reader as dead, and libzmq aborts the process when such a reader continues after its connection was renewed.
    /// </summary>
    public ZeroMqSocket KeepAlive() =>
        Set(ZeroMq.TCP_KEEPALIVE, 1).Set(ZeroMq.TCP_KEEPALIVE_IDLE, 5).Set(ZeroMq.TCP_KEEPALIVE_INTVL, 5).Set(ZeroMq.TCP_KEEPALIVE_CNT, 3);

    public Result<string> Bind(string endpoint)
    {
        if (ZeroMq.zmq_bind(Handle, endpoint) != 0)
        {
            string error = LastError(out int code);
            string hint = code is ZeroMq.EADDRINUSE_Linux or ZeroMq.EADDRINUSE_Portable
                ? "another process listens there; stop it or choose another port in the configuration"
                : "expected an endpoint such as tcp://127.0.0.1:5601";
            return new Fault(FaultKind.Unavailable, $"the bus cannot listen on '{endpoint}': {error}; {hint}", Code: code);
        }

        Span<byte> text = stackalloc byte[256];
        nuint length = (nuint)text.Length;
        fixed (byte* data = text)
            Check.That(ZeroMq.zmq_getsockopt(Handle, ZeroMq.LAST_ENDPOINT, data, &length) == 0, LastError(out _));
        return Encoding.UTF8.GetString(text[..((int)length - 1)]);
    }

    public Result<Done> Connect(string endpoint) =>
        ZeroMq.zmq_connect(Handle, endpoint) == 0
            ? Done.Value
            : new Fault(FaultKind.Invalid, $"the bus cannot connect to '{endpoint}': {LastError(out int code)}; expected an endpoint such as tcp://127.0.0.1:5601", Code: code);

    public void Dispose()
    {
        if (Handle != 0)
            ZeroMq.zmq_close(Handle);
        Handle = 0;
    }
}
