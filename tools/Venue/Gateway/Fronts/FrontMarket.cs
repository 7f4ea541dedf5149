using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Engine;

namespace Platform.Venue.Gateway.Fronts;

/// <summary>The contracts and prices of one front, moved on the core's turn with every 50 ms of virtual time.</summary>
internal sealed class FrontMarket
{
    private const int Levels = 50;

    private readonly MarketQueries _market;
    private readonly Dictionary<string, FrontPrices> _byName = new(StringComparer.Ordinal);

    public FrontMarket(IEnumerable<FrontContract> contracts, FrontTerms terms, MarketQueries market, ulong seed)
    {
        _market = market;
        foreach (FrontContract contract in contracts)
            _byName.TryAdd(contract.Name, new FrontPrices(contract, terms, seed, _byName.Count));
    }

    /// <summary>In the order of the main market.</summary>
    public IEnumerable<FrontPrices> All => _byName.Values;

    /// <summary>Virtual time, Unix ms.</summary>
    public long Now_ms { get; private set; }

    public FrontPrices? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Funding and index of a contract of the main market.</summary>
    public PremiumView? Premium(FrontContract contract) => _market.Premium(contract.Source);

    public void Advance(long now_ms)
    {
        Now_ms = now_ms;
        foreach (FrontPrices prices in _byName.Values)
        {
            if (_market.Book(prices.Contract.Source, Levels) is { } book)
                prices.Advance(book);
        }
    }
}
