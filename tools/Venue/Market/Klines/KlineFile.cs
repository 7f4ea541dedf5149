using Platform.Primitives.Numbers;
using Platform.Venue.Market.Files;

namespace Platform.Venue.Market.Klines;

/// <summary>One recorded minute: prices and volume in units of 10^-8, sums in the quote asset in units of 10^-16.</summary>
internal readonly record struct RecordedBar(long Open_ms, long Open, long High, long Low, long Close, long Volume)
{
    /// <summary>The additional columns of the exchange's own files; null for a file with six columns.</summary>
    public BarFlow? Flow { get; init; }

    public bool IsPossible => Low > 0 && Low <= Open && Low <= Close && Open <= High && Close <= High && (Volume > 0 || (Open == Close && High == Low));
}

/// <summary>Number of trades, turnover, and volume and turnover of the trades with a buying taker.</summary>
internal sealed record BarFlow(Int128 Quote, long Trades, long BuyVolume, Int128 BuyQuote);

/// <summary>
/// Reads minute bars from CSV, gzip, or a ZIP archive with one CSV file. The columns are the exchange's own twelve, or date,open,high,low,close,volume, with or
/// without a header; times are in milliseconds or microseconds. An invalid row is skipped with a notice.
/// </summary>
internal static class KlineFile
{
    private const int Time = 0, Open = 1, High = 2, Low = 3, Close = 4, Volume = 5, Quote = 6, Trades = 7, BuyVolume = 8, BuyQuote = 9;
    private const string Expected = "Expected date,open,high,low,close,volume, or the exchange's own open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,taker_buy_quote_volume,ignore.";

    private static readonly CsvColumn[] Six =
    [
        new("date", 0, "open_time", "timestamp", "time"), new("open", 1), new("high", 2), new("low", 3), new("close", 4), new("volume", 5),
    ];

    private static readonly CsvColumn[] Twelve =
    [
        .. Six, new("quote_volume", 7, "quote_asset_volume"), new("count", 8, "trades", "number_of_trades"), new("taker_buy_volume", 9, "taker_buy_base_volume"), new("taker_buy_quote_volume", 10),
    ];

    /// <summary>Reads the bars of one symbol from any number of files; ascending, each minute once.</summary>
    public static RecordedBar[] ReadBars(IEnumerable<string> paths, MarketNotices notices)
    {
        List<RecordedBar> bars = [];
        foreach (string path in paths)
            Read(path, bars, notices);
        bool sorted = true;
        for (int i = 1; i < bars.Count && sorted; i++)
            sorted = bars[i].Open_ms > bars[i - 1].Open_ms;
        return sorted ? [.. bars] : [.. bars.OrderBy(bar => bar.Open_ms).DistinctBy(bar => bar.Open_ms)];
    }

    private static void Read(string path, List<RecordedBar> into, MarketNotices notices)
    {
        using var lines = new RecordingLines(path, notices);
        if (!lines.TryNext(out string line))
        {
            notices.Add(path, $"{path}: contains no bar. {Expected}");
            return;
        }

        CsvColumns? columns = CsvColumns.Of(Twelve, line, out _);
        bool hasFlow = columns is not null;
        columns ??= CsvColumns.Of(Six, line, out CsvColumn? missing) is { } six ? six : Refuse(path, missing!, notices);
        if (columns is null)
            return;
        long last_ms = 0;
        for (bool hasRow = !CsvColumns.IsHeader(line); hasRow || lines.TryNext(out line); hasRow = false)
        {
            if (line.Length == 0)
                continue;
            RecordedBar bar = Row(columns, line, hasFlow);
            if (columns.Problem is { } wrong)
                notices.Add(path, $"{path}:{lines.Number}: {wrong} The row is skipped; correct it or fetch the file again.");
            else
                into.Add(bar);
            if (columns.Problem is null && bar.Open_ms <= last_ms)
                notices.Add(path, $"{path}:{lines.Number}: the bar is not later than the previous one; bars are sorted, and the first of several bars for one minute is used.");
            last_ms = bar.Open_ms;
        }
    }

    private static CsvColumns? Refuse(string path, CsvColumn missing, MarketNotices notices)
    {
        notices.Add(path, $"{path}:1: there is no column '{missing.Name}'. The file is skipped. {Expected}");
        return null;
    }

    private static RecordedBar Row(CsvColumns csv, string row, bool hasFlow)
    {
        csv.Read(row);
        var bar = new RecordedBar(csv.Time_ms(Time), csv.PositiveAmount(Open), csv.PositiveAmount(High), csv.PositiveAmount(Low), csv.PositiveAmount(Close), csv.Amount(Volume));
        if (hasFlow)
            bar = bar with { Flow = new BarFlow(Sum(csv, Quote), csv.Long(Trades), csv.Amount(BuyVolume), Sum(csv, BuyQuote)) };
        if (csv.Problem is null && bar.Open_ms % 60_000 != 0)
            csv.Wrong(Time, "the start of a minute");
        if (csv.Problem is null && !bar.IsPossible)
            csv.Wrong(High, $"possible with open {csv.Text(Open)}, low {csv.Text(Low)}, close {csv.Text(Close)}, volume {csv.Text(Volume)}; expected low ≤ open ≤ high, low ≤ close ≤ high, and a volume of 0 only in a flat bar");
        return bar;
    }

    private static Int128 Sum(CsvColumns csv, int column) =>
        Notional.TryParse(csv.Text(column), out Notional value) && value.Units >= 0 ? value.Units : csv.Wrong(column, "a decimal number, not negative");
}
