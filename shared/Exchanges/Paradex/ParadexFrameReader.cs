using System.Text.Json;
using Platform.Exchanges.Quotes;

namespace Platform.Exchanges.Paradex;

/// <summary>
/// Frames of Paradex: binary messages are data, text messages are answers to requests. Changes of a book have sequence numbers without a gap;
/// those of best quotes only rise (other-venues.md §3.2-§3.4). One thread.
/// </summary>
internal sealed class ParadexFrameReader(IReadOnlyList<QuoteInstrument> instruments, IQuoteSink sink) : IQuoteFrameReader
{
    private readonly QuoteWriter _writer = new("paradex", instruments, sink);
    private readonly BookState?[] _books = new BookState?[instruments.Count];
    private readonly long[] _best = new long[instruments.Count];

    public QuoteInstrument? GapAt { get; private set; }

    public void Reset()
    {
        _writer.Reset();
        Array.Clear(_books);
        Array.Clear(_best);
    }

    public QuoteFrameKind Read(ReadOnlySpan<byte> frame, bool isBinary, long received_ns)
    {
        if (!isBinary)
            return ReadAnswer(frame);
        if (!ParadexMessage.TryRead(frame, out ParadexMessage message))
            return QuoteFrameKind.Malformed;
        return message.Template switch
        {
            ParadexTemplate.Best => ReadBest(message, received_ns),
            ParadexTemplate.Book => ReadBook(message, received_ns),
            _ => QuoteFrameKind.Control,
        };
    }

    private static QuoteFrameKind ReadAnswer(ReadOnlySpan<byte> frame)
    {
        try
        {
            var reader = new Utf8JsonReader(frame);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return QuoteFrameKind.Malformed;
            QuoteFrameKind kind = QuoteFrameKind.Malformed;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("error"u8))
                    kind = QuoteFrameKind.Refusal;
                else if (reader.ValueTextEquals("result"u8))
                    kind = QuoteFrameKind.Control;
                JsonTokens.SkipValue(ref reader);
            }

            return kind;
        }
        catch (JsonException)
        {
            return QuoteFrameKind.Malformed;
        }
    }

    private QuoteFrameKind ReadBest(ParadexMessage message, long received_ns)
    {
        if (!message.TryReadMarket(out ReadOnlySpan<byte> market) || message.Time_ms <= 0)
            return QuoteFrameKind.Malformed;
        int index = _writer.Find(market);
        if (index < 0)
            return QuoteFrameKind.Control;
        if (message.Sequence < _best[index])
            return QuoteFrameKind.Data;
        _best[index] = message.Sequence;
        _writer.WriteBest(index, message.Bid, message.Ask, message.Time_ms, received_ns);
        return QuoteFrameKind.Data;
    }

    private QuoteFrameKind ReadBook(ParadexMessage message, long received_ns)
    {
        if (!message.TryReadBook(out ParadexLevels bids, out ParadexLevels asks, out ReadOnlySpan<byte> market) || message.Time_ms <= 0)
            return QuoteFrameKind.Malformed;
        int index = _writer.Find(market);
        if (index < 0)
            return QuoteFrameKind.Control;
        if (message.IsSnapshot)
            _books[index] = new BookState(message.Sequence);
        if (_books[index] is not { } book)
            return QuoteFrameKind.Control; // A change before the snapshot; it is skipped.
        if (!message.IsSnapshot && message.Sequence != book.Sequence + 1)
            return Lose(index);
        book.Sequence = message.Sequence;
        Apply(book.Levels, bids, isBid: true);
        Apply(book.Levels, asks, isBid: false);
        _writer.WriteDepth(index, book.Levels, message.Time_ms, received_ns);
        return QuoteFrameKind.Data;
    }

    private static void Apply(DepthBook book, ParadexLevels levels, bool isBid)
    {
        for (int i = 0; i < levels.Count; i++)
            book.Set(isBid, levels[i].Price, levels[i].Size);
    }

    private QuoteFrameKind Lose(int index)
    {
        _books[index] = null;
        GapAt = _writer[index];
        _writer.WriteGap(index, "the sequence number does not follow the last one");
        return QuoteFrameKind.Gap;
    }

    private sealed class BookState(long sequence)
    {
        public DepthBook Levels { get; } = new();

        public long Sequence { get; set; } = sequence;
    }
}
