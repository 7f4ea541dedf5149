namespace Platform.Analytics.Archives;

/// <summary>
/// The order flow of one symbol in one hour with at least one trade (quant.md §3.2). Units as in <see cref="MinuteFeatures"/>; NaN when
/// a denominator is zero. Known, and so usable for decisions, from one hour and one millisecond after <see cref="Hour_ms"/>.
/// </summary>
public readonly record struct HourFeatures
{
    /// <summary>Start of the hour, Unix ms UTC.</summary>
    public required long Hour_ms { get; init; }

    public long TradeCount => TakerBuyTradeCount + TakerSellTradeCount;

    public required double BaseVolume { get; init; }
    public required double QuoteVolume { get; init; }
    public required double TakerBuyQty { get; init; }
    public required double TakerSellQty { get; init; }
    public required double TakerBuyQuote { get; init; }
    public required double TakerSellQuote { get; init; }
    public required double TakerBuyQuoteSq { get; init; }
    public required double TakerSellQuoteSq { get; init; }
    public required long TakerBuyTradeCount { get; init; }
    public required long TakerSellTradeCount { get; init; }
    public required double WhaleBuyQuote { get; init; }
    public required double WhaleSellQuote { get; init; }
    public required double RetailBuyQuote { get; init; }
    public required double RetailSellQuote { get; init; }

    /// <summary>First price of the earliest minute.</summary>
    public required double PriceOpen { get; init; }

    /// <summary>Last price of the latest minute.</summary>
    public required double PriceClose { get; init; }
    public required double PriceHigh { get; init; }
    public required double PriceLow { get; init; }

    /// <summary>Cumulative volume delta: taker buys minus taker sells, base units.</summary>
    public required double CvdQty { get; init; }

    /// <summary>Taker buys minus taker sells, quote amount.</summary>
    public required double CvdQuote { get; init; }
    public required double WhaleCvdQuote { get; init; }
    public required double RetailCvdQuote { get; init; }

    /// <summary>Time-weighted delta: sum over the minutes of (minute of the hour + 1) × delta, divided by 1830; a minute without trades counts as zero.</summary>
    public required double TwCvdQuoteNorm { get; init; }

    public double Vwap => Ratio(QuoteVolume, BaseVolume);

    public double AvgTradeQuote => Ratio(QuoteVolume, TradeCount);

    public double AvgTradeBase => Ratio(BaseVolume, TradeCount);

    public double TakerBuyAvgTradeQuote => Ratio(TakerBuyQuote, TakerBuyTradeCount);

    public double TakerSellAvgTradeQuote => Ratio(TakerSellQuote, TakerSellTradeCount);

    /// <summary>Herfindahl index of the quote amounts of taker buys, from 1/n to 1.</summary>
    public double TakerBuyHhiQuote => Ratio(TakerBuyQuoteSq, TakerBuyQuote * TakerBuyQuote);

    public double TakerSellHhiQuote => Ratio(TakerSellQuoteSq, TakerSellQuote * TakerSellQuote);

    /// <summary>Absolute imbalance between taker buys and taker sells, from 0 to 1.</summary>
    public double ImbalanceRatioQuote => Ratio(Math.Abs(CvdQuote), TakerBuyQuote + TakerSellQuote);

    /// <summary>Close minus open, exact to the 8 decimals of prices; the difference of two doubles would contain their rounding errors.</summary>
    public double PriceChange => (Math.Round(PriceClose * PriceUnits) - Math.Round(PriceOpen * PriceUnits)) / PriceUnits;

    /// <summary>Delta divided by the absolute price change, with the sign of the delta; NaN when the price did not change.</summary>
    public double CvdPerAbsPriceChange => Ratio(CvdQuote, Math.Abs(PriceChange));

    private const double PriceUnits = 1e8;

    private static double Ratio(double numerator, double denominator) => denominator == 0 ? double.NaN : numerator / denominator;
}
