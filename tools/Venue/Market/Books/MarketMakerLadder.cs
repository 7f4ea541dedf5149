using Platform.Venue.Core.Sources;

namespace Platform.Venue.Market.Books;

/// <summary>Parameters of the market maker's quotes for one contract: tick and step in units of 10^-8, depth in the quote asset, spread as a fraction of the price.</summary>
internal readonly record struct LadderTerms(long TickUnits, long StepUnits, double DepthNotional, double SpreadShare);

/// <summary>
/// Generates the market maker's quotes around a price: dense near the best price and coarser further out, on a fixed grid of prices. A quantity
/// depends only on its price and on a slowly changing epoch, so that a small move of the price changes few levels.
/// </summary>
internal sealed class MarketMakerLadder(ulong seed, int index, LadderTerms terms)
{
    private const int Dense = 14;
    private const int Middle = 10;
    private const int Far = 8;
    private const long Epoch_ms = 15_000;
    private const double TouchWeight = 2.2;

    private readonly MarketMakerQuote[] _bids = new MarketMakerQuote[Dense + Middle + Far];
    private readonly MarketMakerQuote[] _asks = new MarketMakerQuote[Dense + Middle + Far];

    /// <summary>Distance between the dense levels, in units of 10^-8.</summary>
    private long Grid(double price) => Math.Max(1, (long)(price * 0.00003 / (terms.TickUnits * 1e-8))) * terms.TickUnits;

    public void Quote(IMarketActions actions, double price, long now_ms)
    {
        long tick = terms.TickUnits;
        double beyond = Math.Max(0, price * terms.SpreadShare / 2 - 0.5e-8 * tick);
        long bid = Math.Max(tick, (long)Math.Floor((price - beyond) * 1e8 / tick) * tick);
        long ask = Math.Max(bid + tick, (long)Math.Ceiling((price + beyond) * 1e8 / tick) * tick);
        QuoteTouch(actions, bid, ask, now_ms, price);
    }

    /// <summary>Quotes with the given best prices and, unless these are 0, the given quantities at the best prices; all in units of 10^-8.</summary>
    public void QuoteTouch(IMarketActions actions, long bid, long ask, long now_ms, double price, long bidQuantity = 0, long askQuantity = 0)
    {
        long epoch = now_ms / Epoch_ms;
        int bids = Fill(_bids, bid, -1, price, epoch);
        int asks = Fill(_asks, ask, +1, price, epoch);
        if (bidQuantity > 0)
            _bids[0] = new MarketMakerQuote(bid, bidQuantity);
        if (askQuantity > 0)
            _asks[0] = new MarketMakerQuote(ask, askQuantity);
        actions.Quote(index, _bids.AsSpan(0, bids), _asks.AsSpan(0, asks));
    }

    private int Fill(MarketMakerQuote[] quotes, long touch, int direction, double price, long epoch)
    {
        long grid = Grid(price);
        int count = 0;
        quotes[count++] = new MarketMakerQuote(touch, Size(touch, price, epoch, TouchWeight));
        long level = Outward(touch, grid, direction);
        Append(Dense - 1, grid, 0.5);
        level = Outward(level - direction * grid, grid * 8, direction);
        Append(Middle, grid * 8, 7);
        level = Outward(level - direction * grid * 8, grid * 60, direction);
        Append(Far, grid * 60, 22);
        return count;

        void Append(int levels, long spacing, double weight)
        {
            for (int i = 0; i < levels && level > 0; i++, level += direction * spacing)
                quotes[count++] = new MarketMakerQuote(level, Size(level, price, epoch, weight));
        }
    }

    /// <summary>The next grid price that is further from the best price of the other side.</summary>
    private static long Outward(long price, long grid, int direction) =>
        direction > 0 ? (price / grid + 1) * grid : (price - 1) / grid * grid;

    private long Size(long level, double price, long epoch, double weight)
    {
        ulong hash = SeededStream.Mix(seed ^ SeededStream.Mix((ulong)(level / terms.TickUnits) * 1024 + (ulong)index));
        ulong epochHash = SeededStream.Mix(hash + (ulong)((epoch + (long)(hash % 8)) / 8));
        double share = 0.15 + 1.7 * ((epochHash >> 40) / (double)(1 << 24)) * ((epochHash & 0xFFFF) / 65_536.0);
        long steps = (long)(terms.DepthNotional * weight * share / 6 / price * 1e8 / terms.StepUnits);
        return Math.Max(1, steps) * terms.StepUnits;
    }
}
