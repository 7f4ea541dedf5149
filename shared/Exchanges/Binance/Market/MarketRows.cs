using Platform.Primitives.Numbers;

namespace Platform.Exchanges.Binance.Market;

/// <summary>One kline of the exchange, used for audits and back-fill.</summary>
public sealed record Kline(
    long OpenTime_ms, Price Open, Price High, Price Low, Price Close, Volume Volume, long CloseTime_ms, Notional QuoteVolume, long Trades, Volume TakerBuyVolume, Notional TakerBuyQuote);

/// <summary>One bar of a rate (premium index); values can be negative.</summary>
public sealed record RateKline(long OpenTime_ms, Rate Open, Rate High, Rate Low, Rate Close);

/// <summary>Mark price, index price and the next funding.</summary>
public sealed record PremiumIndex(string Symbol, Price MarkPrice, Price IndexPrice, Rate LastFundingRate, long NextFundingTime_ms, long Time_ms);

/// <summary>One settled funding. The mark price is zero when the venue does not return it.</summary>
public sealed record FundingRate(string Symbol, Rate Rate, long FundingTime_ms, Price MarkPrice);

/// <summary>Funding terms of a contract that differ from the default interval of 8 hours or the default limits.</summary>
public sealed record FundingTerms(string Symbol, Rate Cap, Rate Floor, int IntervalHours);

public readonly record struct DepthLevel(Price Price, Quantity Quantity);

/// <summary>The order book of one symbol at one update id, best level first on both sides.</summary>
public sealed record BookSnapshot(long LastUpdateId, long Time_ms, IReadOnlyList<DepthLevel> Bids, IReadOnlyList<DepthLevel> Asks);

/// <summary>Best bid and ask of one symbol.</summary>
public sealed record BestQuote(string Symbol, DepthLevel Bid, DepthLevel Ask, long Time_ms);

/// <summary>Quote volume of one contract in the last 24 hours.</summary>
public sealed record DayVolume(string Symbol, Notional QuoteVolume);
