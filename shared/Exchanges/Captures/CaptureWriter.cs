using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Platform.Exchanges.Quotes;
using Platform.Primitives.Outcomes;

namespace Platform.Exchanges.Captures;

/// <summary>
/// Writes what arrives from quote exchanges as a capture. Every message is written and then handled
/// under one lock, so that the file has the order in which the sinks were called. Any thread.
/// </summary>
public sealed class CaptureWriter : IDisposable
{
    private readonly Stream _stream;

    private CaptureWriter(Stream stream) => _stream = stream;

    /// <summary>Set once the file could not be written any more, such as on a full disk; following goes on without it.</summary>
    public Fault? Failure { get; private set; }

    internal Lock Gate { get; } = new();

    /// <summary>Creates the file or empties it, compressed when its name ends with .gz; a fault that names it when that is not possible.</summary>
    public static Result<CaptureWriter> Create(string path)
    {
        try
        {
            Stream file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read);
            return new CaptureWriter(path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionLevel.Fastest) : new BufferedStream(file, 1 << 16));
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return new Fault(FaultKind.Invalid, $"{path}: cannot be written ({refused.Message}); name a file in a folder that exists and that you may write to.");
        }
    }

    /// <summary>The instruments of an exchange, before its first message.</summary>
    public void WriteInstruments(string exchange, IReadOnlyList<QuoteInstrument> instruments, long now_ns) => Write(now_ns, new CaptureRecord(exchange) { Instruments = instruments });

    /// <summary>A sink that writes when connections are opened and lost, and passes on everything.</summary>
    public IQuoteSink Follow(IQuoteSink next) => new RecordingSink(this, next);

    public void Dispose()
    {
        lock (Gate)
            Try(_stream.Dispose);
    }

    internal void Write(long now_ns, CaptureRecord record) => WriteLine(now_ns, JsonSerializer.SerializeToUtf8Bytes(record, CaptureJson.Default.CaptureRecord));

    /// <summary>One message; plain when a reader recognises its exchange by its content.</summary>
    internal void WriteMessage(string exchange, int connection, ReadOnlySpan<byte> frame, bool isBinary, long received_ns)
    {
        if (!isBinary && connection == 0 && IsPlain(exchange, frame))
            WriteLine(received_ns, frame);
        else
            Write(received_ns, new CaptureRecord(exchange) { Connection = connection, Binary = isBinary ? frame.ToArray() : null, Text = isBinary ? null : Encoding.UTF8.GetString(frame) });
    }

    private static bool IsPlain(string exchange, ReadOnlySpan<byte> frame)
    {
        if (frame.IsEmpty || frame[0] != '{' || frame.ContainsAny((byte)'\n', (byte)'\r'))
            return false;
        try
        {
            using JsonDocument document = JsonDocument.Parse(frame.ToArray());
            return CaptureLine.ExchangeOf(document.RootElement) == exchange;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private void WriteLine(long now_ns, ReadOnlySpan<byte> message)
    {
        byte[] line = [.. Encoding.ASCII.GetBytes(now_ns.ToString(CultureInfo.InvariantCulture)), (byte)' ', .. message, (byte)'\n'];
        lock (Gate)
            Try(() => _stream.Write(line));
    }

    private void Try(Action write)
    {
        if (Failure is not null)
            return;
        try
        {
            write();
        }
        catch (IOException full)
        {
            Failure = new Fault(FaultKind.Unavailable, $"the recording has ended before the run: {full.Message}");
        }
    }
}

/// <summary>Writes the lives of connections and passes on everything.</summary>
internal sealed class RecordingSink(CaptureWriter writer, IQuoteSink next) : IQuoteSink
{
    public void ConnectionUp(string exchange, int connection, long now_ns)
    {
        lock (writer.Gate)
        {
            writer.Write(now_ns, new CaptureRecord(exchange) { Connection = connection, IsUp = true });
            next.ConnectionUp(exchange, connection, now_ns);
        }
    }

    public void ConnectionDown(string exchange, int connection, long now_ns, string reason)
    {
        lock (writer.Gate)
        {
            writer.Write(now_ns, new CaptureRecord(exchange) { Connection = connection, IsUp = false, Reason = reason });
            next.ConnectionDown(exchange, connection, now_ns, reason);
        }
    }

    public void Heartbeat(string exchange, long received_ns) => next.Heartbeat(exchange, received_ns);

    public void Quote(in Domain.Market.MarketDataUpdate quote) => next.Quote(in quote);

    public void DepthChanged(string exchange, QuoteInstrument instrument, DepthBook book, long exchangeTime_ms, long received_ns) => next.DepthChanged(exchange, instrument, book, exchangeTime_ms, received_ns);

    public void Gap(string exchange, QuoteInstrument instrument, string reason) => next.Gap(exchange, instrument, reason);

    public void Refused(string exchange, string message) => next.Refused(exchange, message);

    public void Malformed(string exchange, ReadOnlySpan<byte> frame) => next.Malformed(exchange, frame);
}

/// <summary>An exchange whose messages are written before they are read.</summary>
internal sealed class RecordingExchange(IQuoteExchange inner, CaptureWriter writer) : IQuoteExchange
{
    private int _readers;

    public string Name => inner.Name;

    public Uri Socket => inner.Socket;

    public QuoteLimits Limits => inner.Limits;

    public PingRule Ping => inner.Ping;

    public Task<Result<IReadOnlyList<QuoteInstrument>>> ListAsync(PublicRest rest, CancellationToken cancel) => inner.ListAsync(rest, cancel);

    public IEnumerable<byte[]> Subscribe(IReadOnlyList<QuoteInstrument> instruments, bool withDepth) => inner.Subscribe(instruments, withDepth);

    public IEnumerable<byte[]> Unsubscribe(IReadOnlyList<QuoteInstrument> instruments, bool withDepth) => inner.Unsubscribe(instruments, withDepth);

    public IEnumerable<byte[]> Renew(QuoteInstrument instrument) => inner.Renew(instrument);

    /// <summary>Connections create their readers in the order of their numbers.</summary>
    public IQuoteFrameReader CreateReader(IReadOnlyList<QuoteInstrument> instruments, IQuoteSink sink) => new Reader(inner.Name, _readers++, inner.CreateReader(instruments, sink), writer);

    private sealed class Reader(string exchange, int connection, IQuoteFrameReader inner, CaptureWriter writer) : IQuoteFrameReader
    {
        public QuoteInstrument? GapAt => inner.GapAt;

        public void Reset() => inner.Reset();

        public QuoteFrameKind Read(ReadOnlySpan<byte> frame, bool isBinary, long received_ns)
        {
            lock (writer.Gate)
            {
                writer.WriteMessage(exchange, connection, frame, isBinary, received_ns);
                return inner.Read(frame, isBinary, received_ns);
            }
        }
    }
}
