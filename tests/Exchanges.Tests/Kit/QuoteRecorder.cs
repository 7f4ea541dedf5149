using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text;
using Platform.Domain.Market;
using Platform.Exchanges.Quotes;
using Platform.TestKit.Files;

namespace Platform.Exchanges.Tests.Kit;

/// <summary>Keeps everything that quote feeds delivered.</summary>
internal sealed class QuoteRecorder : IQuoteSink
{
    public ConcurrentQueue<MarketDataUpdate> Quotes { get; } = new();

    public ConcurrentQueue<(string Symbol, QuoteLevel[] Bids, QuoteLevel[] Asks)> Books { get; } = new();

    public ConcurrentQueue<string> Events { get; } = new();

    public MarketDataUpdate LastQuote { get; private set; }

    public (string Symbol, QuoteLevel[] Bids, QuoteLevel[] Asks) LastBook { get; private set; }

    public long Heartbeats;

    public void ConnectionUp(string exchange, int connection, long now_ns) => Events.Enqueue($"up {exchange} {connection}");

    public void ConnectionDown(string exchange, int connection, long now_ns, string reason) => Events.Enqueue($"down {exchange} {connection} {reason}");

    public void Heartbeat(string exchange, long received_ns) => Interlocked.Increment(ref Heartbeats);

    public void Quote(in MarketDataUpdate quote) => Quotes.Enqueue(LastQuote = quote);

    public void DepthChanged(string exchange, QuoteInstrument instrument, DepthBook book, long exchangeTime_ms, long received_ns) =>
        Books.Enqueue(LastBook = (instrument.Symbol, book.Bids.ToArray(), book.Asks.ToArray()));

    public void Gap(string exchange, QuoteInstrument instrument, string reason) => Events.Enqueue($"gap {exchange} {instrument.NativeSymbol} {reason}");

    public void Refused(string exchange, string message) => Events.Enqueue($"refused {exchange} {message}");

    public void Malformed(string exchange, ReadOnlySpan<byte> frame) => Events.Enqueue($"malformed {exchange} {Encoding.UTF8.GetString(frame)}");
}

/// <summary>Lines of recorded frames: the time of arrival in ns, a blank, the message.</summary>
internal static class RecordedFrames
{
    public static IEnumerable<(long Received_ns, byte[] Frame)> Read(params string[] path)
    {
        using var file = new StreamReader(new GZipStream(File.OpenRead(RecordedData.Path(path)), CompressionMode.Decompress));
        while (file.ReadLine() is { } line)
        {
            int blank = line.IndexOf(' ');
            if (blank > 0 && long.TryParse(line.AsSpan(0, blank), out long time))
                yield return (time, Encoding.UTF8.GetBytes(line[(blank + 1)..]));
        }
    }
}
