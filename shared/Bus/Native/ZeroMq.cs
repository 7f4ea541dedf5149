using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Platform.Bus.Native;

/// <summary>The functions of libzmq's C API that the bus calls; names and semantics are those of its manual pages.</summary>
internal static unsafe partial class ZeroMq
{
    public const int XPUB = 9, SUB = 2;
    public const int DONTWAIT = 1, SNDMORE = 2;
    public const int SUBSCRIBE = 6, UNSUBSCRIBE = 7, LINGER = 17, RECONNECT_IVL = 18, RECONNECT_IVL_MAX = 21, MAXMSGSIZE = 22;
    public const int SNDHWM = 23, RCVHWM = 24, RCVTIMEO = 27, LAST_ENDPOINT = 32, IPV6 = 42;
    public const int CURVE_SERVER = 47, CURVE_PUBLICKEY = 48, CURVE_SECRETKEY = 49, CURVE_SERVERKEY = 50;
    public const int XPUB_NODROP = 69, TCP_KEEPALIVE = 34, TCP_KEEPALIVE_CNT = 35, TCP_KEEPALIVE_IDLE = 36, TCP_KEEPALIVE_INTVL = 37;
    public const int EAGAIN = 11, EINTR = 4, EADDRINUSE_Linux = 98, EADDRINUSE_Portable = 156_384_717;
    public const int ETERM = 156_384_765;

    /// <summary>The library name passed to <see cref="NativeLibrary"/>; the resolver maps it to a file.</summary>
    public const string Library = "libzmq";

    [LibraryImport(Library), SuppressGCTransition]
    public static partial void zmq_version(out int major, out int minor, out int patch);

    [LibraryImport(Library)]
    public static partial int zmq_errno();

    [LibraryImport(Library)]
    public static partial byte* zmq_strerror(int error);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int zmq_has(string capability);

    [LibraryImport(Library)]
    public static partial int zmq_curve_keypair(byte* publicKey, byte* secretKey);

    [LibraryImport(Library)]
    public static partial int zmq_curve_public(byte* publicKey, byte* secretKey);

    [LibraryImport(Library)]
    public static partial nint zmq_ctx_new();

    [LibraryImport(Library)]
    public static partial int zmq_ctx_shutdown(nint context);

    [LibraryImport(Library)]
    public static partial int zmq_ctx_term(nint context);

    [LibraryImport(Library)]
    public static partial nint zmq_socket(nint context, int type);

    [LibraryImport(Library)]
    public static partial int zmq_close(nint socket);

    [LibraryImport(Library)]
    public static partial int zmq_setsockopt(nint socket, int option, void* value, nuint length);

    [LibraryImport(Library)]
    public static partial int zmq_getsockopt(nint socket, int option, void* value, nuint* length);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int zmq_bind(nint socket, string endpoint);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int zmq_connect(nint socket, string endpoint);

    [LibraryImport(Library)]
    public static partial int zmq_send(nint socket, byte* buffer, nuint length, int flags);

    [LibraryImport(Library)]
    public static partial int zmq_recv(nint socket, byte* buffer, nuint length, int flags);

    [LibraryImport(Library), SuppressGCTransition]
    public static partial int zmq_msg_init(Message* message);

    [LibraryImport(Library)]
    public static partial int zmq_msg_recv(Message* message, nint socket, int flags);

    [LibraryImport(Library)]
    public static partial int zmq_msg_close(Message* message);

    [LibraryImport(Library), SuppressGCTransition]
    public static partial byte* zmq_msg_data(Message* message);

    [LibraryImport(Library), SuppressGCTransition]
    public static partial nuint zmq_msg_size(Message* message);

    [LibraryImport(Library), SuppressGCTransition]
    public static partial int zmq_msg_more(Message* message);

    /// <summary>zmq_msg_t: 64 opaque bytes, aligned as a pointer.</summary>
    [InlineArray(8)]
    public struct Message
    {
        private ulong _word;

        public static ReadOnlySpan<byte> Bytes(Message* message) => new(zmq_msg_data(message), (int)zmq_msg_size(message));
    }
}
