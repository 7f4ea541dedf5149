using System.Collections.Frozen;
using Platform.Primitives.Numbers;
using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Engine;

namespace Platform.Venue.Gateway.Indices;

/// <summary>One component of a composite index: its weight (share), quantity and index price.</summary>
internal readonly record struct IndexComponent(string BaseAsset, string QuoteAsset, Rate Share, Quantity Quantity, Price Price)
{
    public string Symbol => BaseAsset + QuoteAsset;
}

/// <summary>
/// The composite indices (spec/binance-usdm.md §2.1 compositeIndex, §3 indexInfo). The index price comes from the market source. The components are
/// the listed assets of a fixed list. They have equal weights and are rebalanced at every query, so that the sum of quantity × price is the index price. Thread-safe.
/// </summary>
internal sealed class CompositeIndices(MarketQueries market)
{
    private const string Dollar = "USDT";

    /// <summary>The assets of each index: with a null base, prices of the assets in USDT; else prices of the base in the assets.</summary>
    private static readonly FrozenDictionary<string, (string? Base, string[] Assets)> Baskets = new Dictionary<string, (string?, string[])>
    {
        ["DEFIUSDT"] = (null, ["AAVE", "UNI", "LINK", "COMP", "CRV", "DYDX", "BAL", "BAND", "BNT", "BAT", "CAKE", "CVX"]),
        ["BTCDOMUSDT"] = ("BTC", ["ETH", "SOL", "XRP", "BNB", "ADA", "AVAX", "LINK", "BCH", "DOGE", "LTC", "DOT", "TRX"]),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static bool IsComposite(string symbol) => Baskets.ContainsKey(symbol);

    /// <summary>Symbols of the composite indices that have a listed contract.</summary>
    public IEnumerable<string> Symbols => market.Symbols.Where(IsComposite);

    /// <summary>The components of a composite index; empty for every other contract.</summary>
    public IReadOnlyList<IndexComponent> Components(string symbol)
    {
        if (!Baskets.TryGetValue(symbol, out (string? Base, string[] Assets) basket) || market.Premium(symbol) is not { } index)
            return [];
        (string Asset, Price Price)[] pairs = [.. basket.Assets.Select(asset => (asset, Price: Pair(basket.Base, asset))).Where(pair => pair.Price.Sign > 0)];
        var components = new List<IndexComponent>(pairs.Length);
        long left = Price.One;
        for (int i = 0; i < pairs.Length; i++)
        {
            // Weights are truncated to eight decimals; the last weight gets the remainder, so that the sum is 1.
            long share = i == pairs.Length - 1 ? left : Price.One / pairs.Length;
            left -= share;
            (string asset, Price price) = pairs[i];
            var quantity = Quantity.FromUnits((long)((Int128)index.IndexPrice.Units * share / price.Units));
            components.Add(new(basket.Base ?? asset, basket.Base is null ? Dollar : asset, Rate.FromUnits(share), quantity, price));
        }

        return components;
    }

    /// <summary>Price of an asset in USDT, or of the base in the asset; zero when one of them is not listed.</summary>
    private Price Pair(string? baseAsset, string asset)
    {
        Price price = market.Premium(asset + Dollar)?.IndexPrice ?? Price.Zero;
        if (baseAsset is null || price.IsZero)
            return price;
        Price first = market.Premium(baseAsset + Dollar)?.IndexPrice ?? Price.Zero;
        return Price.FromUnits((long)((Int128)first.Units * Price.One / price.Units));
    }
}
