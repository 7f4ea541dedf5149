using System.Text;
using Platform.Exchanges.Sockets;
using Platform.Primitives.Outcomes;

namespace Platform.Exchanges.Quotes;

/// <summary>
/// One connection of a quote feed through all its lives: opens, subscribes, pings, reads, notices its death, waits longer after each failure,
/// begins again with everything that is wanted then. Instruments may be added and removed at any time, by any thread.
/// </summary>
internal sealed class QuoteConnection(IQuoteExchange exchange, QuoteConnectionTerms terms, IQuoteSink sink, ReceiveClock clock) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly ReconnectDelay _delay = new(terms.Seed, TimeSpan.FromSeconds(30));
    private readonly IQuoteFrameReader _reader = exchange.CreateReader(terms.Known, sink);
    private QuoteInstrument[] _wanted = [.. terms.Wanted];
    private StreamSocket? _live;

    public IReadOnlyList<QuoteInstrument> Wanted
    {
        get
        {
            lock (_gate)
                return _wanted;
        }
    }

    /// <summary>Runs until cancelled; never ends by itself.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        await Task.Delay(exchange.Limits.ConnectGap * terms.Number, clock.Source, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (!cancel.IsCancellationRequested)
        {
            string reason = await LiveOnceAsync(cancel);
            if (cancel.IsCancellationRequested)
                return;
            sink.ConnectionDown(exchange.Name, terms.Number, clock.Now_ns, reason);
            await Task.Delay(_delay.Next(), clock.Source, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Subscribes now when connected, and after every reconnect.</summary>
    public Task AddAsync(QuoteInstrument instrument, CancellationToken cancel)
    {
        lock (_gate)
            _wanted = [.. _wanted.Where(other => other != instrument), instrument];
        return SendAllAsync(exchange.Subscribe([instrument], terms.WithDepth), cancel);
    }

    public Task RemoveAsync(QuoteInstrument instrument, CancellationToken cancel)
    {
        lock (_gate)
            _wanted = [.. _wanted.Where(other => other != instrument)];
        return SendAllAsync(exchange.Unsubscribe([instrument], terms.WithDepth), cancel);
    }

    public void Dispose() => _sending.Dispose();

    private async Task<string> LiveOnceAsync(CancellationToken cancel)
    {
        Result<StreamSocket> opened = await StreamSocket.OpenAsync(exchange.Socket, clock.Source, cancel);
        if (!opened.TryGet(out StreamSocket? socket, out Fault? fault))
            return fault.Message;
        using (socket)
        using (var life = CancellationTokenSource.CreateLinkedTokenSource(cancel))
        {
            _reader.Reset();
            QuoteInstrument[] wanted;
            lock (_gate)
                (_live, wanted) = (socket, _wanted);
            sink.ConnectionUp(exchange.Name, terms.Number, clock.Now_ns);
            Task<string> watched = WatchAsync(socket, life.Token);
            Task subscribed = SendAllAsync(exchange.Subscribe(wanted, terms.WithDepth), life.Token);
            string ended = await ReadAsync(socket, cancel);
            lock (_gate)
                _live = null;
            socket.Abort();
            await life.CancelAsync();
            string silence = await watched;
            await subscribed;
            return silence.Length > 0 ? silence : ended;
        }
    }

    private async Task<string> ReadAsync(StreamSocket socket, CancellationToken cancel)
    {
        try
        {
            while (true)
            {
                Result<ReadOnlyMemory<byte>> message = await socket.ReceiveAsync(cancel);
                if (!message.IsOk)
                    return message.Fault.Message;
                long now_ns = clock.Now_ns;
                sink.Heartbeat(exchange.Name, now_ns);
                QuoteFrameKind kind = _reader.Read(message.Value.Span, socket.IsBinary, now_ns);
                if (kind == QuoteFrameKind.Data)
                    _delay.Reset();
                else if (kind == QuoteFrameKind.Malformed)
                    sink.Malformed(exchange.Name, message.Value.Span);
                else if (kind == QuoteFrameKind.Refusal)
                    sink.Refused(exchange.Name, Shorten(message.Value.Span));
                else if (kind == QuoteFrameKind.Reconnect)
                    return $"the exchange asked to connect again: {Shorten(message.Value.Span)}";
                else if (kind == QuoteFrameKind.Gap && _reader.GapAt is { } instrument)
                    await SendAllAsync(exchange.Renew(instrument), cancel);
            }
        }
        catch (OperationCanceledException)
        {
            return "stopped";
        }
    }

    private async Task SendAllAsync(IEnumerable<byte[]> messages, CancellationToken cancel)
    {
        foreach (byte[] message in messages)
        {
            if (!await SendAsync(message, cancel))
                return;
            await Task.Delay(exchange.Limits.MessageGap, clock.Source, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<bool> SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancel)
    {
        StreamSocket? socket;
        lock (_gate)
            socket = _live;
        if (socket is null || cancel.IsCancellationRequested)
            return false;
        await _sending.WaitAsync(CancellationToken.None);
        try
        {
            return await socket.SendAsync(message, CancellationToken.None);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>Pings a silent connection and ends a dead one; returns why, or empty.</summary>
    private async Task<string> WatchAsync(StreamSocket socket, CancellationToken life)
    {
        PingRule ping = exchange.Ping;
        TimeSpan step = ping.After / 4;
        long pinged = clock.Source.GetTimestamp();
        while (true)
        {
            await Task.Delay(step, clock.Source, life).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (life.IsCancellationRequested)
                return "";
            TimeSpan silence = socket.Silence;
            if (silence > ping.DeadAfter)
            {
                socket.Abort();
                return $"silent for {silence.TotalSeconds:0.0} s";
            }

            if (ping.Message.IsEmpty || silence < ping.After - step || clock.Source.GetElapsedTime(pinged) < ping.After - step)
                continue;
            pinged = clock.Source.GetTimestamp();
            await SendAsync(ping.Message, life);
        }
    }

    private static string Shorten(ReadOnlySpan<byte> text) => Encoding.UTF8.GetString(text[..Math.Min(text.Length, 300)]);
}

/// <summary>What one connection of a feed carries.</summary>
/// <param name="Wanted">Subscribed from the start.</param>
/// <param name="Known">Every contract of the exchange that may be added later.</param>
/// <param name="Seed">Of the jitter between attempts.</param>
internal sealed record QuoteConnectionTerms(int Number, IReadOnlyList<QuoteInstrument> Wanted, IReadOnlyList<QuoteInstrument> Known, bool WithDepth, int Seed);
