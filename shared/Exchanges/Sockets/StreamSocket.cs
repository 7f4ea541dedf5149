using System.Net.WebSockets;
using Platform.Primitives.Outcomes;

namespace Platform.Exchanges.Sockets;

/// <summary>How a lost connection is detected.</summary>
internal enum SocketLiveness
{
    /// <summary>Messages arrive continuously; the owner treats silence as a fault.</summary>
    Messages,

    /// <summary>Silence is normal; the runtime sends pings and closes the connection when a pong is missing.</summary>
    Ping,
}

/// <summary>One WebSocket session that receives complete messages and sends text messages. One reader and one writer.</summary>
internal sealed class StreamSocket : IDisposable
{
    private const int MaxMessage = 16 * 1024 * 1024;

    private readonly ClientWebSocket _socket;
    private readonly TimeProvider _realTime;
    private byte[] _buffer = new byte[64 * 1024];
    private long _lastMessage;

    private StreamSocket(ClientWebSocket socket, TimeProvider realTime)
    {
        _socket = socket;
        _realTime = realTime;
        _lastMessage = realTime.GetTimestamp();
    }

    /// <summary>Real time since the last complete message, or since the open.</summary>
    public TimeSpan Silence => _realTime.GetElapsedTime(Interlocked.Read(ref _lastMessage));

    /// <summary>Whether the newest message was binary.</summary>
    public bool IsBinary { get; private set; }

    /// <summary>Opens within ten seconds of real time or returns an Unavailable fault.</summary>
    public static async Task<Result<StreamSocket>> OpenAsync(Uri address, TimeProvider realTime, CancellationToken cancel, SocketLiveness liveness = SocketLiveness.Messages)
    {
        var socket = new ClientWebSocket();
        // The venue also sends pings, which the runtime answers.
        socket.Options.KeepAliveInterval = liveness == SocketLiveness.Ping ? TimeSpan.FromSeconds(15) : TimeSpan.Zero;
        socket.Options.KeepAliveTimeout = liveness == SocketLiveness.Ping ? TimeSpan.FromSeconds(15) : Timeout.InfiniteTimeSpan;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10), realTime);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            await socket.ConnectAsync(address, either.Token);
            return new StreamSocket(socket, realTime);
        }
        catch (Exception failed) when (failed is WebSocketException or OperationCanceledException or IOException or HttpRequestException)
        {
            socket.Dispose();
            return new Fault(FaultKind.Unavailable, $"{WithoutKey(address)} cannot be opened: {failed.Message}", IsTransient: true);
        }
    }

    /// <summary>Host and route without the listen key, such as wss://host/private/ws; the path of a user stream ends with its listen key.</summary>
    internal static string WithoutKey(Uri address) =>
        address.GetLeftPart(UriPartial.Authority) + string.Concat(address.Segments.Take(3)).TrimEnd('/');

    /// <summary>Receives the next complete message, valid until the next call; a fault when either side closed the connection.</summary>
    public async ValueTask<Result<ReadOnlyMemory<byte>>> ReceiveAsync(CancellationToken cancel)
    {
        int length = 0;
        try
        {
            while (true)
            {
                ValueWebSocketReceiveResult part = await _socket.ReceiveAsync(_buffer.AsMemory(length), cancel);
                if (part.MessageType == WebSocketMessageType.Close)
                    return Ended($"closed by the venue ({_socket.CloseStatus}, {_socket.CloseStatusDescription})");
                length += part.Count;
                if (part.EndOfMessage)
                {
                    IsBinary = part.MessageType == WebSocketMessageType.Binary;
                    Interlocked.Exchange(ref _lastMessage, _realTime.GetTimestamp());
                    return new ReadOnlyMemory<byte>(_buffer, 0, length);
                }

                if (length == MaxMessage)
                    return Ended($"a message exceeds {MaxMessage} bytes");
                if (length == _buffer.Length)
                    Array.Resize(ref _buffer, Math.Min(MaxMessage, _buffer.Length * 2));
            }
        }
        catch (Exception broken) when (broken is WebSocketException or IOException or ObjectDisposedException || broken is OperationCanceledException && !cancel.IsCancellationRequested)
        {
            return Ended(broken.Message);
        }
    }

    /// <summary>False when the connection is closed.</summary>
    public async ValueTask<bool> SendAsync(ReadOnlyMemory<byte> text, CancellationToken cancel)
    {
        try
        {
            await _socket.SendAsync(text, WebSocketMessageType.Text, WebSocketMessageFlags.EndOfMessage, cancel);
            return true;
        }
        catch (Exception broken) when (broken is WebSocketException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Aborts the connection; a pending receive returns a fault.</summary>
    public void Abort() => _socket.Abort();

    public void Dispose() => _socket.Dispose();

    private static Fault Ended(string why) => new(FaultKind.Unavailable, why, IsTransient: true);
}

/// <summary>How long to wait before the next attempt: doubling from a quarter second to a ceiling, each drawn from its upper half.</summary>
internal sealed class ReconnectDelay(int seed, TimeSpan ceiling)
{
    private readonly Random _random = new(seed);
    private int _failures;

    public void Reset() => _failures = 0;

    public TimeSpan Next()
    {
        double full_ms = Math.Min(ceiling.TotalMilliseconds, 250 * Math.Pow(2, Math.Min(_failures++, 16)));
        return TimeSpan.FromMilliseconds(full_ms * (0.5 + _random.NextDouble() / 2));
    }
}
