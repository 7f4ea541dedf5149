using Platform.Analytics.Bars;
using Platform.Data.Store;
using Platform.Domain.Labels;
using Platform.Domain.Market;
using Platform.Primitives.Outcomes;
using Platform.Exchanges.Binance.Market;

namespace Platform.Data.Bars;

/// <summary>
/// The exchange's own klines as bars, for the time before the first recorded trade: taker sides are known, trade sizes are not.
/// </summary>
internal sealed class OfficialBars(BinanceMarketClient market)
{
    private const int PageBars = 499;

    /// <summary>Fills the bars that the memory lacks in [from, to); returns the bars that were added.</summary>
    public async Task<Result<int>> FillAsync(BarMemory memory, string symbol, long from_ms, long to_ms, Action<string, BarRow> added, CancellationToken cancel)
    {
        int count = 0;
        while (from_ms < to_ms)
        {
            if (memory.TryGet(symbol, from_ms, out _))
            {
                from_ms += Label.Length_ms;
                continue;
            }

            long end_ms = Math.Min(to_ms, from_ms + PageBars * Label.Length_ms);
            Result<IReadOnlyList<Kline>> page = await market.GetKlinesAsync(symbol, BarInterval.M5.Name, from_ms, end_ms - 1, PageBars, cancel);
            if (!page.TryGet(out IReadOnlyList<Kline>? klines, out Fault? fault))
                return fault;
            foreach (Kline kline in klines)
            {
                if (kline.OpenTime_ms < from_ms || kline.OpenTime_ms >= end_ms || memory.TryGet(symbol, kline.OpenTime_ms, out _))
                    continue;
                BarRow row = ToRow(kline);
                memory.Put(symbol, in row);
                added(symbol, row);
                count++;
            }

            from_ms = end_ms;
        }

        return count;
    }

    internal static BarRow ToRow(Kline kline)
    {
        var row = new BarRow
        {
            OpenTime_ms = kline.OpenTime_ms,
            Open = kline.Open.Units,
            High = kline.High.Units,
            Low = kline.Low.Units,
            Close = kline.Close.Units,
            BuyTradeCount = kline.Trades,
            Quality = BarQuality.Official,
        };
        row.Flows[0] = new FlowCell { Volume = kline.TakerBuyVolume.Units, Dolvol = kline.TakerBuyQuote.Units };
        row.Flows[FlowCells.Sells] = new FlowCell
        {
            Volume = (kline.Volume - kline.TakerBuyVolume).Units,
            Dolvol = (kline.QuoteVolume - kline.TakerBuyQuote).Units,
        };
        return row;
    }
}
