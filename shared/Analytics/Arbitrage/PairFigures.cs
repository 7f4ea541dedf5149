using Platform.Domain.Market;

namespace Platform.Analytics.Arbitrage;

/// <summary>One side of a pair at one instant.</summary>
/// <param name="Quality">0 to 1, by <see cref="QuoteQuality"/>.</param>
public readonly record struct Leg(MarketDataUpdate Quote, LegTerms Terms, double Quality);

/// <summary>Buying at one exchange and selling at another at the best prices: what it yields before and after costs (quant.md §9.2).</summary>
/// <param name="Ask">Price of the buying side.</param>
/// <param name="Bid">Price of the selling side.</param>
/// <param name="Spread_bps">Gross; negative when the sale is below the purchase.</param>
/// <param name="Fees_bps">Taker fees of both entries.</param>
/// <param name="Net_bps">After entry fees and slippage.</param>
/// <param name="RoundTrip_bps">After fees and slippage of entry and exit.</param>
/// <param name="Funding_bps">Received (positive) or paid over the horizon; null unless both rates are known.</param>
/// <param name="Size">Coins available on both sides, within the largest notional, in steps of both.</param>
public readonly record struct PairFigures(
    string Buy, string Sell, decimal Ask, decimal Bid, double Spread_bps, double Fees_bps, double Net_bps, double RoundTrip_bps,
    double? Funding_bps, decimal Size, double QualityBuy, double QualitySell, double Score)
{
    /// <summary>Null unless both funding rates are known.</summary>
    public double? NetFunding_bps => Net_bps + Funding_bps;

    /// <summary>One ordered pair; the quotes are valid.</summary>
    public static PairFigures Compute(in Leg buy, in Leg sell, ArbitrageOptions options, long now_ms)
    {
        double spread_bps = SpreadOf(buy.Quote.Ask, sell.Quote.Bid);
        double fees_bps = buy.Terms.TakerFee_bps + sell.Terms.TakerFee_bps;
        double net_bps = spread_bps - fees_bps - options.Slippage_bps;
        double? funding_bps = 1e4 * (sell.Terms.Funding?.ReceivedByShort(options.FundingHorizon_hours, now_ms) - buy.Terms.Funding?.ReceivedByShort(options.FundingHorizon_hours, now_ms));
        decimal size = Math.Min(Math.Min(buy.Quote.AskSize, sell.Quote.BidSize), options.MaxNotional / buy.Quote.Ask);
        return new PairFigures(
            buy.Quote.Exchange, sell.Quote.Exchange, buy.Quote.Ask, sell.Quote.Bid, spread_bps, fees_bps, net_bps,
            spread_bps - 2 * fees_bps - 2 * options.Slippage_bps, funding_bps, SizeSteps.Floor(size, buy.Terms.SizeStep, sell.Terms.SizeStep),
            buy.Quality, sell.Quality, ScoreOf(net_bps, buy.Quality, sell.Quality));
    }

    /// <summary>Basis points of the middle of the two prices.</summary>
    public static double SpreadOf(decimal ask, decimal bid) => 1e4 * (double)(bid - ask) / ((double)(bid + ask) / 2);

    /// <summary>The net weighted by quality so that poor quality never improves it, also below zero.</summary>
    public static double ScoreOf(double net_bps, double qualityBuy, double qualitySell) =>
        net_bps * (net_bps < 0 ? 4 - qualityBuy - qualitySell : qualityBuy + qualitySell);
}

/// <summary>Sizes that two exchanges accept.</summary>
public static class SizeSteps
{
    /// <summary>The largest size not above the given one that is a multiple of both steps; a step of zero accepts every size.</summary>
    public static decimal Floor(decimal size, decimal first, decimal second)
    {
        decimal step = first <= 0 ? second : second <= 0 ? first : first / GreatestDivisor(first, second) * second;
        return step <= 0 ? size : size - size % step;
    }

    private static decimal GreatestDivisor(decimal first, decimal second)
    {
        while (second != 0)
            (first, second) = (second, first % second);
        return first;
    }
}
