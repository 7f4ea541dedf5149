using Platform.Domain.Instruments;
using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Venue.Core.Books;
using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Sources;
using Platform.Venue.Core.Tape;

namespace Platform.Venue.Core.Matching;

/// <summary>
/// Executes the quotes and trades of the market source in the same book as the clients' orders. The market maker's taker orders represent
/// retail traders, so only they match RPI orders.
/// </summary>
internal sealed class MarketMaker(CoreState state, Matcher matcher, FillProcessor fills) : IMarketActions
{
    private readonly List<long> _stale = [];

    /// <summary>Status changes that the source has requested and that are not yet executed.</summary>
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
        matcher.Match(at, taker, null, Quantity.FromUnits(quantity), Price.FromUnits(limit), print: true, out _, isRetail: true);
    }

    /// <summary>
    /// Replays a recorded trade: it fills clients' orders that are better than its price, then the queue at its price in order,
    /// up to its quantity. These fills are not printed, because the tape shows only the recording. Levels of the
    /// market maker that are better than the price are removed, because they cannot have existed at that time.
    /// </summary>
    public void Replay(int symbol, in RecordedPrint print)
    {
        SymbolState at = state.Symbols[symbol];
        Side maker = print.Taker == Side.Buy ? Side.Sell : Side.Buy;
        DropMarketMaker(at, maker, print.Price);
        matcher.Match(at, print.Taker, null, Quantity.FromUnits(print.Quantity), Price.FromUnits(print.Price), print: false, out _, isRetail: true);
        fills.PrintRecorded(at, print);
    }

    public void Level(int symbol, Side side, long price, long quantity)
    {
        SymbolState at = state.Symbols[symbol];
        BookSide against = at.Book.Against(side);
        if (quantity > 0 && against.IsCrossedBy(price))
        {
            // The market maker does not trade with itself, so its older quotes on the other side are removed.
            DropMarketMaker(at, side == Side.Buy ? Side.Sell : Side.Buy, price - against.Sign);
            quantity = matcher.Match(at, side, null, Quantity.FromUnits(quantity), Price.FromUnits(price), state.PrintsClients, out _).Units;
        }

        long step = state.Options.Queue == QueueModel.ProRata ? at.Listing.Instrument.Lot.Step.Units : 0;
        at.Book.SetMarketMaker(side, price, quantity, step);
    }

    /// <summary>Removes the market maker's quantity at the levels that are better than a price.</summary>
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

    /// <summary>Removes the levels of the market maker that are not in the new quotes.</summary>
    private void Withdraw(SymbolState at, Side side, ReadOnlySpan<MarketMakerQuote> ladder)
    {
        BookSide levels = at.Book.Of(side);
        _stale.Clear();
        int next = 0;
        for (int depth = 0; depth < levels.Count; depth++)
        {
            ref BookSideLevel level = ref levels[depth];
            while (next < ladder.Length && levels.Sign * ladder[next].Price > levels.Sign * level.Price)
                next++;
            bool kept = next < ladder.Length && ladder[next].Price == level.Price;
            if (!kept && level.MarketMaker > 0)
                _stale.Add(level.Price);
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
