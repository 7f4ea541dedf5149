using Platform.Exchanges.Captures;
using Platform.Exchanges.Quotes;
using Platform.Exchanges.Sockets;
using Platform.Primitives.Outcomes;

namespace Platform.Exchanges.QuoteSources;

/// <summary>Feeds that are written to a capture while they are followed.</summary>
public static class RecordedFeeds
{
    /// <summary>A feed of the wanted instruments; a fault when the exchange does not allow as many.</summary>
    /// <param name="record">Where everything that arrives is written before it is read; null for nowhere.</param>
    public static Result<QuoteFeed> CreateFeed(this QuoteSource source, QuoteListing wanted, FeedOptions options, IQuoteSink sink, ReceiveClock clock, CaptureWriter? record)
    {
        if (record is null)
            return source.CreateFeed(wanted, options, sink, clock);
        record.WriteInstruments(wanted.Exchange, wanted.Instruments, clock.Now_ns);
        return QuoteFeed.Create(new RecordingExchange(source.Protocol, record), wanted.Instruments, source.Listing.Instruments, options, record.Follow(sink), clock);
    }
}
