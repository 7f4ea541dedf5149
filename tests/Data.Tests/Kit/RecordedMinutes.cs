using System.Globalization;
using System.IO.Compression;
using Platform.Domain.Labels;
using Platform.Primitives.Numbers;
using Platform.TestKit.Files;

namespace Platform.Data.Tests.Kit;

/// <summary>Open, high, low and close of the 5-minute windows of a recorded symbol, from its recorded minutes.</summary>
internal static class RecordedMinutes
{
    public static Dictionary<long, (Price Open, Price High, Price Low, Price Close)> Windows(string symbol)
    {
        using var text = new StreamReader(new GZipStream(File.OpenRead(RecordedData.Path("binance-usdm-1m", $"{symbol}-1m.csv.gz")), CompressionMode.Decompress));
        text.ReadLine();
        var windows = new Dictionary<long, (Price Open, Price High, Price Low, Price Close)>();
        while (text.ReadLine() is { } line)
        {
            string[] parts = line.Split(',');
            long start_ms = Label.At(long.Parse(parts[0], CultureInfo.InvariantCulture)).Start_ms;
            (Price open, Price high, Price low, Price close) = (Price.Parse(parts[1]), Price.Parse(parts[2]), Price.Parse(parts[3]), Price.Parse(parts[4]));
            windows[start_ms] = windows.TryGetValue(start_ms, out (Price Open, Price High, Price Low, Price Close) so)
                ? (so.Open, Price.Max(so.High, high), Price.Min(so.Low, low), close)
                : (open, high, low, close);
        }

        return windows;
    }
}
