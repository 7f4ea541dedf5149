using Platform.Primitives.Numbers;

namespace Platform.Exchanges.Binance.Market;

/// <summary>One official kline: the exchange's own bar, for audit and back-fill.</summary>
public sealed record Kline(
    long OpenTime_ms, Price Open, Price High, Price Low, Price Close, Volume Volume, long CloseTime_ms, Notional QuoteVolume, long Trades, Volume TakerBuyVolume, Notional TakerBuyQuote);

/// <summary>One sample bar of a rate (premium index): values may be negative.</summary>
public sealed record RateKline(long OpenTime_ms, Rate Open, Rate High, Rate Low, Rate Close);

/// <summary>Mark, index and the funding that is next due.</summary>
public sealed record PremiumIndex(string Symbol, Price MarkPrice, Price IndexPrice, Rate LastFundingRate, long NextFundingTime_ms, long Time_ms);

/// <summary>One settled funding. The mark is zero where the venue does not give it.</summary>
public sealed record FundingRate(string Symbol, Rate Rate, long FundingTime_ms, Price MarkPrice);

/// <summary>A contract whose funding differs from the default of 8 hours and its bounds.</summary>
public sealed record FundingTerms(string Symbol, Rate Cap, Rate Floor, int IntervalHours);

public readonly record struct DepthLevel(Price Price, Quantity Quantity);

/// <summary>The book of one symbol at one update id, best level first on both sides.</summary>
public sealed record BookSnapshot(long LastUpdateId, long Time_ms, IReadOnlyList<DepthLevel> Bids, IReadOnlyList<DepthLevel> Asks);

/// <summary>Best bid and ask of one symbol.</summary>
public sealed record BestQuote(string Symbol, DepthLevel Bid, DepthLevel Ask, long Time_ms);

/// <summary>What one contract traded in the last 24 hours.</summary>
public sealed record DayVolume(string Symbol, Notional QuoteVolume);
