using System.Text.Json;
using Platform.Primitives.Numbers;
using Platform.Venue.Core.Contract;
using Platform.Venue.Gateway.Wire;

namespace Platform.Venue.Gateway.Events;

/// <summary>
/// The book changes of one depth stream since its last message. Each update interval has its own contiguous sequence of U, u and pu.
/// State of one stream; used on the core's turn.
/// </summary>
internal sealed class DepthStream
{
    private readonly Dictionary<Price, Quantity> _bids = [];
    private readonly Dictionary<Price, Quantity> _asks = [];
    private long _first, _last, _previous = -1, _time_ms;

    /// <summary>True when the book has changed since the last message.</summary>
    public bool HasUpdates => _last > 0;

    /// <summary>Adds a change; with <paramref name="idsOnly"/>, for partial-depth streams, only its update ids.</summary>
    public void Add(in BookChanged change, bool idsOnly)
    {
        if (_last == 0)
            _first = change.FirstUpdateId;
        if (_previous < 0)
            _previous = change.PreviousUpdateId;
        _last = change.LastUpdateId;
        _time_ms = change.Time_ms;
        if (idsOnly)
            return;
        foreach (BookLevel level in change.Bids)
            _bids[level.Price] = level.Quantity;
        foreach (BookLevel level in change.Asks)
            _asks[level.Price] = level.Quantity;
    }

    /// <summary>Adds a level that changed without a <see cref="BookChanged"/>.</summary>
    public void Add(bool isBid, Price price, Quantity quantity) => (isBid ? _bids : _asks)[price] = quantity;

    /// <summary>The prices of one side that changed since the last message.</summary>
    public IReadOnlyCollection<Price> Touched(bool isBid) => (isBid ? _bids : _asks).Keys;

    /// <summary>Writes the message and starts the next one. With a book the message contains its best levels, else the changed levels.</summary>
    public void Write(Utf8JsonWriter json, string symbol, BookView? book, int levels, Decimals decimals, long now_ms)
    {
        json.WriteStartObject();
        json.WriteString("e"u8, "depthUpdate"u8);
        json.WriteNumber("E"u8, now_ms);
        json.WriteNumber("T"u8, _time_ms);
        json.WriteString("s"u8, symbol);
        json.WriteString("ps"u8, ListingView.PairOf(symbol));
        json.WriteNumber("U"u8, _first);
        json.WriteNumber("u"u8, _last);
        json.WriteNumber("pu"u8, _previous);
        json.WriteStartArray("b"u8);
        WriteSide(json, book?.Bids, _bids, levels, decimals);
        json.WriteEndArray();
        json.WriteStartArray("a"u8);
        WriteSide(json, book?.Asks, _asks, levels, decimals);
        json.WriteEndArray();
        json.WriteNumber("st"u8, 1);
        json.WriteEndObject();
        _previous = _last;
        _last = 0;
        _bids.Clear();
        _asks.Clear();
    }

    private static void WriteSide(Utf8JsonWriter json, IReadOnlyList<BookLevel>? best, Dictionary<Price, Quantity> changed, int levels, Decimals decimals)
    {
        if (best is null)
        {
            foreach ((Price price, Quantity quantity) in changed)
                json.WriteLevel(price, quantity, decimals);
            return;
        }

        for (int i = 0; i < Math.Min(levels, best.Count); i++)
            json.WriteLevel(best[i].Price, best[i].Quantity, decimals);
    }
}
