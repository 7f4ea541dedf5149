using System.Globalization;
using System.IO.Compression;
using System.Text.RegularExpressions;
using Platform.Archives.Sources;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;

namespace Platform.Archives.Bars;

/// <summary>The kind of a trade file.</summary>
internal enum TradeInputKind
{
    /// <summary>CSV rows of one symbol in a ZIP, gzipped or plain.</summary>
    Rows,

    /// <summary>A recorded stream, `local_time {"stream":…,"data":…}` per line, of any number of symbols.</summary>
    Capture,

    /// <summary>One hour of stored trades, in Parquet.</summary>
    StoredHour,
}

/// <summary>A trade file and the facts in its name.</summary>
/// <param name="Symbol">Empty for a capture, whose messages contain their symbols.</param>
/// <param name="From_ms">Start of the period that the file covers completely by its name; null when the name does not contain it.</param>
internal sealed partial record TradeInput(string Path, TradeInputKind Kind, string Symbol, long? From_ms, long? To_ms)
{
    private const int PeekBytes = 4096;

    /// <summary>Invalid, with the expected kinds, when the file is not a trade file.</summary>
    public static Result<TradeInput> Of(string path)
    {
        if (!File.Exists(path))
            return new Fault(FaultKind.Invalid, $"--input {path} does not exist; expected a ZIP or CSV of aggTrades, a capture, or one hour of stored trades");
        try
        {
            string name = System.IO.Path.GetFileName(path);
            if (StoredHour().Match(name) is { Success: true } hour)
                return OfStoredHour(path, hour);
            if (IsCapture(path))
                return new TradeInput(path, TradeInputKind.Capture, "", null, null);
            return OfRows(path, name);
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return new Fault(FaultKind.Invalid, $"cannot read {path}: {broken.Message}");
        }
    }

    private static Result<TradeInput> OfStoredHour(string path, Match hour)
    {
        string symbol = System.IO.Path.GetFileName(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!);
        long start_ms = DateTimeOffset.ParseExact(hour.Groups[1].Value, "yyyy-MM-dd-HH", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).ToUnixTimeMilliseconds();
        return new TradeInput(path, TradeInputKind.StoredHour, symbol, start_ms, start_ms + UnixTime.MillisecondsPerHour);
    }

    private static Result<TradeInput> OfRows(string path, string name)
    {
        if (Archive().Match(name) is not { Success: true } archive)
        {
            int end = name.IndexOfAny(['-', '_', '.']);
            return new TradeInput(path, TradeInputKind.Rows, (end < 0 ? name : name[..end]).ToUpperInvariant(), null, null);
        }

        if (!ArchiveMonth.TryParse(archive.Groups[2].Value, out ArchiveMonth month))
            return new Fault(FaultKind.Invalid, $"{path} has the month {archive.Groups[2].Value} in its name; expected YYYY-MM with a month from 01 to 12");
        if (!archive.Groups[3].Success)
            return new TradeInput(path, TradeInputKind.Rows, archive.Groups[1].Value, month.Start_ms, month.End_ms);
        long start_ms = month.Start_ms + (int.Parse(archive.Groups[3].ValueSpan, CultureInfo.InvariantCulture) - 1) * UnixTime.MillisecondsPerDay;
        return new TradeInput(path, TradeInputKind.Rows, archive.Groups[1].Value, start_ms, start_ms + UnixTime.MillisecondsPerDay);
    }

    private static bool IsCapture(string path)
    {
        if (path.EndsWith(".zip", StringComparison.OrdinalIgnoreCase))
            return false;
        using FileStream file = File.OpenRead(path);
        using Stream content = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file;
        byte[] start = new byte[PeekBytes];
        ReadOnlySpan<byte> line = start.AsSpan(0, content.ReadAtLeast(start, PeekBytes, throwOnEndOfStream: false));
        int end = line.IndexOf((byte)'\n');
        return (end < 0 ? line : line[..end]).Contains((byte)'{');
    }

    [GeneratedRegex(@"^(.+)-aggTrades-(\d{4}-\d{2})(?:-(\d{2}))?\.(?:zip|csv|csv\.gz)$")]
    private static partial Regex Archive();

    [GeneratedRegex(@"^(\d{4}-\d{2}-\d{2}-\d{2})h\.parquet$")]
    private static partial Regex StoredHour();
}
