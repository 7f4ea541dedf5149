namespace Platform.Analytics.Archives;

/// <summary>
/// The order flow of one symbol in one minute with at least one valid trade (quant.md §3.1): quantities in base units, quote amounts in
/// the quote asset, times in Unix ms UTC. Sums are exact and rounded to a double once.
/// </summary>
public readonly record struct MinuteFeatures
{
    /// <summary>Start of the minute.</summary>
    public required long Minute_ms { get; init; }

    /// <summary>Number of aggTrades of both sides.</summary>
    public long TradeCount => TakerBuyTradeCount + TakerSellTradeCount;

    public required double BaseVolume { get; init; }
    public required double QuoteVolume { get; init; }
    public required double TakerBuyQty { get; init; }
    public required double TakerSellQty { get; init; }
    public required double TakerBuyQuote { get; init; }
    public required double TakerSellQuote { get; init; }

    /// <summary>Sum of the squared quote amounts of taker buys.</summary>
    public required double TakerBuyQuoteSq { get; init; }
    public required double TakerSellQuoteSq { get; init; }
    public required long TakerBuyTradeCount { get; init; }
    public required long TakerSellTradeCount { get; init; }

    /// <summary>Quote amount of taker buys with at least 50 000 each.</summary>
    public required double WhaleBuyQuote { get; init; }
    public required double WhaleSellQuote { get; init; }

    /// <summary>Quote amount of taker buys with at most 1 000 each.</summary>
    public required double RetailBuyQuote { get; init; }
    public required double RetailSellQuote { get; init; }

    /// <summary>Time of the first trade by aggregate id.</summary>
    public required long FirstTime_ms { get; init; }
    public required double PriceFirst { get; init; }

    /// <summary>Time of the last trade by aggregate id.</summary>
    public required long LastTime_ms { get; init; }
    public required double PriceLast { get; init; }
    public required double PriceHigh { get; init; }
    public required double PriceLow { get; init; }
}
