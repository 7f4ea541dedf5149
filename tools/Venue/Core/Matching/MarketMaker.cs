using Platform.Domain.Instruments;
using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Venue.Core.Books;
using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Sources;
using Platform.Venue.Core.Tape;

namespace Platform.Venue.Core.Matching;

/// <summary>
/// Does what the market source says: the house's quotes and trades, through the same book as everybody's. The house's takers stand
/// for people at the app and the web page, so that they and they alone meet RPI orders.
/// </summary>
internal sealed class MarketMaker(CoreState state, Matcher matcher, FillProcessor fills) : IMarketActions
{
    private readonly List<long> _stale = [];

    /// <summary>Changes of status that the source announced and the core has yet to carry out.</summary>
    public List<(SymbolState Symbol, InstrumentStatus Status)> StatusChanges { get; } = [];

    public long Now_ms => state.Now_ms;

    public (long Bid, long Ask) Best(int symbol)
    {
        OrderBook book = state.Symbols[symbol].Book;
        return (book.Bids.IsEmpty ? 0 : book.Bids.BestPrice, book.Asks.IsEmpty ? 0 : book.Asks.BestPrice);
    }

    public void Quote(int symbol, ReadOnlySpan<MarketMakerQuote> bids, ReadOnlySpan<MarketMakerQuote> asks)
    {
        SymbolState at = state.Symbols[symbol];
        Withdraw(at, Side.Buy, bids);
        Withdraw(at, Side.Sell, asks);
        Show(at, Side.Buy, bids);
        Show(at, Side.Sell, asks);
    }

    public void ChangeStatus(int symbol, InstrumentStatus status) => StatusChanges.Add((state.Symbols[symbol], status));

    public void Sweep(int symbol, Side taker, long quantity, long limit)
    {
        SymbolState at = state.Symbols[symbol];
        matcher.Match(at, taker, null, Quantity.FromUnits(quantity), Price.FromUnits(limit), print: true, out _, person: true);
    }

    /// <summary>
    /// The recorded print meets clients' orders that are better than its price, then the queue at its price, clients in their place;
    /// they get its quantity and no more. Their fills are not printed: the tape shows the recording and nothing else. Levels of the
    /// house that it traded past cannot have been there any more, and go.
    /// </summary>
    public void Replay(int symbol, in RecordedPrint print)
    {
        SymbolState at = state.Symbols[symbol];
        Side maker = print.Taker == Side.Buy ? Side.Sell : Side.Buy;
        DropMarketMaker(at, maker, print.Price);
        matcher.Match(at, print.Taker, null, Quantity.FromUnits(print.Quantity), Price.FromUnits(print.Price), print: false, out _, person: true);
        fills.PrintRecorded(at, print);
    }

    public void Level(int symbol, Side side, long price, long quantity)
    {
        SymbolState at = state.Symbols[symbol];
        BookSide against = at.Book.Against(side);
        if (quantity > 0 && against.IsCrossedBy(price))
        {
            // The house does not trade with itself: what it showed on the other side is older, and goes.
            DropMarketMaker(at, side == Side.Buy ? Side.Sell : Side.Buy, price - against.Sign);
            quantity = matcher.Match(at, side, null, Quantity.FromUnits(quantity), Price.FromUnits(price), state.PrintsClients, out _).Units;
        }

        long step = state.Options.Queue == QueueModel.ProRata ? at.Listing.Instrument.Lot.Step.Units : 0;
        at.Book.SetMarketMaker(side, price, quantity, step);
    }

    /// <summary>Takes away the house's quantity at the levels that are better than a price.</summary>
    private void DropMarketMaker(SymbolState at, Side side, long price)
    {
        BookSide levels = at.Book.Of(side);
        _stale.Clear();
        for (int depth = 0; depth < levels.Count && levels.Sign * levels[depth].Price > levels.Sign * price; depth++)
        {
            if (levels[depth].MarketMaker > 0)
                _stale.Add(levels[depth].Price);
        }

        foreach (long stale in _stale)
            at.Book.SetMarketMaker(side, stale, 0);
    }

    /// <summary>Takes away house levels that the new ladder does not have.</summary>
    private void Withdraw(SymbolState at, Side side, ReadOnlySpan<MarketMakerQuote> ladder)
    {
        BookSide levels = at.Book.Of(side);
        _stale.Clear();
        int next = 0;
        for (int depth = 0; depth < levels.Count; depth++)
        {
            ref BookRung rung = ref levels[depth];
            while (next < ladder.Length && levels.Sign * ladder[next].Price > levels.Sign * rung.Price)
                next++;
            bool kept = next < ladder.Length && ladder[next].Price == rung.Price;
            if (!kept && rung.MarketMaker > 0)
                _stale.Add(rung.Price);
        }

        foreach (long stale in _stale)
            at.Book.SetMarketMaker(side, stale, 0);
    }

    private void Show(SymbolState at, Side side, ReadOnlySpan<MarketMakerQuote> ladder)
    {
        BookSide against = at.Book.Against(side);
        foreach (ref readonly MarketMakerQuote quote in ladder)
        {
            long quantity = quote.Quantity;
            if (against.IsCrossedBy(quote.Price))
                quantity = matcher.Match(at, side, null, Quantity.FromUnits(quantity), Price.FromUnits(quote.Price), state.PrintsClients, out _).Units;
            at.Book.SetMarketMaker(side, quote.Price, quantity);
        }
    }
}
