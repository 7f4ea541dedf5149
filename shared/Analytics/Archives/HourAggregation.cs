using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;

namespace Platform.Analytics.Archives;

/// <summary>Aggregates minutes to hours (quant.md §3.2). A pure function.</summary>
public static class HourAggregation
{
    /// <summary>1 + 2 + … + 60: the sum of the weights of a full hour, also used when minutes are missing.</summary>
    private const double WeightSum = 1830;

    /// <summary>Hours with at least one minute, oldest first.</summary>
    /// <param name="minutes">In ascending order, each minute once.</param>
    public static IEnumerable<HourFeatures> ToHours(IEnumerable<MinuteFeatures> minutes)
    {
        var hour = new List<MinuteFeatures>(60);
        long previous_ms = long.MinValue;
        foreach (MinuteFeatures minute in minutes)
        {
            Check.That(minute.Minute_ms > previous_ms, "minutes must be in ascending order, each one once");
            previous_ms = minute.Minute_ms;
            if (hour.Count > 0 && HourOf(hour[0]) != HourOf(minute))
            {
                yield return Aggregate(hour);
                hour.Clear();
            }

            hour.Add(minute);
        }

        if (hour.Count > 0)
            yield return Aggregate(hour);
    }

    private static HourFeatures Aggregate(List<MinuteFeatures> minutes)
    {
        CompensatedSum buyQty = Sum(minutes, row => row.TakerBuyQty), sellQty = Sum(minutes, row => row.TakerSellQty);
        CompensatedSum buyQuote = Sum(minutes, row => row.TakerBuyQuote), sellQuote = Sum(minutes, row => row.TakerSellQuote);
        CompensatedSum whaleBuy = Sum(minutes, row => row.WhaleBuyQuote), whaleSell = Sum(minutes, row => row.WhaleSellQuote);
        CompensatedSum retailBuy = Sum(minutes, row => row.RetailBuyQuote), retailSell = Sum(minutes, row => row.RetailSellQuote);
        return new HourFeatures
        {
            Hour_ms = HourOf(minutes[0]),
            BaseVolume = Sum(minutes, row => row.BaseVolume).Value,
            QuoteVolume = Sum(minutes, row => row.QuoteVolume).Value,
            TakerBuyQty = buyQty.Value,
            TakerSellQty = sellQty.Value,
            TakerBuyQuote = buyQuote.Value,
            TakerSellQuote = sellQuote.Value,
            TakerBuyQuoteSq = Sum(minutes, row => row.TakerBuyQuoteSq).Value,
            TakerSellQuoteSq = Sum(minutes, row => row.TakerSellQuoteSq).Value,
            TakerBuyTradeCount = minutes.Sum(row => row.TakerBuyTradeCount),
            TakerSellTradeCount = minutes.Sum(row => row.TakerSellTradeCount),
            WhaleBuyQuote = whaleBuy.Value,
            WhaleSellQuote = whaleSell.Value,
            RetailBuyQuote = retailBuy.Value,
            RetailSellQuote = retailSell.Value,
            PriceOpen = minutes[0].PriceFirst,
            PriceClose = minutes[^1].PriceLast,
            PriceHigh = minutes.Max(row => row.PriceHigh),
            PriceLow = minutes.Min(row => row.PriceLow),
            CvdQty = buyQty.Minus(sellQty),
            CvdQuote = buyQuote.Minus(sellQuote),
            WhaleCvdQuote = whaleBuy.Minus(whaleSell),
            RetailCvdQuote = retailBuy.Minus(retailSell),
            TwCvdQuoteNorm = Sum(minutes, row => WeightOf(row) * (row.TakerBuyQuote - row.TakerSellQuote)).Value / WeightSum,
        };
    }

    private static CompensatedSum Sum(List<MinuteFeatures> minutes, Func<MinuteFeatures, double> column)
    {
        CompensatedSum sum = default;
        foreach (MinuteFeatures minute in minutes)
            sum.Add(column(minute));
        return sum;
    }

    private static long HourOf(in MinuteFeatures minute) => UnixTime.FloorTo(minute.Minute_ms, UnixTime.MillisecondsPerHour);

    private static double WeightOf(in MinuteFeatures minute) => (minute.Minute_ms - HourOf(minute)) / UnixTime.MillisecondsPerMinute + 1;
}
