using System.Text.Json;
using Platform.Primitives.Numbers;
using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Engine;
using Platform.Venue.Gateway.Wire;

namespace Platform.Venue.Gateway.Events;

/// <summary>
/// The changes of the book with RPI orders since the last message of a stream. Levels may appear and disappear when the
/// other side crosses them, so the books at the two messages are compared. State of one stream; used on the core's turn.
/// </summary>
internal sealed class RpiDepthStream
{
    /// <summary>Number of levels of each side in the stream.</summary>
    public const int Levels = 1000;

    private readonly DepthStream _changes = new();
    private Dictionary<Price, Quantity>? _bids;
    private Dictionary<Price, Quantity>? _asks;

    public bool HasUpdates => _changes.HasUpdates;

    public void Add(in BookChanged change, MarketQueries market)
    {
        if (_bids is null && market.RpiBook(change.Symbol, Levels) is { } book)
            (_bids, _asks) = (Of(book.Bids), Of(book.Asks));
        _changes.Add(change, idsOnly: false);
        foreach (BookLevel level in change.RpiBids)
            _changes.Add(isBid: true, level.Price, level.Quantity);
        foreach (BookLevel level in change.RpiAsks)
            _changes.Add(isBid: false, level.Price, level.Quantity);
    }

    public void Write(Utf8JsonWriter json, BookView book, Decimals decimals, long now_ms)
    {
        (Dictionary<Price, Quantity> bids, Dictionary<Price, Quantity> asks) = (Of(book.Bids), Of(book.Asks));
        Compare(isBid: true, _bids!, bids);
        Compare(isBid: false, _asks!, asks);
        (_bids, _asks) = (bids, asks);
        _changes.Write(json, book.Symbol, null, 0, decimals, now_ms);
    }

    /// <summary>Adds every level that differs between the two books or has changed, with its current quantity.</summary>
    private void Compare(bool isBid, Dictionary<Price, Quantity> before, Dictionary<Price, Quantity> now)
    {
        foreach (Price price in _changes.Touched(isBid).ToArray())
            _changes.Add(isBid, price, now.GetValueOrDefault(price));
        foreach (Price price in before.Keys.Where(price => !now.ContainsKey(price)))
            _changes.Add(isBid, price, Quantity.Zero);
        foreach ((Price price, Quantity quantity) in now.Where(level => before.GetValueOrDefault(level.Key) != level.Value))
            _changes.Add(isBid, price, quantity);
    }

    private static Dictionary<Price, Quantity> Of(IReadOnlyList<BookLevel> levels) => levels.ToDictionary(level => level.Price, level => level.Quantity);
}
