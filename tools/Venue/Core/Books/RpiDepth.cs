using Platform.Primitives.Numbers;
using Platform.Venue.Core.Contract;

namespace Platform.Venue.Core.Books;

/// <summary>The book that retail clients see: public orders and RPI orders together. RPI levels that cross the other side are left out, because they do not fill.</summary>
internal static class RpiDepth
{
    public static (List<BookLevel> Bids, List<BookLevel> Asks) Levels(OrderBook book, int limit)
    {
        // An RPI order may cross RPI orders of the other side, and a later public order may cross an RPI order.
        long? ask = Best(book.Asks, book.RpiAsks), bid = Best(book.Bids, book.RpiBids);
        return (Merge(book.Bids, book.RpiBids, ask, limit), Merge(book.Asks, book.RpiAsks, bid, limit));
    }

    private static long? Best(BookSide open, BookSide rpi)
    {
        long? first = open.IsEmpty ? null : open.BestPrice, second = rpi.IsEmpty ? null : rpi.BestPrice;
        if (first is not { } a || second is not { } b)
            return first ?? second;
        return open.Sign * a > open.Sign * b ? a : b;
    }

    private static List<BookLevel> Merge(BookSide open, BookSide rpi, long? other, int limit)
    {
        var levels = new List<BookLevel>(Math.Min(limit, open.Count + rpi.Count));
        int next = 0, hidden = 0;
        while (levels.Count < limit && (next < open.Count || hidden < rpi.Count))
        {
            int order = next >= open.Count ? -1 : hidden >= rpi.Count ? 1 : Math.Sign(open.Sign * (open[next].Price - rpi[hidden].Price));
            long price = order >= 0 ? open[next].Price : rpi[hidden].Price;
            long total = order >= 0 ? open[next++].Total : 0;
            if (order <= 0)
            {
                bool crosses = other is { } best && rpi.Sign * price >= rpi.Sign * best;
                total += crosses ? 0 : rpi[hidden].Total;
                hidden++;
            }

            if (total > 0)
                levels.Add(new BookLevel(Price.FromUnits(price), Quantity.FromUnits(total)));
        }

        return levels;
    }
}
