using Platform.Domain.Market;
using Platform.Primitives.Numbers;

namespace Platform.Exchanges.Binance.Streams;

/// <summary>Mark price and funding, published by the venue once a second.</summary>
/// <param name="FundingRate">The estimated rate of the next settlement.</param>
public readonly record struct MarkPriceTick(Price MarkPrice, Price IndexPrice, Rate FundingRate, long NextFundingTime_ms, long Event_ms);

/// <summary>Best bid and ask after one book update.</summary>
public readonly record struct BookTick(long UpdateId, Price BidPrice, Quantity BidQuantity, Price AskPrice, Quantity AskQuantity, long Event_ms);

/// <summary>
/// Receives the events of market streams. Calls for one connection are sequential on that connection's thread;
/// different connections call concurrently. Implementations must not block or throw.
/// Symbols are indexes of the <see cref="SymbolTable"/>.
/// </summary>
public interface IMarketSink
{
    /// <summary>All streams of the connection are acknowledged. Earlier missed trades are not replayed; back-fill them by id.</summary>
    /// <param name="generation">Number of the connection's session, starting at 1.</param>
    /// <param name="upSince_ms">Platform time of the acknowledgement.</param>
    void ConnectionUp(int connection, int generation, long upSince_ms);

    /// <summary>The connection ended: closed, reset, silent or renewed.</summary>
    void ConnectionDown(int connection, int generation, string reason);

    /// <summary>Event time (E) of a message, reported before its event; the maximum is the exchange clock of spec/quant.md §1.5.</summary>
    void ExchangeTime(int connection, long event_ms);

    void AggTrade(int connection, int symbol, in AggTrade trade);

    void MarkPrice(int connection, int symbol, in MarkPriceTick tick);

    void BookTicker(int connection, int symbol, in BookTick tick);

    /// <summary>Called for subscribers of depth only.</summary>
    void BookChanged(int connection, int symbol, BookDiff diff)
    {
    }

    /// <summary>Called for subscribers of klines only.</summary>
    void Kline(int connection, int symbol, in KlineUpdate update)
    {
    }

    /// <summary>A malformed frame or event, which is skipped.</summary>
    void Malformed(int connection, ReadOnlySpan<byte> frame);
}
