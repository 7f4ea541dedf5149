using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Platform.Domain.Market;
using Platform.Primitives.Numbers;

namespace Platform.TestKit.Archives;

/// <summary>The format of the rows of an archive.</summary>
public sealed record ArchiveSpelling
{
    public bool Header { get; init; } = true;
    public string NewLine { get; init; } = "\n";
    public Func<long, string> Time { get; init; } = time_ms => time_ms.ToString(CultureInfo.InvariantCulture);
    public Func<bool, string> Truth { get; init; } = value => value ? "true" : "false";

    /// <summary>Rows that are not trades, inserted after the first row.</summary>
    public IReadOnlyList<string> Junk { get; init; } = [];
}

/// <summary>An archive site in a folder, made of trades that the test knows.</summary>
public sealed class ArchiveFolder(string root)
{
    public const string Header = "agg_trade_id,price,quantity,first_trade_id,last_trade_id,transact_time,is_buyer_maker";

    public string Root => root;

    public static string Monthly(string symbol, string month) => $"futures/um/monthly/aggTrades/{symbol}/{symbol}-aggTrades-{month}.zip";

    public static string Daily(string symbol, string day) => $"futures/um/daily/aggTrades/{symbol}/{symbol}-aggTrades-{day}.zip";

    public string PathOf(string archive) => Path.Combine([root, .. archive.Split('/')]);

    /// <summary>Writes the archive and its checksum.</summary>
    public string Add(string archive, IEnumerable<AggTrade> trades, ArchiveSpelling? spelling = null)
    {
        string path = AddWithoutChecksum(archive, trades, spelling);
        File.WriteAllBytes(path + ".CHECKSUM", Encoding.UTF8.GetBytes($"{Sha256(path)}  {Path.GetFileName(path)}\n"));
        return path;
    }

    public string AddWithoutChecksum(string archive, IEnumerable<AggTrade> trades, ArchiveSpelling? spelling = null)
    {
        string path = PathOf(archive);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var zip = new ZipArchive(new FileStream(path, FileMode.Create), ZipArchiveMode.Create);
        using Stream entry = zip.CreateEntry(Path.GetFileNameWithoutExtension(path) + ".csv").Open();
        entry.Write(Encoding.UTF8.GetBytes(Text(trades, spelling ?? new ArchiveSpelling())));
        return path;
    }

    public static string Text(IEnumerable<AggTrade> trades, ArchiveSpelling spelling)
    {
        var text = new StringBuilder();
        if (spelling.Header)
            text.Append(Header).Append(spelling.NewLine);
        bool isFirst = true;
        foreach (AggTrade trade in trades)
        {
            text.Append(Row(trade, spelling)).Append(spelling.NewLine);
            foreach (string junk in isFirst ? spelling.Junk : [])
                text.Append(junk).Append(spelling.NewLine);
            isFirst = false;
        }

        return text.ToString();
    }

    public static string Row(in AggTrade trade, ArchiveSpelling spelling) => string.Create(
        CultureInfo.InvariantCulture,
        $"{trade.Id},{trade.Price.ToString(2)},{trade.Quantity.ToString(3)},{trade.FirstTradeId},{trade.LastTradeId},{spelling.Time(trade.Time_ms)},{spelling.Truth(trade.BuyerIsMaker)}");

    public static string Sha256(string path) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));

    /// <summary>Trades of one symbol between two times, with ids from 1 without a gap, prices in cents and quantities in thousandths.</summary>
    public static AggTrade[] Trades(int seed, DateTime from, DateTime to, int count, long firstId = 1)
    {
        var random = new Random(seed);
        long start_ms = new DateTimeOffset(DateTime.SpecifyKind(from, DateTimeKind.Utc)).ToUnixTimeMilliseconds();
        long length_ms = (long)(to - from).TotalMilliseconds;
        long[] times = [.. Enumerable.Range(0, count).Select(_ => start_ms + random.NextInt64(length_ms)).Order()];
        long price = 10_000, underlying = firstId * 3;
        var trades = new AggTrade[count];
        for (int i = 0; i < count; i++)
        {
            price = Math.Max(100, price + random.Next(-15, 16));
            long quantity = random.NextInt64(1, random.Next(4) switch { 0 => 5_000, 1 => 50_000, 2 => 500_000, _ => 5_000_000 });
            int fills = random.Next(3);
            trades[i] = new AggTrade(firstId + i, Price.FromUnits(price * 1_000_000), Quantity.FromUnits(quantity * 100_000), underlying, underlying + fills, times[i], random.Next(2) == 0);
            underlying += fills + 1;
        }

        return trades;
    }
}
