using System.Collections.Concurrent;
using Platform.Venue.Core.Engine;

namespace Platform.Venue.Gateway.Wire;

/// <summary>Number of decimals of a symbol's prices and quantities in responses and events.</summary>
internal readonly record struct Decimals(int Price, int Quantity);

/// <summary>A cache of the number of decimals of every symbol. Thread-safe.</summary>
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

    /// <summary>Removes a symbol from the cache after a change of its filters.</summary>
    public void Forget(string symbol) => _known.TryRemove(symbol, out _);
}
