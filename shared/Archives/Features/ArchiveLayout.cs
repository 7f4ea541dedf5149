using Platform.Archives.Sources;

namespace Platform.Archives.Features;

/// <summary>Paths of the results below the output folder (requirements document 004).</summary>
public sealed class ArchiveLayout(string folder)
{
    private const string Minutes = "binance_aggTrades_1m_parquet";
    private const string Hours = "binance_aggTrades";

    public string MinuteFile(string symbol, ArchiveMonth month) => Path.Combine(folder, Minutes, symbol, $"{month}.parquet");

    public string HourFile(string symbol) => Path.Combine(folder, Hours, $"{symbol}_aggTrades.csv");

    public string MetaFile(string symbol) => HourFile(symbol) + ".meta.json";

    public string HourFolder => Path.Combine(folder, Hours);

    /// <summary>Folder of the archives fetched from a site, with the layout of the site; after --keep-zip it can be used as a source.</summary>
    public string ZipFolder => Path.Combine(folder, "zip");
}
