using Platform.Domain.Instruments;
using Platform.Domain.Orders;
using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Tape;

namespace Platform.Venue.Core.Sources;

/// <summary>What the house wants to show at one price, in units of 10^-8.</summary>
internal readonly record struct MarketMakerQuote(long Price, long Quantity);

/// <summary>What a market source may do to the exchange; called on the core's turn only.</summary>
internal interface IMarketActions
{
    long Now_ms { get; }

    /// <summary>Replaces the house's whole ladder, best first; quotes that cross clients' orders trade with them first.</summary>
    void Quote(int symbol, ReadOnlySpan<MarketMakerQuote> bids, ReadOnlySpan<MarketMakerQuote> asks);

    /// <summary>
    /// Sets what the house shows at one price, 0 for nothing, and leaves its other levels alone. Growth queues behind clients; what
    /// goes away is shared between those ahead of and behind a client as <see cref="ExchangeOptions.Queue"/> says. A level that
    /// crosses clients' orders trades with them first.
    /// </summary>
    void Level(int symbol, Side side, long price, long quantity);

    /// <summary>Best prices of the book, house and clients; 0 when a side is empty.</summary>
    (long Bid, long Ask) Best(int symbol);

    /// <summary>A taker of the house sweeps the book up to a limit; every fill is printed.</summary>
    void Sweep(int symbol, Side taker, long quantity, long limit);

    /// <summary>The contract begins to trade, or is delisted: then orders end and positions are settled at the mark price.</summary>
    void ChangeStatus(int symbol, InstrumentStatus status);

    /// <summary>A recorded trade: its quantity fills clients' orders in its reach, best price and oldest first, and it is printed exactly as recorded.</summary>
    void Replay(int symbol, in RecordedPrint print);
}
