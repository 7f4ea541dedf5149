using System.Globalization;
using Platform.Domain.Market;
using Platform.Primitives.Numbers;

namespace Platform.Archives.Tests.Building;

/// <summary>The features once more, straight from the formulas of quant.md §3 with decimals over sorted distinct trades: nothing of the program is used.</summary>
internal static class Expected
{
    private sealed record Trade(long Id, long First, decimal Price, decimal Quantity, long Time_ms, bool Sell)
    {
        public decimal Quote => Price * Quantity;
    }

    /// <summary>Column → value for each minute, by its start in Unix ms.</summary>
    public static SortedDictionary<long, Dictionary<string, double>> Minutes(IEnumerable<AggTrade> trades)
    {
        var rows = new SortedDictionary<long, Dictionary<string, double>>();
        foreach (IGrouping<long, Trade> minute in Sorted(trades).GroupBy(trade => trade.Time_ms / 60_000 * 60_000))
        {
            Trade[] all = [.. minute], buys = [.. all.Where(trade => !trade.Sell)], sells = [.. all.Where(trade => trade.Sell)];
            Dictionary<string, double> row = Sums(all, buys, sells);
            row["first_ts"] = all[0].Time_ms;
            row["price_first"] = (double)all[0].Price;
            row["last_ts"] = all[^1].Time_ms;
            row["price_last"] = (double)all[^1].Price;
            row["price_high"] = (double)all.Max(trade => trade.Price);
            row["price_low"] = (double)all.Min(trade => trade.Price);
            rows.Add(minute.Key, row);
        }

        return rows;
    }

    /// <summary>Column → value for each hour, by its text in the CSV.</summary>
    public static SortedDictionary<string, Dictionary<string, double>> Hours(IEnumerable<AggTrade> trades)
    {
        var rows = new SortedDictionary<string, Dictionary<string, double>>(StringComparer.Ordinal);
        foreach (IGrouping<long, Trade> hour in Sorted(trades).GroupBy(trade => trade.Time_ms / 3_600_000))
        {
            Trade[] all = [.. hour], buys = [.. all.Where(trade => !trade.Sell)], sells = [.. all.Where(trade => trade.Sell)];
            Dictionary<string, double> row = Sums(all, buys, sells);
            decimal buy = buys.Sum(trade => trade.Quote), sell = sells.Sum(trade => trade.Quote), cvd = buy - sell, change = all[^1].Price - all[0].Price;
            row["price_open"] = (double)all[0].Price;
            row["price_close"] = (double)all[^1].Price;
            row["price_high"] = (double)all.Max(trade => trade.Price);
            row["price_low"] = (double)all.Min(trade => trade.Price);
            row["cvd_qty"] = (double)(buys.Sum(trade => trade.Quantity) - sells.Sum(trade => trade.Quantity));
            row["cvd_quote"] = (double)cvd;
            row["vwap"] = (double)(all.Sum(trade => trade.Quote) / all.Sum(trade => trade.Quantity));
            row["whale_cvd_quote"] = row["whale_buy_quote"] - row["whale_sell_quote"];
            row["retail_cvd_quote"] = row["retail_buy_quote"] - row["retail_sell_quote"];
            row["avg_trade_quote"] = (double)(all.Sum(trade => trade.Quote) / all.Length);
            row["avg_trade_base"] = (double)(all.Sum(trade => trade.Quantity) / all.Length);
            row["taker_buy_avg_trade_quote"] = buys.Length == 0 ? double.NaN : (double)(buy / buys.Length);
            row["taker_sell_avg_trade_quote"] = sells.Length == 0 ? double.NaN : (double)(sell / sells.Length);
            row["taker_buy_hhi_quote"] = buy == 0 ? double.NaN : row["taker_buy_quote_sq"] / (double)(buy * buy);
            row["taker_sell_hhi_quote"] = sell == 0 ? double.NaN : row["taker_sell_quote_sq"] / (double)(sell * sell);
            row["imbalance_ratio_quote"] = (double)(Math.Abs(cvd) / (buy + sell));
            row["tw_cvd_quote_norm"] = (double)(all.Sum(trade => (trade.Time_ms / 60_000 % 60 + 1) * (trade.Sell ? -trade.Quote : trade.Quote)) / 1830);
            row["price_change"] = (double)change;
            row["cvd_per_abs_price_change"] = change == 0 ? double.NaN : (double)(cvd / Math.Abs(change));
            string start = DateTimeOffset.FromUnixTimeMilliseconds(hour.Key * 3_600_000).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
            rows.Add(start + "+00:00", row);
        }

        return rows;
    }

    private static Dictionary<string, double> Sums(Trade[] all, Trade[] buys, Trade[] sells)
    {
        var row = new Dictionary<string, double>
        {
            ["trade_count"] = all.Length,
            ["base_volume"] = (double)all.Sum(trade => trade.Quantity),
            ["quote_volume"] = (double)all.Sum(trade => trade.Quote),
        };
        foreach ((string side, Trade[] own) in new[] { ("buy", buys), ("sell", sells) })
        {
            row[$"taker_{side}_qty"] = (double)own.Sum(trade => trade.Quantity);
            row[$"taker_{side}_quote"] = (double)own.Sum(trade => trade.Quote);
            row[$"taker_{side}_quote_sq"] = (double)own.Sum(trade => trade.Quote * trade.Quote);
            row[$"taker_{side}_trade_count"] = own.Length;
            row[$"whale_{side}_quote"] = (double)own.Where(trade => trade.Quote >= 50_000).Sum(trade => trade.Quote);
            row[$"retail_{side}_quote"] = (double)own.Where(trade => trade.Quote <= 1_000).Sum(trade => trade.Quote);
        }

        return row;
    }

    private static IEnumerable<Trade> Sorted(IEnumerable<AggTrade> trades) => trades
        .DistinctBy(trade => (trade.Id, trade.FirstTradeId, trade.LastTradeId))
        .Where(trade => trade.Quantity.Units > 0)
        .Select(trade => new Trade(trade.Id, trade.FirstTradeId, trade.Price.Units / (decimal)Price.One, trade.Quantity.Units / (decimal)Quantity.One, trade.Time_ms, trade.BuyerIsMaker))
        .OrderBy(trade => trade.Id).ThenBy(trade => trade.First);
}
