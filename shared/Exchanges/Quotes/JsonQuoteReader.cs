using System.Text.Json;

namespace Platform.Exchanges.Quotes;

/// <summary>Reads frames of one exchange whose messages are JSON text. A frame that is not such text is Malformed. One thread.</summary>
internal abstract class JsonQuoteReader(string exchange, IReadOnlyList<QuoteInstrument> instruments, IQuoteSink sink) : IQuoteFrameReader
{
    public QuoteInstrument? GapAt { get; protected set; }

    /// <summary>Where the content of the frames goes.</summary>
    protected QuoteWriter Writer { get; } = new(exchange, instruments, sink);

    public virtual void Reset() => Writer.Reset();

    public QuoteFrameKind Read(ReadOnlySpan<byte> frame, bool isBinary, long received_ns)
    {
        try
        {
            return isBinary ? QuoteFrameKind.Malformed : ReadText(frame, received_ns);
        }
        catch (Exception odd) when (odd is JsonException or InvalidOperationException)
        {
            return QuoteFrameKind.Malformed;
        }
    }

    /// <summary>One text frame.</summary>
    /// <param name="received_ns">Time of arrival, passed on to the sink.</param>
    protected abstract QuoteFrameKind ReadText(ReadOnlySpan<byte> frame, long received_ns);
}
