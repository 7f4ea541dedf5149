using Platform.Exchanges.Quotes;
using Platform.Exchanges.Sockets;
using Platform.Primitives.Outcomes;

namespace Platform.Exchanges.QuoteSources;

/// <summary>One exchange ready to be followed: what it lists, and feeds of it. Any thread.</summary>
public sealed class QuoteSource
{
    private QuoteSource(QuoteEndpoint endpoint, IQuoteExchange protocol, QuoteListing listing) => (Endpoint, Protocol, Listing) = (endpoint, protocol, listing);

    public QuoteEndpoint Endpoint { get; }

    /// <summary>What trades now.</summary>
    public QuoteListing Listing { get; }

    internal IQuoteExchange Protocol { get; }

    /// <summary>Asks the exchange what it lists.</summary>
    public static async Task<Result<QuoteSource>> OpenAsync(QuoteEndpoint endpoint, HttpClient http, CancellationToken cancel)
    {
        IQuoteExchange protocol = QuoteProtocols.Of(endpoint);
        return (await protocol.ListAsync(new PublicRest(http), cancel)).Then<QuoteSource>(listed => new QuoteSource(endpoint, protocol, new QuoteListing(endpoint.Exchange, listed)));
    }

    /// <summary>A feed of the wanted instruments; a fault when the exchange does not allow as many.</summary>
    public Result<QuoteFeed> CreateFeed(QuoteListing wanted, FeedOptions options, IQuoteSink sink, ReceiveClock clock) =>
        QuoteFeed.Create(Protocol, wanted.Instruments, Listing.Instruments, options, sink, clock);
}
