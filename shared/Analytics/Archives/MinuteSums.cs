using Platform.Domain.Market;
using Platform.Primitives.Numbers;

namespace Platform.Analytics.Archives;

/// <summary>Exact sums of one taker side in one minute: base volume in units of 10^-8, quote amounts in units of 10^-16.</summary>
internal struct SideSums
{
    public Int128 Base;
    public Int128 Quote;
    public Int128 WhaleQuote;
    public Int128 RetailQuote;
    public CompensatedSum QuoteSquared;
    public long Count;

    public void Add(long quantity, Int128 quote)
    {
        Base += quantity;
        Quote += quote;
        if (quote >= MinuteSums.WhaleFrom)
            WhaleQuote += quote;
        else if (quote <= MinuteSums.RetailUpTo)
            RetailQuote += quote;
        QuoteSquared.AddSquare(MinuteSums.Real(quote, MinuteSums.QuoteUnit));
        Count++;
    }
}

/// <summary>Sums one minute from trades in any order; the first and last trade are determined by aggregate id, then by first underlying trade.</summary>
internal struct MinuteSums
{
    /// <summary>50 000 in units of 10^-16, inclusive lower bound of a whale trade (quant.md §3.1).</summary>
    public static readonly Int128 WhaleFrom = (Int128)50_000 * QuoteUnit;

    /// <summary>1 000 in units of 10^-16, inclusive upper bound of a retail trade.</summary>
    public static readonly Int128 RetailUpTo = (Int128)1_000 * QuoteUnit;

    public const long QuoteUnit = 10_000_000_000_000_000;

    private SideSums _buys;
    private SideSums _sells;
    private AggTrade _first;
    private AggTrade _last;
    private long _high;
    private long _low;

    public readonly bool IsEmpty => _buys.Count + _sells.Count == 0;

    public void Add(in AggTrade trade)
    {
        long price = trade.Price.Units, quantity = trade.Quantity.Units;
        if (IsEmpty)
        {
            _first = _last = trade;
            _high = _low = price;
        }
        else
        {
            _high = Math.Max(_high, price);
            _low = Math.Min(_low, price);
            if (IsBefore(_last, trade))
                _last = trade;
            else if (IsBefore(trade, _first))
                _first = trade;
        }

        Int128 quote = Math.BigMul(price, quantity);
        if (trade.BuyerIsMaker)
            _sells.Add(quantity, quote);
        else
            _buys.Add(quantity, quote);
    }

    public readonly MinuteFeatures ToFeatures(long minute_ms) => new()
    {
        Minute_ms = minute_ms,
        BaseVolume = Real(_buys.Base + _sells.Base, Quantity.One),
        QuoteVolume = Real(_buys.Quote + _sells.Quote, QuoteUnit),
        TakerBuyQty = Real(_buys.Base, Quantity.One),
        TakerSellQty = Real(_sells.Base, Quantity.One),
        TakerBuyQuote = Real(_buys.Quote, QuoteUnit),
        TakerSellQuote = Real(_sells.Quote, QuoteUnit),
        TakerBuyQuoteSq = _buys.QuoteSquared.Value,
        TakerSellQuoteSq = _sells.QuoteSquared.Value,
        TakerBuyTradeCount = _buys.Count,
        TakerSellTradeCount = _sells.Count,
        WhaleBuyQuote = Real(_buys.WhaleQuote, QuoteUnit),
        WhaleSellQuote = Real(_sells.WhaleQuote, QuoteUnit),
        RetailBuyQuote = Real(_buys.RetailQuote, QuoteUnit),
        RetailSellQuote = Real(_sells.RetailQuote, QuoteUnit),
        FirstTime_ms = _first.Time_ms,
        PriceFirst = Real(_first.Price.Units, Price.One),
        LastTime_ms = _last.Time_ms,
        PriceLast = Real(_last.Price.Units, Price.One),
        PriceHigh = Real(_high, Price.One),
        PriceLow = Real(_low, Price.One),
    };

    /// <summary>Converts a number of units to a double. Quotient and remainder are converted separately, so that whole amounts stay exact.</summary>
    public static double Real(Int128 units, long unit)
    {
        if (units >= 0 && units < ((Int128)1 << 53))
            return (double)(long)units / unit;
        (Int128 whole, Int128 rest) = Int128.DivRem(units, unit);
        return (double)whole + (double)(long)rest / unit;
    }

    private static bool IsBefore(in AggTrade left, in AggTrade right) =>
        left.Id < right.Id || (left.Id == right.Id && left.FirstTradeId < right.FirstTradeId);
}
