using Platform.Domain.Instruments;
using Platform.Domain.Orders;
using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Tape;

namespace Platform.Venue.Core.Sources;

/// <summary>The market maker's target quantity at one price, in units of 10^-8.</summary>
internal readonly record struct MarketMakerQuote(long Price, long Quantity);

/// <summary>What a market source may do to the exchange; called on the core's turn only.</summary>
internal interface IMarketActions
{
    long Now_ms { get; }

    /// <summary>Replaces all quotes of the market maker, best first; quotes that cross clients' orders trade with them first.</summary>
    void Quote(int symbol, ReadOnlySpan<MarketMakerQuote> bids, ReadOnlySpan<MarketMakerQuote> asks);

    /// <summary>
    /// Sets the market maker's quantity at one price (0 removes it) and leaves its other levels unchanged. An increase queues behind clients; a
    /// decrease is divided between those ahead of and behind a client as <see cref="ExchangeOptions.Queue"/> says. A level that
    /// crosses clients' orders trades with them first.
    /// </summary>
    void Level(int symbol, Side side, long price, long quantity);

    /// <summary>Best prices of the book, market maker and clients; 0 when a side is empty.</summary>
    (long Bid, long Ask) Best(int symbol);

    /// <summary>A taker order of the market maker, filled up to a limit price; every fill is printed.</summary>
    void Sweep(int symbol, Side taker, long quantity, long limit);

    /// <summary>Changes the status of a contract: it starts to trade, or is delisted, which ends its orders and settles positions at the mark price.</summary>
    void ChangeStatus(int symbol, InstrumentStatus status);

    /// <summary>A recorded trade: its quantity fills clients' orders at its price or better, best price and oldest first, and it is printed exactly as recorded.</summary>
    void Replay(int symbol, in RecordedPrint print);
}
