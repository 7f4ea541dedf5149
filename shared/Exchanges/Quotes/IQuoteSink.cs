using Platform.Domain.Market;

namespace Platform.Exchanges.Quotes;

/// <summary>
/// Takes what quote feeds deliver. Calls for one connection come one after another; different connections call at the same time.
/// Implementations do not block and do not throw.
/// </summary>
public interface IQuoteSink
{
    /// <summary>The connection is open and its subscriptions were sent; quotes follow.</summary>
    void ConnectionUp(string exchange, int connection, long now_ns);

    /// <summary>The connection ended. Its quotes do not count until new ones arrive.</summary>
    void ConnectionDown(string exchange, int connection, long now_ns, string reason);

    /// <summary>A message of any kind arrived, also a pong.</summary>
    void Heartbeat(string exchange, long received_ns);

    void Quote(in MarketDataUpdate quote);

    /// <summary>The book of one contract changed. Called for feeds with depth only.</summary>
    /// <param name="book">Valid during the call.</param>
    void DepthChanged(string exchange, QuoteInstrument instrument, DepthBook book, long exchangeTime_ms, long received_ns);

    /// <summary>A change is missing, or the book does not match its checksum; the book is requested again.</summary>
    void Gap(string exchange, QuoteInstrument instrument, string reason);

    /// <summary>The exchange refused a request, in its words.</summary>
    void Refused(string exchange, string message);

    /// <summary>A message that could not be read; it is skipped.</summary>
    void Malformed(string exchange, ReadOnlySpan<byte> frame);
}
