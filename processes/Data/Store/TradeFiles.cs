using System.Globalization;
using Platform.Domain.Market;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;
using Platform.Store.DuckDb;
using Platform.Store.Parquet;

namespace Platform.Data.Store;

/// <summary>trades/{SYMBOL}/YYYY-MM-DD-HHh.parquet: raw aggTrades of an hour by id, each once. The recorder writes; any thread reads.</summary>
internal sealed class TradeFiles(DuckDbDatabase database, string folder)
{
    private static readonly ColumnType[] s_columns =
    [
        ColumnType.Text("symbol"), ColumnType.BigInt("agg_trade_id"), ColumnType.Decimal("price", 38, 8), ColumnType.Decimal("quantity", 38, 8),
        ColumnType.BigInt("first_trade_id"), ColumnType.BigInt("last_trade_id"), ColumnType.BigInt("transact_time"), ColumnType.Boolean("is_buyer_maker"),
    ];

    public string PathOf(string symbol, long hour_ms) => Path.Combine(folder, symbol, $"{HourOf(hour_ms)}.parquet");

    public static string HourOf(long unix_ms) => UnixTime.ToDateTimeOffset(unix_ms).ToString("yyyy-MM-dd-HH", CultureInfo.InvariantCulture) + "h";

    /// <summary>Merges trades into the file of the hour; identity is (a, f, l), order is by id.</summary>
    public Result<Done> Merge(string symbol, long hour_ms, IEnumerable<AggTrade> trades)
    {
        using DuckDbConnection connection = database.Connect();
        string path = PathOf(symbol, hour_ms);
        Result<List<AggTrade>> stored = File.Exists(path) ? Read(connection, path) : new List<AggTrade>();
        if (!stored.TryGet(out List<AggTrade>? older, out Fault? fault))
            return fault;
        var table = new ColumnTable(s_columns);
        foreach (AggTrade trade in older.Concat(trades).DistinctBy(trade => (trade.Id, trade.FirstTradeId, trade.LastTradeId)).OrderBy(trade => trade.Id).ThenBy(trade => trade.FirstTradeId))
        {
            table.Append().Add(symbol).Add(trade.Id).Add((Int128)trade.Price.Units).Add((Int128)trade.Quantity.Units)
                .Add(trade.FirstTradeId).Add(trade.LastTradeId).Add(trade.Time_ms).Add(trade.BuyerIsMaker);
        }

        return ParquetFile.Write(connection, path, table);
    }

    /// <summary>All trades of one hour, by id; empty when there is no file.</summary>
    public Result<List<AggTrade>> Read(string symbol, long hour_ms)
    {
        using DuckDbConnection connection = database.Connect();
        string path = PathOf(symbol, hour_ms);
        return File.Exists(path) ? Read(connection, path) : new List<AggTrade>();
    }

    /// <summary>Deletes hours that began before the time; returns the number of files.</summary>
    public int DeleteBefore(long unix_ms)
    {
        string oldest = HourOf(unix_ms);
        string[] old = [.. Directory.EnumerateFiles(folder, "*.parquet", SearchOption.AllDirectories)
            .Where(path => string.CompareOrdinal(Path.GetFileNameWithoutExtension(path), oldest) < 0)];
        foreach (string path in old)
            File.Delete(path);
        return old.Length;
    }

    private static Result<List<AggTrade>> Read(DuckDbConnection connection, string path) => ParquetFile.Read(connection, path).Then(table =>
    {
        var trades = new List<AggTrade>(table.Rows);
        for (int i = 0; i < table.Rows; i++)
        {
            trades.Add(new AggTrade(
                table.Values<long>("agg_trade_id")[i], Price.FromUnits((long)table.Values<Int128>("price")[i]), Quantity.FromUnits((long)table.Values<Int128>("quantity")[i]),
                table.Values<long>("first_trade_id")[i], table.Values<long>("last_trade_id")[i], table.Values<long>("transact_time")[i], table.Values<bool>("is_buyer_maker")[i]));
        }

        return Result<List<AggTrade>>.Ok(trades);
    });
}
