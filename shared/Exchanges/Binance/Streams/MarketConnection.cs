using System.Text;
using System.Text.Json;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;
using Platform.Exchanges.Sockets;

namespace Platform.Exchanges.Binance.Streams;

/// <summary>The streams of one connection.</summary>
/// <param name="Connection">Number of the connection, which is passed to the sink.</param>
internal sealed record ConnectionStreams(int Connection, Uri Address, string[] Streams);

/// <summary>One market connection with its reconnects: open, subscribe, read, detect the end, wait, and open again.</summary>
internal sealed class MarketConnection(ConnectionStreams wanted, SymbolTable symbols, StreamOptions options, IMarketSink sink, Clocks clocks)
{
    private readonly int _number = wanted.Connection;
    private readonly Uri _address = wanted.Address;
    private readonly MarketFrameReader _reader = new(wanted.Connection, symbols, sink);
    private readonly ReconnectDelay _delay = new(options.Seed + wanted.Connection, options.DelayCeiling);
    private volatile string[] _streams = wanted.Streams;
    private volatile StreamSocket? _live;
    private int _generation;

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            _generation++;
            string reason = await LiveOnceAsync(cancel);
            sink.ConnectionDown(_number, _generation, reason);
            if (!cancel.IsCancellationRequested)
                await Task.Delay(_delay.Next(), clocks.Real, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Unsubscribes streams of this connection; other names are ignored.</summary>
    public void Drop(IReadOnlyCollection<string> names)
    {
        string[] dropped = [.. _streams.Intersect(names, StringComparer.Ordinal)];
        _streams = [.. _streams.Except(dropped, StringComparer.Ordinal)];
        if (dropped.Length > 0 && _live is { } session)
            _ = SendAllAsync(session, "UNSUBSCRIBE", dropped, CancellationToken.None);
    }

    private async Task<string> LiveOnceAsync(CancellationToken cancel)
    {
        Result<StreamSocket> opened = await StreamSocket.OpenAsync(_address, clocks.Real, cancel);
        if (!opened.TryGet(out StreamSocket? session, out Fault? fault))
            return fault.Message;
        using (session)
        using (var sessionEnd = CancellationTokenSource.CreateLinkedTokenSource(cancel))
        {
            Task<string> watched = WatchAsync(session, sessionEnd.Token);
            string[] wanted = _streams;
            Task subscribed = SendAllAsync(session, "SUBSCRIBE", wanted, sessionEnd.Token);
            string ended = await ReadAsync(session, wanted, cancel);
            _live = null;
            session.Abort();
            await sessionEnd.CancelAsync();
            string watch = await watched;
            await subscribed;
            return watch.Length > 0 ? watch : ended;
        }
    }

    private async Task<string> ReadAsync(StreamSocket session, string[] wanted, CancellationToken cancel)
    {
        int open = (wanted.Length + options.StreamsPerMessage - 1) / options.StreamsPerMessage;
        try
        {
            while (true)
            {
                Result<ReadOnlyMemory<byte>> message = await session.ReceiveAsync(cancel);
                if (!message.IsOk)
                    return message.Fault.Message;
                FrameKind kind = _reader.Read(message.Value.Span);
                if (kind == FrameKind.Refusal)
                    return $"the venue refused a subscription: {Encoding.UTF8.GetString(message.Value.Span)}";
                if (kind == FrameKind.Acknowledgement && --open == 0)
                {
                    _delay.Reset();
                    _live = session;
                    if (wanted.Except(_streams, StringComparer.Ordinal).ToArray() is { Length: > 0 } dropped)
                        _ = SendAllAsync(session, "UNSUBSCRIBE", dropped, CancellationToken.None);
                    sink.ConnectionUp(_number, _generation, clocks.NowMilliseconds());
                }
            }
        }
        catch (OperationCanceledException)
        {
            return "stopped";
        }
    }

    private async Task SendAllAsync(StreamSocket session, string method, string[] names, CancellationToken cancel)
    {
        TimeSpan gap = TimeSpan.FromSeconds(1.0 / options.MessagesPerSecond);
        int id = 0;
        foreach (string[] chunk in names.Chunk(options.StreamsPerMessage))
        {
            if (id > 0)
                await Task.Delay(gap, clocks.Real, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (cancel.IsCancellationRequested || !await session.SendAsync(Message(method, ++id, chunk), CancellationToken.None))
                return;
        }
    }

    /// <summary>Ends the session when it is silent or too old; returns the reason, or empty.</summary>
    private async Task<string> WatchAsync(StreamSocket session, CancellationToken sessionEnd)
    {
        long opened_ms = clocks.NowMilliseconds();
        TimeSpan step = options.SilenceLimit / 4;
        while (true)
        {
            await Task.Delay(step, clocks.Real, sessionEnd).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (sessionEnd.IsCancellationRequested)
                return "";
            TimeSpan silence = session.Silence;
            string reason = silence > options.SilenceLimit ? $"silent for {silence.TotalSeconds:0.0} s"
                : clocks.NowMilliseconds() - opened_ms > options.RenewalAge.TotalMilliseconds ? "renewed before the venue's 24 hours"
                : "";
            if (reason.Length == 0)
                continue;
            session.Abort();
            return reason;
        }
    }

    private static byte[] Message(string method, int id, string[] names)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            writer.WriteString("method", method);
            writer.WriteStartArray("params");
            foreach (string name in names)
                writer.WriteStringValue(name);
            writer.WriteEndArray();
            writer.WriteNumber("id", id);
            writer.WriteEndObject();
        }

        return buffer.ToArray();
    }
}
