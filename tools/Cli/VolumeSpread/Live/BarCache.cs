using System.Globalization;
using System.Text;
using Platform.Analytics.VolumeSpread.Features;
using Platform.Domain.Labels;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;
using Platform.Store.Documents;

namespace Platform.Cli.VolumeSpread.Live;

/// <summary>
/// The closed bars of one symbol and timeframe on disk, so that a restart queries the exchange only for missing bars. CSV, one bar
/// appended at a time; an incomplete line after a crash, and everything before a gap, is ignored. One thread, one process.
/// </summary>
internal sealed class BarCache(string folder, string symbol, BarInterval timeframe)
{
    private const string Header = "open_time,open,high,low,close,volume";
    private readonly string _path = Path.Combine(folder, $"{Uri.EscapeDataString(symbol)}-{timeframe}.csv");

    /// <summary>Contiguous bars, ascending; empty when there is no cache.</summary>
    public List<PriceVolumeBar> Read()
    {
        List<PriceVolumeBar> bars = [];
        if (!File.Exists(_path))
            return bars;
        foreach (string line in File.ReadLines(_path).Skip(1))
        {
            if (!TryRow(line, out PriceVolumeBar bar) || bar.Impossible() is not null)
                continue;
            if (bars.Count > 0 && bar.OpenTime_ms != bars[^1].OpenTime_ms + timeframe.Length_ms)
                bars.Clear();
            bars.Add(bar);
        }

        return bars;
    }

    /// <summary>Adds the next bar.</summary>
    public Result<Done> Append(in PriceVolumeBar bar)
    {
        try
        {
            using var file = new FileStream(_path, FileMode.Append, FileAccess.Write);
            file.Write(Encoding.UTF8.GetBytes(Row(bar)));
            return Done.Value;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return new Fault(FaultKind.Unavailable, $"{_path}: cannot be written: {refused.Message} The analysis continues; a restart loads the bars from the exchange again.");
        }
    }

    /// <summary>Replaces the whole cache.</summary>
    public Result<Done> Write(IEnumerable<PriceVolumeBar> bars)
    {
        var text = new StringBuilder(Header).Append('\n');
        foreach (PriceVolumeBar bar in bars)
            text.Append(Row(bar));
        return AtomicFile.Write(_path, Encoding.UTF8.GetBytes(text.ToString()));
    }

    private static string Row(in PriceVolumeBar bar) =>
        string.Create(CultureInfo.InvariantCulture, $"{bar.OpenTime_ms},{bar.Open},{bar.High},{bar.Low},{bar.Close},{bar.Volume}\n");

    private static bool TryRow(string line, out PriceVolumeBar bar)
    {
        bar = default;
        string[] fields = line.Split(',');
        if (fields.Length != 6 || !long.TryParse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture, out long time_ms)
            || !Price.TryParse(fields[1], out Price open) || !Price.TryParse(fields[2], out Price high) || !Price.TryParse(fields[3], out Price low)
            || !Price.TryParse(fields[4], out Price close) || !Volume.TryParse(fields[5], out Volume volume))
            return false;
        bar = new PriceVolumeBar(time_ms, open, high, low, close, volume);
        return true;
    }
}
