using System.Net.WebSockets;
using Platform.Cli.TradeStream.Flow;
using Platform.Cli.TradeStream.Frames;
using Platform.Cli.TradeStream.Lines;
using Platform.Cli.TradeStream.Settings;

namespace Platform.Cli.TradeStream.Live;

/// <summary>
/// One WebSocket through all its connections: opens it, passes every message to the processor on the reading thread, reconnects when the
/// connection ends or brings no trade for too long, and waits longer after each failure.
/// </summary>
internal sealed class TradeSocket(StreamSettings settings, Uri address, StreamProcessor processor, StreamLog log, TimeProvider clock)
{
    private const int MessageMax = 4 * 1024 * 1024;
    private static readonly TimeSpan s_openLimit = TimeSpan.FromSeconds(10);

    private readonly ConnectDelay _delay = new(settings.BackoffMax, Environment.ProcessId);
    private byte[] _buffer = new byte[64 * 1024];
    private bool _wasConnected;
    private long _lastTrade;

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            string reason = await ConnectOnceAsync(cancel);
            if (cancel.IsCancellationRequested)
                return;
            TimeSpan wait = _delay.Next();
            log.Write(LogLevel.Warning, FormattableString.Invariant($"{reason} Next attempt in {wait.TotalSeconds:F1} s."));
            await Task.Delay(wait, clock, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<string> ConnectOnceAsync(CancellationToken cancel)
    {
        using var socket = new ClientWebSocket();
        using var limit = new CancellationTokenSource(s_openLimit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            await socket.ConnectAsync(address, either.Token);
        }
        catch (Exception failed) when (failed is WebSocketException or OperationCanceledException or IOException or HttpRequestException)
        {
            string why = limit.IsCancellationRequested ? $"no answer within {s_openLimit.TotalSeconds:0} s" : failed.Message;
            return $"Connection to {address.Authority} failed: {why}.";
        }

        log.Write(LogLevel.Info, $"Connected: {Uri.UnescapeDataString(address.AbsoluteUri)}");
        if (_wasConnected)
            log.Write(LogLevel.Info, $"[METRICS] reconnect_count={processor.CountReconnect()}");
        _wasConnected = true;
        return await ReadAsync(socket, cancel);
    }

    private async Task<string> ReadAsync(ClientWebSocket socket, CancellationToken cancel)
    {
        bool isSilent = false;
        Interlocked.Exchange(ref _lastTrade, clock.GetTimestamp());
        TimeSpan step = TimeSpan.FromMilliseconds(Math.Max(10, settings.HeartbeatTimeout.TotalMilliseconds / 8));
        await using ITimer watch = clock.CreateTimer(
            _ =>
            {
                if (clock.GetElapsedTime(Interlocked.Read(ref _lastTrade)) < settings.HeartbeatTimeout)
                    return;
                isSilent = true;
                socket.Abort();
            },
            null,
            step,
            step);
        string ended = await ReceiveAllAsync(socket, cancel);
        string remedy = settings.AddressWarning is null ? "" : $" Note: {settings.AddressWarning}.";
        return isSilent ? $"Heartbeat timeout (>{settings.HeartbeatTimeout.TotalSeconds:0.##}s). Reconnecting...{remedy}" : ended;
    }

    private async Task<string> ReceiveAllAsync(ClientWebSocket socket, CancellationToken cancel)
    {
        int length = 0;
        try
        {
            while (true)
            {
                ValueWebSocketReceiveResult part = await socket.ReceiveAsync(_buffer.AsMemory(length), cancel);
                if (part.MessageType == WebSocketMessageType.Close)
                    return $"Connection closed: {socket.CloseStatus} {StreamLog.Excerpt(System.Text.Encoding.UTF8.GetBytes(socket.CloseStatusDescription ?? ""))}.";
                length += part.Count;
                if (part.EndOfMessage)
                {
                    Take(_buffer.AsSpan(0, length));
                    length = 0;
                }
                else if (length == MessageMax)
                {
                    return $"Connection closed: a message is longer than {MessageMax} bytes.";
                }
                else if (length == _buffer.Length)
                {
                    Array.Resize(ref _buffer, _buffer.Length * 2);
                }
            }
        }
        catch (Exception broken) when (broken is WebSocketException or IOException or ObjectDisposedException or OperationCanceledException)
        {
            return $"Reconnect due to error: {broken.Message.TrimEnd('.')}.";
        }
    }

    private void Take(ReadOnlySpan<byte> message)
    {
        double received_ms = (clock.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalMilliseconds;
        if (processor.Take(message, received_ms) != TradeFrameKind.Trade)
            return;
        _delay.Reset();
        Interlocked.Exchange(ref _lastTrade, clock.GetTimestamp());
    }
}

/// <summary>
/// The wait before the next attempt: starts at one second, doubles after each failure up to a bound, and is drawn at random from the
/// upper half.
/// </summary>
internal sealed class ConnectDelay(TimeSpan longest, int seed)
{
    private readonly Random _random = new(seed);
    private int _failures;

    /// <summary>Resets the wait after a trade arrived.</summary>
    public void Reset() => _failures = 0;

    public TimeSpan Next()
    {
        TimeSpan full = TimeSpan.FromSeconds(Math.Min(longest.TotalSeconds, Math.Pow(2, Math.Min(_failures++, 20))));
        return full * (0.5 + _random.NextDouble() / 2);
    }
}
