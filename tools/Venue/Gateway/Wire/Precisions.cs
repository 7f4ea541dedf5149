using System.Collections.Concurrent;
using Platform.Venue.Core.Engine;

namespace Platform.Venue.Gateway.Wire;

/// <summary>Number of decimals of a symbol's prices and quantities on the wire.</summary>
internal readonly record struct Decimals(int Price, int Quantity);

/// <summary>The decimals of every symbol, cached. Thread-safe.</summary>
internal sealed class Precisions(MarketQueries market)
{
    private readonly ConcurrentDictionary<string, Decimals> _known = new(StringComparer.Ordinal);

    public Decimals Of(string symbol)
    {
        if (_known.TryGetValue(symbol, out Decimals decimals))
            return decimals;
        if (market.Listing(symbol) is not { } listing)
            return new(8, 8);
        return _known[symbol] = new(listing.Instrument.PricePrecision, listing.Instrument.QuantityPrecision);
    }

    /// <summary>Drops a symbol whose filters changed.</summary>
    public void Forget(string symbol) => _known.TryRemove(symbol, out _);
}
