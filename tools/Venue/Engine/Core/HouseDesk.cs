using Platform.Domain.Instruments;
using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Venue.Engine.Books;
using Platform.Venue.Engine.Contract;
using Platform.Venue.Market;

namespace Platform.Venue.Engine.Core;

/// <summary>
/// Does what the market source says: the house's quotes and trades, through the same book as everybody's. The house's takers stand
/// for people at the app and the web page, so that they and they alone meet RPI orders.
/// </summary>
internal sealed class HouseDesk(CoreState state, Matcher matcher, FillDesk fills) : IMarketFloor
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

    public void Quote(int symbol, ReadOnlySpan<HouseQuote> bids, ReadOnlySpan<HouseQuote> asks)
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
    /// The recorded print takes its quantity from the queue at its price, clients' orders in their place; clients' orders that are
    /// better than the price fill whole. None of those fills is printed: the tape shows the recording and nothing else.
    /// </summary>
    public void Replay(int symbol, Side taker, long price, long quantity)
    {
        SymbolState at = state.Symbols[symbol];
        BookSide against = at.Book.Against(taker);
        while (!against.IsEmpty && against.Sign * against.BestPrice > against.Sign * price)
            matcher.Match(at, taker, null, Quantity.FromUnits(against[0].Total), Price.FromUnits(against.BestPrice), print: false, out _);
        matcher.Match(at, taker, null, Quantity.FromUnits(quantity), Price.FromUnits(price), print: false, out _, person: true);
        long id = at.Tape.NextTradeId();
        fills.Print(at, new TradeView(at.Listing.Symbol, id, Price.FromUnits(price), Quantity.FromUnits(quantity), state.Now_ms, taker == Side.Sell, TradeOrigin.Market));
    }

    /// <summary>Takes away house levels that the new ladder does not have.</summary>
    private void Withdraw(SymbolState at, Side side, ReadOnlySpan<HouseQuote> ladder)
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
            if (!kept && rung.House > 0)
                _stale.Add(rung.Price);
        }

        foreach (long price in _stale)
            at.Book.SetHouse(side, price, 0);
    }

    private void Show(SymbolState at, Side side, ReadOnlySpan<HouseQuote> ladder)
    {
        BookSide against = at.Book.Against(side);
        foreach (ref readonly HouseQuote quote in ladder)
        {
            long quantity = quote.Quantity;
            if (against.IsCrossedBy(quote.Price))
                quantity = matcher.Match(at, side, null, Quantity.FromUnits(quantity), Price.FromUnits(quote.Price), state.PrintsClients, out _).Units;
            at.Book.SetHouse(side, quote.Price, quantity);
        }
    }
}
