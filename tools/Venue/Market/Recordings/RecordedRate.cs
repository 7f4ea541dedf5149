using Platform.Primitives.Numbers;
using Platform.Primitives.Time;
using Platform.Venue.Market.Files;

namespace Platform.Venue.Market.Recordings;

/// <summary>One recorded funding. Its time is rounded to the full hour, because recorded times are a few milliseconds late.</summary>
internal readonly record struct RecordedRate(long Time_ms, Rate Rate)
{
    private static readonly CsvColumn[] Published = [new("calc_time", 0), new("last_funding_rate", 2)];

    /// <summary>Columns of a candle file of rates, with the rate in the open column.</summary>
    private static readonly CsvColumn[] Candles = [new("date", 0), new("open", 1)];

    /// <summary>Reads the fundings of one symbol from `{SYMBOL}-funding.csv` or `{SYMBOL}-fundingRate-{MONTH}.zip` in a folder; ascending, without duplicates. Empty when there is no such file.</summary>
    public static RecordedRate[] ReadAll(string folder, string symbol, MarketNotices notices)
    {
        var rates = new SortedDictionary<long, RecordedRate>();
        foreach (string path in Directory.GetFiles(folder, $"{symbol}-funding*").Order(StringComparer.Ordinal))
        {
            using var lines = new RecordingLines(path, notices);
            if (!lines.TryNext(out string header))
                continue;
            if ((CsvColumns.Of(Published, header, out _) ?? CsvColumns.Of(Candles, header, out _)) is not { } columns || !CsvColumns.IsHeader(header))
            {
                notices.Add(path, $"{path}:1: the header '{header}' is not known; expected calc_time,funding_interval_hours,last_funding_rate or date,open,…. The file is skipped.");
                continue;
            }

            while (lines.TryNext(out string line))
                Add(rates, columns, line, path, lines.Number, notices);
        }

        return [.. rates.Values];
    }

    /// <summary>The shortest interval between two fundings in hours; 8 when there are fewer than two.</summary>
    public static int IntervalOf(IReadOnlyList<RecordedRate> rates)
    {
        long shortest = 8;
        for (int i = 1; i < rates.Count; i++)
            shortest = Math.Min(shortest, Math.Max(1, (rates[i].Time_ms - rates[i - 1].Time_ms) / UnixTime.MillisecondsPerHour));
        return (int)shortest;
    }

    private static void Add(SortedDictionary<long, RecordedRate> rates, CsvColumns columns, string line, string path, int number, MarketNotices notices)
    {
        if (line.Length == 0)
            return;
        columns.Read(line);
        long time_ms = UnixTime.FloorTo(columns.Time_ms(0) + UnixTime.MillisecondsPerHour / 2, UnixTime.MillisecondsPerHour);
        if (!Rate.TryParse(columns.Text(1), out Rate rate))
            columns.Wrong(1, "a rate such as 0.0001");
        if (columns.Problem is { } wrong)
            notices.Add(path, $"{path}:{number}: {wrong} The row is skipped.");
        else
            rates[time_ms] = new RecordedRate(time_ms, rate);
    }
}
