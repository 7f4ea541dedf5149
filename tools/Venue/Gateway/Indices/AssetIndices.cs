using Platform.Primitives.Numbers;
using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Engine;

namespace Platform.Venue.Gateway.Indices;

/// <summary>The index of an asset as margin: the value of one unit in dollars, with the buffers from which its bid and ask rates are computed.</summary>
internal readonly record struct AssetIndexView(string Symbol, Price Index, Rate Buffer, Rate ExchangeBuffer, long Time_ms)
{
    public Price BidRate => Scale(-Buffer.Units);

    public Price AskRate => Scale(Buffer.Units);

    public Price ExchangeBidRate => Scale(-ExchangeBuffer.Units);

    public Price ExchangeAskRate => Scale(ExchangeBuffer.Units);

    private Price Scale(long by) => Price.FromUnits((long)((Int128)Index.Units * (Price.One + by) / Price.One));
}

/// <summary>
/// The asset indices of multi-assets mode (spec/binance-usdm.md §2.1, §3): USDT at one dollar, and the base assets of the largest contracts at
/// their index prices. The buffers are the documented ones for USDT, for large assets and for other assets. Thread-safe.
/// </summary>
internal sealed class AssetIndices(MarketQueries market)
{
    private const int LargestAssets = 20;
    private const int LargeLeverage = 100;
    private const string Dollar = "USDTUSD";
    private static readonly Rate DollarBuffer = Rate.Parse("0.0001");

    public IEnumerable<AssetIndexView> All(long now_ms)
    {
        foreach (ListingView listing in market.Listings().Take(LargestAssets))
        {
            if (market.Premium(listing.Symbol) is { } premium)
                yield return new(listing.Instrument.BaseAsset + "USD", premium.IndexPrice, BufferOf(listing, "0.05", "0.1"), BufferOf(listing, "0.025", "0.05"), now_ms);
        }

        yield return new(Dollar, Price.Of(1), DollarBuffer, DollarBuffer, now_ms);
    }

    /// <summary>The index with a symbol such as BTCUSD; null when there is none.</summary>
    public AssetIndexView? Find(string symbol, long now_ms)
    {
        foreach (AssetIndexView index in All(now_ms))
        {
            if (index.Symbol == symbol)
                return index;
        }

        return null;
    }

    private static Rate BufferOf(ListingView listing, string large, string other) => Rate.Parse(listing.Brackets[0].Leverage >= LargeLeverage ? large : other);
}
