using Platform.Archives.Rows;
using Platform.Domain.Market;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;
using Platform.Store.DuckDb;
using Platform.Store.Parquet;

namespace Platform.Archives.Bars;

/// <summary>Reads one hour of stored trades, trades/{SYMBOL}/YYYY-MM-DD-HHh.parquet.</summary>
internal static class StoredTrades
{
    private static readonly string[] s_columns = ["agg_trade_id", "price", "quantity", "first_trade_id", "last_trade_id", "transact_time", "is_buyer_maker"];

    /// <summary>False when the sink stopped the read.</summary>
    public static Result<bool> Read(DuckDbConnection connection, string path, ITradeSink sink, RowCounts counts) =>
        ParquetFile.Read(connection, path, s_columns).Then<bool>(table =>
        {
            for (int i = 0; i < table.Rows; i++)
            {
                counts.Rows++;
                var trade = new AggTrade(
                    table.Values<long>("agg_trade_id")[i], Price.FromUnits((long)table.Values<Int128>("price")[i]), Quantity.FromUnits((long)table.Values<Int128>("quantity")[i]),
                    table.Values<long>("first_trade_id")[i], table.Values<long>("last_trade_id")[i], table.Values<long>("transact_time")[i], table.Values<bool>("is_buyer_maker")[i]);
                if (!trade.IsValid)
                    counts.AddBad(path, i + 1, $"price {trade.Price}, quantity {trade.Quantity}; expected positive amounts");
                else if (!sink.Add(trade))
                    return false;
            }

            return true;
        });
}
