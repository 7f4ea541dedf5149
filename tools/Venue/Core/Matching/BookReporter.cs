using System.Runtime.InteropServices;
using Platform.Primitives.Numbers;
using Platform.Venue.Core.Books;
using Platform.Venue.Core.Contract;

namespace Platform.Venue.Core.Matching;

/// <summary>Publishes the changes of the books at the end of each step of the core, as one numbered change per book.</summary>
internal sealed class BookReporter(CoreState state)
{
    private readonly BookChanges _changes = new();

    public void Report()
    {
        foreach (int index in state.DirtyBooks)
        {
            SymbolState symbol = state.Symbols[index];
            (long first, long last, long previous) = symbol.Book.TakeChanges(_changes, state.Now_ms);
            if (!state.Events.HasListeners)
                continue;
            state.Events.BookChanged(new BookChanged
            {
                Symbol = symbol.Listing.Symbol, FirstUpdateId = first, LastUpdateId = last, PreviousUpdateId = previous, Time_ms = state.Now_ms,
                Bids = CollectionsMarshal.AsSpan(_changes.Bids), Asks = CollectionsMarshal.AsSpan(_changes.Asks),
                RpiBids = CollectionsMarshal.AsSpan(_changes.RpiBids), RpiAsks = CollectionsMarshal.AsSpan(_changes.RpiAsks),
            });
            BookTickerView ticker = Ticker(symbol);
            BookTickerView before = symbol.LastTicker;
            if (ticker.Bid == before.Bid && ticker.Ask == before.Ask && ticker.BidQuantity == before.BidQuantity && ticker.AskQuantity == before.AskQuantity)
                continue;
            symbol.LastTicker = ticker;
            state.Events.BookTickerChanged(ticker);
        }

        state.DirtyBooks.Clear();
    }

    public static BookTickerView Ticker(SymbolState symbol)
    {
        OrderBook book = symbol.Book;
        (Price bid, Quantity bidQuantity) = Best(book.Bids);
        (Price ask, Quantity askQuantity) = Best(book.Asks);
        return new BookTickerView(symbol.Listing.Symbol, book.LastUpdateId, bid, bidQuantity, ask, askQuantity, book.Changed_ms);
    }

    private static (Price Price, Quantity Quantity) Best(BookSide side) =>
        side.IsEmpty ? default : (Price.FromUnits(side.BestPrice), Quantity.FromUnits(side[0].Total));
}
