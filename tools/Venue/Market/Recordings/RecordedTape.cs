using Platform.Primitives.Numbers;
using Platform.Primitives.Time;
using Platform.Venue.Core.Sources;
using Platform.Venue.Market.Files;

namespace Platform.Venue.Market.Recordings;

/// <summary>One recorded trade or aggregate trade; price and quantity in units of 10^-8.</summary>
/// <param name="AggregateId">Id of the aggregate trade; 0 for a single trade, which the tape aggregates.</param>
internal readonly record struct RecordedTrade(long Time_ms, long Price, long Quantity, long AggregateId, long FirstId, long LastId, bool BuyerIsMaker)
{
    /// <summary>The id that identifies the record among aggregate trades or among single trades.</summary>
    public long Key => AggregateId > 0 ? AggregateId : LastId;
}

internal enum BookEventKind : byte
{
    /// <summary>The whole book, from a REST response.</summary>
    Snapshot = 1,
    Change = 2,

    /// <summary>Best bid and best ask, as one level each.</summary>
    Touch = 3,

    /// <summary>Mark price and index price (stored as the bid level), funding rate and funding time (stored as the ask level).</summary>
    Mark = 4,
}

/// <summary>One recorded event of a book. Its levels are in the list of the tape from index <c>First</c> on, bids before asks.</summary>
internal readonly record struct BookEvent(long Time_ms, BookEventKind Kind, long PreviousId, long UpdateId, int First, int Bids, int Asks);

/// <summary>All records of one symbol; in order of time after <see cref="Arrange"/>.</summary>
internal sealed class RecordedTape(string symbol)
{
    public string Symbol { get; } = symbol;

    public List<RecordedTrade> Trades { get; private set; } = [];

    public List<BookEvent> Book { get; private set; } = [];

    public List<MarketMakerQuote> Levels { get; } = [];

    /// <summary>True when snapshots or changes of the book are recorded, not only best prices.</summary>
    public bool HasDepth { get; private set; }

    public long First_ms => Math.Min(Trades.Count > 0 ? Trades[0].Time_ms : long.MaxValue, Book.Count > 0 ? Book[0].Time_ms : long.MaxValue);

    public long Last_ms => Math.Max(Trades.Count > 0 ? Trades[^1].Time_ms : 0, Book.Count > 0 ? Book[^1].Time_ms : 0);

    public ReadOnlySpan<MarketMakerQuote> BidsOf(in BookEvent happened) => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(Levels).Slice(happened.First, happened.Bids);

    public ReadOnlySpan<MarketMakerQuote> AsksOf(in BookEvent happened) => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(Levels).Slice(happened.First + happened.Bids, happened.Asks);

    /// <summary>Sorts by time and id, drops duplicates, and adds a notice for missing aggregate ids.</summary>
    public void Arrange(MarketNotices notices)
    {
        // When single trades are recorded, aggregate trades of the same period would print each trade twice.
        if (Trades.Exists(trade => trade.AggregateId == 0))
            Trades.RemoveAll(trade => trade.AggregateId > 0);
        Trades = Unique([.. Trades.OrderBy(trade => trade.Time_ms).ThenBy(trade => trade.Key)]);
        Book = [.. Book.OrderBy(happened => happened.Time_ms)];
        HasDepth = Book.Exists(happened => happened.Kind is BookEventKind.Snapshot or BookEventKind.Change);
        for (int i = 1; i < Trades.Count; i++)
        {
            (RecordedTrade before, RecordedTrade after) = (Trades[i - 1], Trades[i]);
            if (after.AggregateId > before.AggregateId + 1)
                notices.Add(Symbol + " gap", $"{Symbol}: aggregate trades {before.AggregateId + 1} to {after.AggregateId - 1} are missing ({after.AggregateId - before.AggregateId - 1}), before {UnixTime.ToText(after.Time_ms)}.");
        }
    }

    /// <summary>Removes the records outside a time range (Unix ms, inclusive).</summary>
    public void Cut(long first_ms, long last_ms)
    {
        Trades.RemoveAll(trade => trade.Time_ms < first_ms || trade.Time_ms > last_ms);
        Book.RemoveAll(happened => happened.Time_ms < first_ms || happened.Time_ms > last_ms);
    }

    /// <summary>Tick and step: the largest powers of ten that divide every price and every quantity.</summary>
    public (long Tick, long Step) Grid()
    {
        (long tick, long step) = (Price.One, Quantity.One);
        foreach (RecordedTrade trade in Trades)
            (tick, step) = (Divide(tick, trade.Price), Divide(step, trade.Quantity));
        foreach (BookEvent happened in Book)
        {
            if (happened.Kind == BookEventKind.Mark)
                continue;
            for (int i = 0; i < happened.Bids + happened.Asks; i++)
                (tick, step) = (Divide(tick, Levels[happened.First + i].Price), Divide(step, Levels[happened.First + i].Quantity));
        }

        return (tick, step);
    }

    private static List<RecordedTrade> Unique(List<RecordedTrade> trades)
    {
        var seen = new HashSet<long>(trades.Count);
        trades.RemoveAll(trade => trade.Key > 0 && !seen.Add(trade.Key));
        return trades;
    }

    private static long Divide(long grid, long value)
    {
        while (value % grid != 0)
            grid /= 10;
        return grid;
    }
}
