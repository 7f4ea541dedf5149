using System.Globalization;
using Platform.Analytics.Accounts;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;
using Platform.Store.DuckDb;
using Platform.Store.Parquet;

namespace Platform.Accounting.Reports;

/// <summary>
/// Market trades from the files of the data process, trades/{SYMBOL}/YYYY-MM-DD-HHh.parquet. An interval that the
/// files do not cover is unknown. One thread at a time.
/// </summary>
/// <param name="folder">Folder that holds a folder for each symbol.</param>
public sealed class TradePrices(DuckDbDatabase database, string folder)
{
    private const int HoursKept = 8;

    private readonly Dictionary<(string Symbol, long Hour_ms), Print[]> _hours = [];
    private readonly Queue<(string Symbol, long Hour_ms)> _byAge = new();

    /// <summary>All trades with start ≤ time ≤ end; null when the files do not cover the whole interval to its end.</summary>
    public MarketInterval? Interval(string symbol, long start_ms, long end_ms)
    {
        if (!Reaches(symbol, end_ms))
            return null;
        var prints = new List<Print>();
        for (long hour_ms = HourOf(start_ms) - UnixTime.MillisecondsPerHour; hour_ms <= end_ms; hour_ms += UnixTime.MillisecondsPerHour)
            prints.AddRange(Hour(symbol, hour_ms));
        Print[] within = [.. prints.Where(print => print.Time_ms >= start_ms && print.Time_ms <= end_ms)];
        Volume volume = Volume.FromUnits(within.Aggregate((Int128)0, (sum, print) => sum + print.Quantity.Units));
        return new MarketInterval(volume, within.Sum(print => print.Price * print.Quantity), MarketInterval.TimeWeighted(prints.Select(print => (print.Time_ms, print.Price)), start_ms, end_ms));
    }

    /// <summary>The last trade at or before the time, within the hour before it; zero when none is known.</summary>
    public Price PriceAt(string symbol, long time_ms)
    {
        for (long hour_ms = HourOf(time_ms); hour_ms >= HourOf(time_ms) - UnixTime.MillisecondsPerHour; hour_ms -= UnixTime.MillisecondsPerHour)
        {
            Print[] before = [.. Hour(symbol, hour_ms).Where(print => print.Time_ms <= time_ms)];
            if (before.Length > 0)
                return before[^1].Price;
        }

        return Price.Zero;
    }

    private bool Reaches(string symbol, long end_ms) => Hour(symbol, HourOf(end_ms)) is [.., var last] && last.Time_ms >= end_ms || Hour(symbol, HourOf(end_ms) + UnixTime.MillisecondsPerHour).Length > 0;

    private Print[] Hour(string symbol, long hour_ms)
    {
        if (_hours.TryGetValue((symbol, hour_ms), out Print[]? known))
            return known;
        string name = UnixTime.ToDateTimeOffset(hour_ms).ToString("yyyy-MM-dd-HH", CultureInfo.InvariantCulture) + "h.parquet";
        string path = Path.Combine(folder, symbol, name);
        Print[] prints = File.Exists(path) ? Read(path) : [];
        _hours[(symbol, hour_ms)] = prints;
        _byAge.Enqueue((symbol, hour_ms));
        if (_byAge.Count > HoursKept)
            _hours.Remove(_byAge.Dequeue());
        return prints;
    }

    /// <summary>A file that cannot be read is treated as missing: its figures are unknown.</summary>
    private Print[] Read(string path)
    {
        using DuckDbConnection connection = database.Connect();
        Result<ColumnTable> read = ParquetFile.Read(connection, path, ["transact_time", "price", "quantity"]);
        if (!read.IsOk)
            return [];
        ReadOnlySpan<long> times = read.Value.Values<long>("transact_time");
        ReadOnlySpan<Int128> prices = read.Value.Values<Int128>("price"), quantities = read.Value.Values<Int128>("quantity");
        var prints = new Print[times.Length];
        for (int i = 0; i < prints.Length; i++)
            prints[i] = new Print(times[i], Price.FromUnits((long)prices[i]), Quantity.FromUnits((long)quantities[i]));
        return prints;
    }

    private static long HourOf(long time_ms) => UnixTime.FloorTo(time_ms, UnixTime.MillisecondsPerHour);

    private readonly record struct Print(long Time_ms, Price Price, Quantity Quantity);
}
