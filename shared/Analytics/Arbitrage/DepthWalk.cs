using Platform.Domain.Market;

namespace Platform.Analytics.Arbitrage;

/// <summary>Buying from one book and selling into another, level by level.</summary>
/// <param name="Size">Coins bought and sold.</param>
/// <param name="AverageAsk">Volume-weighted price paid; zero without a size.</param>
/// <param name="AverageBid">Volume-weighted price received.</param>
/// <param name="Net_bps">Spread of the averages less entry costs.</param>
/// <param name="IsWhole">False when a book ended before the requested size.</param>
public readonly record struct DepthFill(decimal Size, decimal AverageAsk, decimal AverageBid, double Spread_bps, double Net_bps, bool IsWhole);

/// <summary>Walks two books together (quant.md §9.2, size by depth).</summary>
public static class DepthWalk
{
    /// <summary>The prices of a given size.</summary>
    /// <param name="asks">Of the buying side, best first.</param>
    /// <param name="bids">Of the selling side, best first.</param>
    /// <param name="costs_bps">Entry fees and slippage.</param>
    public static DepthFill ToSize(ReadOnlySpan<QuoteLevel> asks, ReadOnlySpan<QuoteLevel> bids, decimal size, double costs_bps) =>
        Walk(asks, bids, size, decimal.MaxValue, costs_bps, double.NegativeInfinity);

    /// <summary>The largest size whose last coin still yields the least net, within the largest notional paid.</summary>
    public static DepthFill WhileProfitable(ReadOnlySpan<QuoteLevel> asks, ReadOnlySpan<QuoteLevel> bids, decimal maxNotional, double costs_bps, double minNet_bps) =>
        Walk(asks, bids, decimal.MaxValue, maxNotional, costs_bps, minNet_bps);

    private static DepthFill Walk(ReadOnlySpan<QuoteLevel> asks, ReadOnlySpan<QuoteLevel> bids, decimal size, decimal maxNotional, double costs_bps, double minNet_bps)
    {
        decimal done = 0, paid = 0, received = 0;
        int ask = 0, bid = 0;
        decimal askLeft = asks.IsEmpty ? 0 : asks[0].Size, bidLeft = bids.IsEmpty ? 0 : bids[0].Size;
        while (ask < asks.Length && bid < bids.Length && done < size && paid < maxNotional)
        {
            (decimal buyPrice, decimal sellPrice) = (asks[ask].Price, bids[bid].Price);
            if (PairFigures.SpreadOf(buyPrice, sellPrice) - costs_bps < minNet_bps)
                break;
            decimal part = Math.Min(Math.Min(askLeft, bidLeft), size - done);
            bool isLast = maxNotional != decimal.MaxValue && part * buyPrice >= maxNotional - paid;
            if (isLast)
                part = (maxNotional - paid) / buyPrice;
            done += part;
            paid += part * buyPrice;
            received += part * sellPrice;
            if (isLast)
                break;
            if ((askLeft -= part) == 0 && ++ask < asks.Length)
                askLeft = asks[ask].Size;
            if ((bidLeft -= part) == 0 && ++bid < bids.Length)
                bidLeft = bids[bid].Size;
        }

        if (done == 0)
            return new DepthFill(0, 0, 0, 0, 0, size == 0);
        double spread_bps = PairFigures.SpreadOf(paid / done, received / done);
        return new DepthFill(done, paid / done, received / done, spread_bps, spread_bps - costs_bps, size == decimal.MaxValue || done == size);
    }
}
