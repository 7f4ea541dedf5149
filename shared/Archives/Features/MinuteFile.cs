using System.Text.Json;
using Platform.Analytics.Archives;
using Platform.Primitives.Outcomes;
using Platform.Store.DuckDb;
using Platform.Store.Parquet;

namespace Platform.Archives.Features;

/// <summary>{SYMBOL}/{YYYY-MM}.parquet: one row per minute with a trade (quant.md §3.1); the columns are frozen by a test.</summary>
internal static class MinuteFile
{
    private const string RecordKey = "aggtrades_month";
    private const long MicrosecondsPerMillisecond = 1000;

    public static IReadOnlyList<ColumnType> Columns { get; } =
    [
        ColumnType.Timestamp("minute"), ColumnType.BigInt("trade_count"),
        .. Doubles("base_volume", "quote_volume", "taker_buy_qty", "taker_sell_qty", "taker_buy_quote", "taker_sell_quote", "taker_buy_quote_sq", "taker_sell_quote_sq"),
        ColumnType.BigInt("taker_buy_trade_count"), ColumnType.BigInt("taker_sell_trade_count"),
        .. Doubles("whale_buy_quote", "whale_sell_quote", "retail_buy_quote", "retail_sell_quote"),
        ColumnType.BigInt("first_ts"), ColumnType.Double("price_first"), ColumnType.BigInt("last_ts"), ColumnType.Double("price_last"),
        .. Doubles("price_high", "price_low"),
    ];

    public static Result<Done> Write(DuckDbConnection connection, string path, IEnumerable<MinuteFeatures> rows, MonthRecord record)
    {
        var table = new ColumnTable(Columns);
        foreach (MinuteFeatures row in rows)
        {
            table.Append()
                .Add(row.Minute_ms * MicrosecondsPerMillisecond).Add(row.TradeCount)
                .Add(row.BaseVolume).Add(row.QuoteVolume).Add(row.TakerBuyQty).Add(row.TakerSellQty)
                .Add(row.TakerBuyQuote).Add(row.TakerSellQuote).Add(row.TakerBuyQuoteSq).Add(row.TakerSellQuoteSq)
                .Add(row.TakerBuyTradeCount).Add(row.TakerSellTradeCount)
                .Add(row.WhaleBuyQuote).Add(row.WhaleSellQuote).Add(row.RetailBuyQuote).Add(row.RetailSellQuote)
                .Add(row.FirstTime_ms).Add(row.PriceFirst).Add(row.LastTime_ms).Add(row.PriceLast)
                .Add(row.PriceHigh).Add(row.PriceLow);
        }

        return ParquetFile.Write(connection, path, table, new Dictionary<string, string> { [RecordKey] = JsonSerializer.Serialize(record, MetaJson.Plain.MonthRecord) });
    }

    /// <summary>Reads the rows sorted by time; columns of other types, as written by other programs, are converted. Invalid when it is not a minute file.</summary>
    public static Result<IReadOnlyList<MinuteFeatures>> Read(DuckDbConnection connection, string path)
    {
        string columns = string.Join(", ", Columns.Select(column => column.Name == "minute"
            ? "epoch_ms(minute) AS minute"
            : $"CAST({SqlText.Name(column.Name)} AS {column.Sql}) AS {SqlText.Name(column.Name)}"));
        return ParquetFile.Collect(connection.Query($"SELECT {columns} FROM read_parquet({SqlText.Literal(path)}) ORDER BY minute"))
            .Then(table => Result<IReadOnlyList<MinuteFeatures>>.Ok([.. Enumerable.Range(0, table.Rows).Select(i => Row(table, i))]));
    }

    /// <summary>Reads the record of the build; null when another program wrote the file.</summary>
    public static Result<MonthRecord?> ReadRecord(DuckDbConnection connection, string path) =>
        ParquetFile.ReadMetadata(connection, path, RecordKey).Then(text =>
        {
            try
            {
                return Result<MonthRecord?>.Ok(text is null ? null : JsonSerializer.Deserialize(text, MetaJson.Plain.MonthRecord));
            }
            catch (JsonException)
            {
                return Result<MonthRecord?>.Ok(null);
            }
        });

    private static MinuteFeatures Row(ColumnTable table, int i)
    {
        double Real(string column) => table.Values<double>(column)[i];
        long Whole(string column) => table.Values<long>(column)[i];
        return new MinuteFeatures
        {
            Minute_ms = Whole("minute"),
            BaseVolume = Real("base_volume"),
            QuoteVolume = Real("quote_volume"),
            TakerBuyQty = Real("taker_buy_qty"),
            TakerSellQty = Real("taker_sell_qty"),
            TakerBuyQuote = Real("taker_buy_quote"),
            TakerSellQuote = Real("taker_sell_quote"),
            TakerBuyQuoteSq = Real("taker_buy_quote_sq"),
            TakerSellQuoteSq = Real("taker_sell_quote_sq"),
            TakerBuyTradeCount = Whole("taker_buy_trade_count"),
            TakerSellTradeCount = Whole("taker_sell_trade_count"),
            WhaleBuyQuote = Real("whale_buy_quote"),
            WhaleSellQuote = Real("whale_sell_quote"),
            RetailBuyQuote = Real("retail_buy_quote"),
            RetailSellQuote = Real("retail_sell_quote"),
            FirstTime_ms = Whole("first_ts"),
            PriceFirst = Real("price_first"),
            LastTime_ms = Whole("last_ts"),
            PriceLast = Real("price_last"),
            PriceHigh = Real("price_high"),
            PriceLow = Real("price_low"),
        };
    }

    private static IEnumerable<ColumnType> Doubles(params IEnumerable<string> names) => names.Select(ColumnType.Double);
}
