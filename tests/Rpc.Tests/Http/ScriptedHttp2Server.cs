using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Google.Protobuf;
using Platform.Rpc.Tests.Peers;

namespace Platform.Rpc.Tests.Http;

/// <summary>What a server does with one connection: numbered from 1, with the stream of a complete request, or 0 when the connection opens.</summary>
internal delegate void Http2Script(Http2Connection connection, int stream);

/// <summary>A server that speaks HTTP/2 frame by frame, so that a test decides what is answered, refused and closed, and when.</summary>
internal sealed class ScriptedHttp2Server : IDisposable
{
    private const int Preface = 24;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Http2Script _script;
    private int _connections;

    public ScriptedHttp2Server(Http2Script script)
    {
        _script = script;
        _listener.Start();
        new Thread(Accept) { IsBackground = true, Name = "scripted HTTP/2" }.Start();
    }

    public string Address => _listener.LocalEndpoint.ToString()!;

    public int Connections => Volatile.Read(ref _connections);

    public void Dispose() => _listener.Dispose();

    private void Accept()
    {
        try
        {
            while (true)
            {
                Socket socket = _listener.AcceptSocket();
                var connection = new Http2Connection(socket, Interlocked.Increment(ref _connections));
                new Thread(() => Serve(connection)) { IsBackground = true, Name = "scripted HTTP/2 connection" }.Start();
            }
        }
        catch (Exception over) when (over is SocketException or InvalidOperationException)
        {
            // The test has disposed of the listener.
        }
    }

    private void Serve(Http2Connection connection)
    {
        try
        {
            connection.Read(Preface);
            connection.Frame(type: 4, flags: 0, stream: 0);
            _script(connection, 0);
            while (connection.Read(9) is { } header)
            {
                byte[]? payload = connection.Read(header[0] << 16 | header[1] << 8 | header[2]);
                int stream = BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(5));
                const int settings = 4, ping = 6, end = 1;
                if (header[3] is settings or ping && (header[4] & end) == 0)
                    connection.Frame(header[3], flags: end, stream: 0, header[3] == ping ? payload! : []);
                else if (header[3] is 0 or 1 && (header[4] & end) == end)
                    _script(connection, stream);
            }
        }
        catch (Exception closed) when (closed is IOException or ObjectDisposedException or SocketException)
        {
            // One side has closed the connection.
        }
    }
}

/// <summary>One connection of the scripted server and the frames it can send.</summary>
internal sealed class Http2Connection(Socket socket, int number)
{
    private readonly NetworkStream _stream = new(socket, ownsSocket: true);

    public int Number => number;

    public byte[]? Read(int length)
    {
        var bytes = new byte[length];
        return _stream.ReadAtLeast(bytes, length, throwOnEndOfStream: false) == length ? bytes : null;
    }

    public void Frame(byte type, byte flags, int stream, params byte[] payload)
    {
        byte[] header = [(byte)(payload.Length >> 16), (byte)(payload.Length >> 8), (byte)payload.Length, type, flags, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(5), stream);
        _stream.Write([.. header, .. payload]);
    }

    /// <summary>Status OK with one Pong.</summary>
    public void Answer(int stream)
    {
        byte[] message = new Pong { Number = number }.ToByteArray();
        Frame(type: 1, flags: 4, stream, [0x88, .. Literal("content-type", "application/grpc")]);
        Frame(type: 0, flags: 0, stream, [0, 0, 0, 0, (byte)message.Length, .. message]);
        Frame(type: 1, flags: 5, stream, Literal("grpc-status", "0"));
    }

    public void GoAway(int last, int error = 0)
    {
        var payload = new byte[8];
        BinaryPrimitives.WriteInt32BigEndian(payload, last);
        BinaryPrimitives.WriteInt32BigEndian(payload.AsSpan(4), error);
        Frame(type: 7, flags: 0, stream: 0, payload);
    }

    /// <summary>Ends this side of the connection in order; what the client still sends is read.</summary>
    public void Close() => socket.Shutdown(SocketShutdown.Send);

    /// <summary>RST_STREAM.</summary>
    public void Reset(int stream, byte error) => Frame(type: 3, flags: 0, stream, 0, 0, 0, error);

    private static byte[] Literal(string name, string value) =>
        [0, (byte)name.Length, .. Encoding.ASCII.GetBytes(name), (byte)value.Length, .. Encoding.ASCII.GetBytes(value)];
}
