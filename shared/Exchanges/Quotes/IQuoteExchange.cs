using Platform.Primitives.Outcomes;

namespace Platform.Exchanges.Quotes;

/// <summary>What one message was to the connection it came on.</summary>
internal enum QuoteFrameKind : byte
{
    /// <summary>Market data, delivered to the sink.</summary>
    Data,

    /// <summary>An answer, a pong, a heartbeat.</summary>
    Control,

    /// <summary>The book of <see cref="IQuoteFrameReader.GapAt"/> has to be subscribed again.</summary>
    Gap,

    /// <summary>The exchange asks to connect again.</summary>
    Reconnect,
    Refusal,
    Malformed,
}

/// <summary>Reads the messages of one connection. One thread.</summary>
internal interface IQuoteFrameReader
{
    /// <summary>The instrument whose book has a gap, after <see cref="QuoteFrameKind.Gap"/>.</summary>
    QuoteInstrument? GapAt { get; }

    QuoteFrameKind Read(ReadOnlySpan<byte> frame, bool isBinary, long received_ns);

    /// <summary>A new connection: books begin anew.</summary>
    void Reset();
}

/// <summary>How a connection is kept alive.</summary>
/// <param name="After">Silence after which the client sends <paramref name="Message"/>.</param>
/// <param name="Message">Empty when the exchange pings by itself.</param>
/// <param name="DeadAfter">Silence after which the connection counts as lost.</param>
internal sealed record PingRule(TimeSpan After, ReadOnlyMemory<byte> Message, TimeSpan DeadAfter);

/// <summary>What an exchange allows one address.</summary>
/// <param name="SymbolsPerConnection">Chosen below the exchange's own bound.</param>
/// <param name="ConnectGap">Between the opening of two connections.</param>
/// <param name="MessageGap">Between two control messages on one connection.</param>
internal sealed record QuoteLimits(int Connections, int SymbolsPerConnection, TimeSpan ConnectGap, TimeSpan MessageGap);

/// <summary>
/// The seam: everything that differs between exchanges. Instruments, the socket with its control messages, and the reading of frames;
/// connecting, waiting, pinging and subscribing again are the same for all.
/// </summary>
internal interface IQuoteExchange
{
    /// <summary>Lower case, such as okx.</summary>
    string Name { get; }

    Uri Socket { get; }

    QuoteLimits Limits { get; }

    PingRule Ping { get; }

    /// <summary>The perpetual contracts against dollars that trade now.</summary>
    Task<Result<IReadOnlyList<QuoteInstrument>>> ListAsync(PublicRest rest, CancellationToken cancel);

    /// <summary>Messages that subscribe best quotes, and books where asked.</summary>
    IEnumerable<byte[]> Subscribe(IReadOnlyList<QuoteInstrument> instruments, bool withDepth);

    IEnumerable<byte[]> Unsubscribe(IReadOnlyList<QuoteInstrument> instruments, bool withDepth);

    /// <summary>Ends and begins the book of one instrument, after a gap.</summary>
    IEnumerable<byte[]> Renew(QuoteInstrument instrument);

    IQuoteFrameReader CreateReader(IReadOnlyList<QuoteInstrument> instruments, IQuoteSink sink);
}
