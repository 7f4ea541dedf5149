using Platform.Analytics.Bars;
using Platform.Domain.Labels;
using Platform.Domain.Market;
using Platform.Store.DuckDb;
using Platform.Store.Parquet;

namespace Platform.Archives.Bars;

/// <summary>The columns of klines/{SYMBOL}/YYYY-MM-DD.parquet (requirements document 003); frozen by a test. Amounts are exact decimals.</summary>
public static class BarTable
{
    private static readonly string[] s_sides = ["buy", "sell"];

    public static IReadOnlyList<ColumnType> Columns { get; } = [.. Base(), .. Buckets()];

    public static void Append(ColumnTable table, string symbol, in BarRow row, string thresholdVersion)
    {
        Bar bar = row.ToBar(symbol, BarInterval.M5);
        ColumnTable.Row target = table.Append()
            .Add(symbol).Add(row.OpenTime_ms).Add(bar.CloseTime_ms).Add((long)BarInterval.M5.OfDay(row.OpenTime_ms))
            .Add((Int128)row.Open).Add((Int128)row.High).Add((Int128)row.Low).Add((Int128)row.Close)
            .Add(bar.Volume.Units).Add(bar.QuoteVolume.Units).Add(bar.Vwap).Add(bar.QuoteVolume.Units)
            .Add(bar.Buy.Volume.Units).Add(bar.Sell.Volume.Units).Add(bar.Buy.Dolvol.Units).Add(bar.Sell.Dolvol.Units)
            .Add(bar.AggTradeCount).Add(bar.TradeCount).Add(bar.BuyTradeCount).Add(bar.SellTradeCount)
            .Add(bar.IsEmpty ? "NoTrade" : "").Add((long)bar.Revision).Add(bar.Quality.ToString()).Add(thresholdVersion);
        foreach ((SizeBuckets buckets, Flow total) in new[] { (bar.Buys, bar.Buy), (bar.Sells, bar.Sell) })
        {
            target = target.Add(total.Volume.Units).Add(total.Dolvol.Units).Add(total.Count);
            foreach (Flow flow in buckets)
                target = target.Add(flow.Volume.Units).Add(flow.Dolvol.Units).Add(flow.Count);
        }
    }

    /// <summary>Reads all rows of a table that was loaded with all columns.</summary>
    public static IEnumerable<BarRow> Read(ColumnTable table)
    {
        for (int i = 0; i < table.Rows; i++)
            yield return ReadRow(table, i);
    }

    private static BarRow ReadRow(ColumnTable table, int i)
    {
        var row = new BarRow
        {
            OpenTime_ms = table.Values<long>("open_time")[i],
            Open = (long)table.Values<Int128>("open")[i],
            High = (long)table.Values<Int128>("high")[i],
            Low = (long)table.Values<Int128>("low")[i],
            Close = (long)table.Values<Int128>("close")[i],
            BuyTradeCount = table.Values<long>("buytradecount")[i],
            SellTradeCount = table.Values<long>("selltradecount")[i],
            Revision = table.Values<int>("revision")[i],
            Quality = Enum.Parse<BarQuality>(table.Text("quality", i)!),
        };
        for (int cell = 0; cell < FlowCells.Length; cell++)
        {
            string side = s_sides[cell / SizeBuckets.Count];
            int bucket = cell % SizeBuckets.Count + 1;
            row.Flows[cell] = new FlowCell
            {
                Volume = table.Values<Int128>($"{side}_volume{bucket}")[i],
                Dolvol = table.Values<Int128>($"{side}_dolvol{bucket}")[i],
                Count = table.Values<long>($"{side}_trade_count{bucket}")[i],
            };
        }

        return row;
    }

    private static IEnumerable<ColumnType> Base() =>
    [
        ColumnType.Text("symbol"), ColumnType.BigInt("open_time"), ColumnType.BigInt("close_time"), ColumnType.SmallInt("time_lable"),
        Amount("open"), Amount("high"), Amount("low"), Amount("close"),
        Amount("volume"), Quote("quote_volume"), ColumnType.Double("vwap"), Quote("dolvol"),
        Amount("buyvolume"), Amount("sellvolume"), Quote("buydolvol"), Quote("selldolvol"),
        ColumnType.BigInt("trade_count"), ColumnType.BigInt("tradecount"), ColumnType.BigInt("buytradecount"), ColumnType.BigInt("selltradecount"),
        ColumnType.Text("span_status"), ColumnType.Integer("revision"), ColumnType.Text("quality"), ColumnType.Text("threshold_version"),
    ];

    private static IEnumerable<ColumnType> Buckets()
    {
        foreach (string side in s_sides)
        {
            foreach (string bucket in (string[])["", "1", "2", "3", "4"])
            {
                yield return Amount($"{side}_volume{bucket}");
                yield return Quote($"{side}_dolvol{bucket}");
                yield return ColumnType.BigInt($"{side}_trade_count{bucket}");
            }
        }
    }

    private static ColumnType Amount(string name) => ColumnType.Decimal(name, 38, 8);

    private static ColumnType Quote(string name) => ColumnType.Decimal(name, 38, 16);
}
