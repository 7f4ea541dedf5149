using Platform.Venue.Market.Files;

namespace Platform.Venue.Market.Recordings;

/// <summary>
/// Reads archives of aggTrades or trades from CSV, gzip, or a ZIP archive with one CSV file: with or without a header, rows in any order, `true` or
/// `True`, times in milliseconds or microseconds. Rows with a quantity of zero are dropped (spec/binance-usdm.md §9). An unreadable row is
/// skipped with a notice.
/// </summary>
internal static class ArchiveReader
{
    private const int Id = 0, Price = 1, Quantity = 2, Time = 3, Maker = 4, First = 5, Last = 6;
    private const string Expected = "Expected the columns agg_trade_id,price,quantity,first_trade_id,last_trade_id,transact_time,is_buyer_maker, as in the exchange's archives.";

    private static readonly CsvColumn[] Aggregates =
    [
        new("agg_trade_id", 0, "a"), new("price", 1, "p"), new("quantity", 2, "q", "qty"), new("transact_time", 5, "T", "time", "timestamp"),
        new("is_buyer_maker", 6, "m"), new("first_trade_id", 3, "f"), new("last_trade_id", 4, "l"),
    ];

    private static readonly CsvColumn[] Singles =
    [
        new("id", 0, "trade_id"), new("price", 1), new("qty", 2, "quantity"), new("time", 4, "timestamp"), new("is_buyer_maker", 5),
    ];

    /// <summary>A file format with the taker's side as text and one id per trade.</summary>
    private static readonly CsvColumn[] Logged =
    [
        new("tradeId", 4), new("price", 1), new("quantity", 2), new("timestamp", 0), new("side", 3),
    ];

    /// <summary>Reads the trades of a file and adds them to the list.</summary>
    public static void Read(string path, List<RecordedTrade> into, MarketNotices notices)
    {
        using var lines = new RecordingLines(path, notices);
        if (!lines.TryNext(out string line))
        {
            notices.Add(path, $"{path}: contains no row. {Expected}");
            return;
        }

        if (ColumnsOf(line, out string problem) is not { } columns)
        {
            notices.Add(path, $"{path}:1: {problem} The file is skipped. {Expected}");
            return;
        }

        bool hasRow = !CsvColumns.IsHeader(line);
        for (; hasRow || lines.TryNext(out line); hasRow = false)
        {
            if (line.Length == 0)
                continue;
            RecordedTrade trade = Row(columns, line);
            if (columns.Csv.Problem is { } wrong)
                notices.Add(path, $"{path}:{lines.Number}: {wrong} The row is skipped; correct it or fetch the file again.");
            else if (trade.Quantity > 0)
                into.Add(trade);
        }
    }

    private static (CsvColumns Csv, CsvColumn[] Kind)? ColumnsOf(string first, out string problem)
    {
        problem = "";
        CsvColumn? lacks = null;
        int columns = first.Count(letter => letter == ',') + 1;
        CsvColumn[][] kinds = CsvColumns.IsHeader(first) ? [Aggregates, Logged, Singles] : columns == 6 ? [Singles] : [Aggregates];
        foreach (CsvColumn[] kind in kinds)
        {
            if (CsvColumns.Of(kind, first, out CsvColumn? missing) is { } found)
                return (found, kind);
            lacks ??= missing;
        }

        problem = CsvColumns.IsHeader(first) ? $"the header '{Short(first)}' has no column '{lacks!.Name}'." : $"the row has {columns} columns and no column '{lacks!.Name}'.";
        return null;
    }

    private static RecordedTrade Row((CsvColumns Csv, CsvColumn[] Kind) columns, string row)
    {
        CsvColumns csv = columns.Csv;
        csv.Read(row);
        long id = csv.Long(Id);
        bool buyerIsMaker = columns.Kind == Logged ? IsSell(csv) : IsTrue(csv);
        (long aggregate, long first, long last) = columns.Kind == Aggregates ? (id, csv.Long(First), csv.Long(Last)) : columns.Kind == Logged ? (id, id, id) : (0, id, id);
        return new RecordedTrade(csv.Time_ms(Time), csv.PositiveAmount(Price), csv.Amount(Quantity), aggregate, first, last, buyerIsMaker);
    }

    private static bool IsTrue(CsvColumns csv)
    {
        if (!bool.TryParse(csv.Text(Maker), out bool value))
            csv.Wrong(Maker, "true or false");
        return value;
    }

    private static bool IsSell(CsvColumns csv)
    {
        bool sell = csv.Text(Maker).Equals("sell", StringComparison.OrdinalIgnoreCase);
        if (!sell && !csv.Text(Maker).Equals("buy", StringComparison.OrdinalIgnoreCase))
            csv.Wrong(Maker, "buy or sell");
        return sell;
    }

    private static string Short(string text) => text.Length <= 80 ? text : text[..80] + "…";
}
