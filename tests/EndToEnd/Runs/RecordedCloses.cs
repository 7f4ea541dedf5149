using System.Globalization;
using System.IO.Compression;
using Platform.Domain.Labels;
using Platform.Primitives.Numbers;
using Platform.TestKit.Files;

namespace Platform.EndToEnd.Runs;

/// <summary>The recorded 1-minute klines as 5-minute closes and volumes, which the platform's own bars must equal.</summary>
internal static class RecordedCloses
{
    public static string Folder => RecordedData.Path("binance-usdm-1m");

    public static IReadOnlyList<string> Symbols => [.. Directory.EnumerateFiles(Folder, "*USDT-1m.csv.gz").Select(file => Path.GetFileName(file)[..^"-1m.csv.gz".Length]).Order(StringComparer.Ordinal)];

    /// <summary>By label: the close of its last minute and the sum of its five volumes.</summary>
    public static Dictionary<Label, (Price Close, Quantity Volume)> Of(string symbol, Label from, Label to)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(Path.Combine(Folder, $"{symbol}-1m.csv.gz")), CompressionMode.Decompress));
        var bars = new Dictionary<Label, (Price Close, Quantity Volume)>();
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            string[] fields = line.Split(',');
            Label label = Label.At(long.Parse(fields[0], CultureInfo.InvariantCulture));
            if (label > to)
                break;
            if (label < from)
                continue;
            Quantity before = bars.TryGetValue(label, out (Price Close, Quantity Volume) bar) ? bar.Volume : Quantity.Zero;
            bars[label] = (Price.Parse(fields[4]), before + Quantity.Parse(fields[5]));
        }

        return bars;
    }
}
