using System.Globalization;
using System.IO.Compression;
using Platform.Analytics.VolumeSpread.Features;
using Platform.Primitives.Numbers;
using Platform.Primitives.Time;

namespace Platform.Cli.VolumeSpread.Recorded;

/// <summary>
/// Reads the minute bars of one symbol, SYMBOL-1m.csv or SYMBOL-1m.csv.gz: date,open,high,low,close,volume and any further columns, with
/// or without a header; times in milliseconds or microseconds, or ISO text. An invalid row is omitted and reported.
/// </summary>
internal sealed class MinuteBarFile(string path, InputProblems problems)
{
    private static readonly string[] Columns = ["date", "open", "high", "low", "close", "volume"];
    private static readonly string[] TimeNames = ["date", "open_time", "opentime", "timestamp", "time"];
    private const string Remedy = "The row is omitted; correct it or download the file again.";
    private const long MicrosecondsMin = 100_000_000_000_000;

    private bool _rounded;

    /// <summary>The bars, ascending, one per minute; all rows are read before the first is returned.</summary>
    public IReadOnlyList<PriceVolumeBar> Read()
    {
        List<PriceVolumeBar> bars = [];
        try
        {
            using Stream file = File.OpenRead(path);
            using Stream plain = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
            using var reader = new StreamReader(plain);
            long number = 0;
            while (reader.ReadLine() is { } line)
            {
                number++;
                if (line.Length == 0 || (number == 1 && IsHeader(line)))
                    continue;
                if (TryRow(line, number, out PriceVolumeBar bar))
                    bars.Add(bar);
            }
        }
        catch (Exception error) when (error is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            problems.Add(path, 0, $"cannot be read to its end ({error.Message}); the {bars.Count} bars before are used. Download the file again.");
        }

        if (bars.Count == 0)
            problems.Add(path, 0, $"contains no bar; expected rows of {string.Join(",", Columns)}.");
        if (_rounded)
            problems.Note(path, "has prices or volumes of more than 8 decimals; they are rounded to 8.");
        return Ordered(bars);
    }

    private List<PriceVolumeBar> Ordered(List<PriceVolumeBar> bars)
    {
        List<PriceVolumeBar> ordered = bars.Zip(bars.Skip(1)).All(pair => pair.First.OpenTime_ms < pair.Second.OpenTime_ms) ? bars : [.. bars.OrderBy(bar => bar.OpenTime_ms)];
        List<PriceVolumeBar> distinct = new(ordered.Count);
        foreach (PriceVolumeBar bar in ordered)
        {
            if (distinct.Count == 0 || distinct[^1].OpenTime_ms != bar.OpenTime_ms)
                distinct.Add(bar);
            else if (distinct[^1] != bar)
                problems.Add(path, 0, $"has two different bars for the minute {bar.OpenTime_ms}; the first is used. Remove one of them.");
        }

        return distinct;
    }

    private bool IsHeader(string line)
    {
        string[] names = [.. line.Split(',').Select(name => name.Trim().ToLowerInvariant())];
        if (names.Length == 0 || names[0].Length == 0 || !char.IsLetter(names[0][0]))
            return false;
        bool known = names.Length >= Columns.Length && TimeNames.Contains(names[0]) && names[1..Columns.Length].SequenceEqual(Columns[1..]);
        if (!known)
            problems.Add(path, 1, $"the header is '{line}'; expected {string.Join(",", Columns)} in this order, then any further columns. The columns are read in the expected order.");
        return true;
    }

    private bool TryRow(string line, long number, out PriceVolumeBar bar)
    {
        bar = default;
        string[] fields = line.Split(',');
        if (fields.Length < Columns.Length)
            return Refuse(number, $"{fields.Length} fields; expected {Columns.Length}: {string.Join(",", Columns)}.");
        if (!TryTime(fields[0], out long time_ms))
            return Refuse(number, $"date '{fields[0]}' is not a time; expected Unix milliseconds or microseconds of a whole minute, or ISO text.");
        Span<Int128> units = stackalloc Int128[5];
        for (int i = 1; i < Columns.Length; i++)
        {
            if (!TryUnits(fields[i].AsSpan().Trim(), out units[i - 1]) || (i < 5 && units[i - 1] > long.MaxValue))
                return Refuse(number, $"{Columns[i]} '{fields[i]}' is not a number; expected decimal text such as 95504.1.");
        }

        bar = new PriceVolumeBar(time_ms, Price.FromUnits((long)units[0]), Price.FromUnits((long)units[1]), Price.FromUnits((long)units[2]), Price.FromUnits((long)units[3]), Volume.FromUnits(units[4]));
        return bar.Impossible() is not { } impossible || Refuse(number, $"{impossible}.");
    }

    private bool Refuse(long number, string problem)
    {
        problems.Add(path, number, $"{problem} {Remedy}");
        return false;
    }

    private static bool TryTime(string text, out long time_ms)
    {
        if (!long.TryParse(text, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out time_ms))
        {
            if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time))
                return false;
            time_ms = time.ToUnixTimeMilliseconds();
        }
        else if (time_ms >= MicrosecondsMin)
        {
            time_ms /= 1_000;
        }

        return time_ms > 0 && time_ms < MicrosecondsMin && time_ms % UnixTime.MillisecondsPerMinute == 0;
    }

    /// <summary>Units of 10^-8; digits beyond the eighth decimal are rounded, which is reported once.</summary>
    private bool TryUnits(ReadOnlySpan<char> text, out Int128 units)
    {
        if (FixedText.TryParse(text, Price.Scale, out units))
            return true;
        if (!decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal value) || Math.Abs(value) > 1e18m)
            return false;
        _rounded = true;
        units = (Int128)Math.Round(value * Price.One);
        return true;
    }
}
