using System.Threading.Channels;

namespace Platform.Venue.Gateway.Sockets;

/// <summary>Timeouts and bounds of one WebSocket. Times are real time, not virtual time.</summary>
internal sealed record SocketOptions
{
    public TimeSpan PingEvery { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>Maximum time without a pong; other messages do not extend it.</summary>
    public TimeSpan PongWithin { get; init; } = TimeSpan.FromMinutes(10);

    public TimeSpan Lifetime { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Maximum number of bytes queued for a slow client before it is disconnected.</summary>
    public long QueueBytes { get; init; } = 48 << 20;
}

/// <summary>
/// The session of one WebSocket: reads frames, answers pings and sends queued frames. It ends when the client sends no pong, at its maximum age, or when its send queue is full.
/// <see cref="TrySend"/> is thread-safe and never blocks.
/// </summary>
internal sealed class SocketSession : IDisposable
{
    private const int SendBuffer_bytes = 64 * 1024;
    private readonly SocketOptions _options;
    private readonly TimeProvider _real;
    private readonly Channel<ReadOnlyMemory<byte>> _queue = Channel.CreateUnbounded<ReadOnlyMemory<byte>>(new UnboundedChannelOptions { SingleReader = true });
    private readonly CancellationTokenSource _ended = new();
    private readonly DateTimeOffset _opened;
    private volatile bool _silent;
    private long _queued_bytes;
    private DateTimeOffset _answered;

    public SocketSession(SocketOptions options, TimeProvider real)
    {
        _options = options;
        _real = real;
        _opened = _answered = real.GetUtcNow();
    }

    /// <summary>True when the client was disconnected because its send queue was full.</summary>
    public bool Overflowed { get; private set; }

    /// <summary>True when the client was disconnected because it sent too many messages.</summary>
    public bool Flooded { get; private set; }

    public long SentFrames { get; private set; }

    /// <summary>Queues one frame; returns false when the session has ended or when the queue is full, which ends the session.</summary>
    public bool TrySend(ReadOnlyMemory<byte> frame)
    {
        if (_ended.IsCancellationRequested)
            return false;
        if (_silent)
            return true;
        if (Interlocked.Add(ref _queued_bytes, frame.Length) > _options.QueueBytes)
        {
            Overflowed = true;
            Abort();
            return false;
        }

        return _queue.Writer.TryWrite(frame);
    }

    /// <summary>Ends the session with a close frame after the queued frames.</summary>
    public void Close(ushort code, string reason)
    {
        _queue.Writer.TryWrite(FrameText.BuildClose(code, reason));
        _queue.Writer.TryComplete();
    }

    /// <summary>Stops all sending, including pings, and keeps the connection open, like a server that no longer responds.</summary>
    public void StopSending() => _silent = true;

    /// <summary>Ends the session immediately without a close frame, like a lost connection.</summary>
    public void Abort() => _ended.Cancel();

    /// <summary>Runs until the client or the venue ends the connection. Frames that were queued before the call are sent first.</summary>
    /// <param name="stream">The stream of the connection, after the handshake.</param>
    public async Task RunAsync(Stream stream, ISocketListener listener, CancellationToken stop)
    {
        await using CancellationTokenRegistration shutdown = stop.Register(() => Close(1001, "The venue is shutting down."));
        using ITimer watch = _real.CreateTimer(_ => Watch(), null, _options.PingEvery, _options.PingEvery);
        using ITimer age = _real.CreateTimer(_ => Close(1000, "The connection is 24 hours old."), null, _options.Lifetime, Timeout.InfiniteTimeSpan);
        Task sending = SendAsync(stream);
        await ReadAsync(stream, listener);
        _queue.Writer.TryComplete();
        await sending;
    }

    public void Dispose() => _ended.Dispose();

    private void Watch()
    {
        if (_real.GetUtcNow() - _answered > _options.PongWithin)
            Abort();
        else
            TrySend(FrameText.Build(FrameText.Ping, System.Text.Encoding.ASCII.GetBytes(_real.GetUtcNow().ToUnixTimeMilliseconds().ToString())));
    }

    private async Task ReadAsync(Stream stream, ISocketListener listener)
    {
        var reader = new FrameReader(stream);
        var inbound = new InboundRate(listener);
        try
        {
            while (await reader.ReadAsync(_ended.Token) is { } message)
            {
                if (!inbound.Allows((long)(_real.GetUtcNow() - _opened).TotalSeconds, message.Opcode is FrameText.Ping or FrameText.Pong))
                {
                    Flooded = true;
                    Close(1008, "Too many requests");
                    return;
                }

                if (!await HandleAsync(listener, message))
                    return;
            }

            if (reader.Failure != 0)
                Close(reader.Failure, "The frame violates RFC 6455.");
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // The client has disconnected or was disconnected, so nothing can be sent.
        }
    }

    private async ValueTask<bool> HandleAsync(ISocketListener listener, InboundMessage message)
    {
        switch (message.Opcode)
        {
            case FrameText.Ping:
                TrySend(FrameText.Build(FrameText.Pong, message.Payload.Span));
                return true;
            case FrameText.Pong:
                _answered = _real.GetUtcNow();
                return true;
            case FrameText.Close:
                _queue.Writer.TryWrite(FrameText.AnswerClose(message.Payload.Span));
                return false;
            default:
                await listener.ReceiveAsync(message.Payload, _ended.Token);
                return true;
        }
    }

    private async Task SendAsync(Stream stream)
    {
        var buffer = new byte[SendBuffer_bytes];
        try
        {
            while (await _queue.Reader.WaitToReadAsync(_ended.Token))
            {
                int used = 0;
                while (_queue.Reader.TryRead(out ReadOnlyMemory<byte> frame))
                {
                    Interlocked.Add(ref _queued_bytes, -frame.Length);
                    SentFrames++;
                    if (used + frame.Length > buffer.Length && used > 0)
                    {
                        await stream.WriteAsync(buffer.AsMemory(0, used), _ended.Token);
                        used = 0;
                    }

                    if (frame.Length > buffer.Length)
                    {
                        await stream.WriteAsync(frame, _ended.Token);
                        continue;
                    }

                    frame.CopyTo(buffer.AsMemory(used));
                    used += frame.Length;
                }

                if (used > 0)
                    await stream.WriteAsync(buffer.AsMemory(0, used), _ended.Token);
            }
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // The client has disconnected or was disconnected.
        }
        finally
        {
            // Stops the reader, which would otherwise wait for a client that does not respond.
            await _ended.CancelAsync();
        }
    }
}

/// <summary>Receives the messages of a client. The reader of the session calls it for one message at a time.</summary>
internal interface ISocketListener
{
    /// <summary>Maximum number of messages that the client may send per second; 0 for no limit.</summary>
    int InboundPerSecond { get; }

    /// <summary>Maximum number of pings and pongs that the client may send per second; 0 for no limit.</summary>
    int PingsPerSecond { get; }

    /// <summary>True when pings and pongs count as messages.</summary>
    bool PingsCount { get; }

    ValueTask ReceiveAsync(ReadOnlyMemory<byte> text, CancellationToken cancel);
}

/// <summary>Counts the messages of a client in the current second and checks them against the limits of the listener. Owned by the reader.</summary>
internal struct InboundRate(ISocketListener listener)
{
    private long _second = -1;
    private int _messages;
    private int _pings;

    /// <summary>Counts one frame; returns false when it exceeds a limit.</summary>
    public bool Allows(long second, bool isPing)
    {
        if (second != _second)
            (_second, _messages, _pings) = (second, 0, 0);
        if (isPing && listener.PingsPerSecond > 0 && ++_pings > listener.PingsPerSecond)
            return false;
        if (isPing && !listener.PingsCount)
            return true;
        return listener.InboundPerSecond == 0 || ++_messages <= listener.InboundPerSecond;
    }
}
