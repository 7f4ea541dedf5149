using Platform.Domain.Instruments;
using Platform.Domain.Orders;
using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Tape;

namespace Platform.Venue.Core.Sources;

/// <summary>The market maker's target quantity at one price, in units of 10^-8.</summary>
internal readonly record struct MarketMakerQuote(long Price, long Quantity);

/// <summary>The actions of a market source on the exchange; called only on the core's turn.</summary>
internal interface IMarketActions
{
    long Now_ms { get; }

    /// <summary>Replaces all quotes of the market maker; each side starts with the best price. A quote that crosses clients' orders first trades with them.</summary>
    void Quote(int symbol, ReadOnlySpan<MarketMakerQuote> bids, ReadOnlySpan<MarketMakerQuote> asks);

    /// <summary>
    /// Sets the market maker's quantity at one price (0 removes it) and leaves its other levels unchanged. An increase is queued behind the clients' orders; a
    /// decrease is divided between the quantity ahead of a client and behind it by <see cref="ExchangeOptions.Queue"/>. A level that
    /// crosses clients' orders first trades with them.
    /// </summary>
    void Level(int symbol, Side side, long price, long quantity);

    /// <summary>Best prices of the book of market maker and clients, in units of 10^-8; 0 for an empty side.</summary>
    (long Bid, long Ask) Best(int symbol);

    /// <summary>Executes a taker order of the market maker up to a limit price; every fill is printed on the tape. Quantity and price are in units of 10^-8.</summary>
    void Sweep(int symbol, Side taker, long quantity, long limit);

    /// <summary>Changes the status of a contract. A delisting ends its orders and settles its positions at the mark price.</summary>
    void ChangeStatus(int symbol, InstrumentStatus status);

    /// <summary>Replays a recorded trade: its quantity fills clients' orders at its price or better, in price-time priority, and it is printed exactly as recorded.</summary>
    void Replay(int symbol, in RecordedPrint print);
}
