using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Platform.Archives.Building;
using Platform.Archives.Queues;
using Platform.Store.DuckDb;

namespace Platform.Benchmarks.Archives;

/// <summary>
/// Measures platform archive build on a monthly ZIP of 20 million trades (to minutes as Parquet and hours as CSV), compared with
/// decompressing the ZIP in .NET and with DuckDB, which computes the minutes from the unzipped CSV. Each figure is the median of rounds
/// in the same run.
/// </summary>
internal static class ArchivesBenchmark
{
    private const int DefaultRows = 20_000_000;
    private const int Rounds = 3;
    private const string Name = "BTCUSDT-aggTrades-2024-01";

    public static async Task RunAsync(string[] arguments)
    {
        int rows = arguments is [string text] ? int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture) : DefaultRows;
        string folder = Directory.CreateTempSubdirectory("platform-bench-").FullName;
        try
        {
            string csv = Path.Combine(folder, Name + ".csv");
            string zip = Path.Combine(folder, "source", "futures", "um", "monthly", "aggTrades", "BTCUSDT", Name + ".zip");
            Generate(rows, csv, zip);
            Console.WriteLine($"{rows:N0} trades, ZIP {new FileInfo(zip).Length / 1e6:N0} MB, CSV {new FileInfo(csv).Length / 1e6:N0} MB");
            var inflate = new List<double>();
            var ours = new List<double>();
            var duck = new List<double>();
            for (int round = 0; round < Rounds; round++)
            {
                inflate.Add(Time(() => Inflate(zip)));
                string output = Path.Combine(folder, $"out-{round}");
                long began = Stopwatch.GetTimestamp();
                await BuildAsync(Path.Combine(folder, "source"), output);
                ours.Add(Stopwatch.GetElapsedTime(began).TotalSeconds);
                duck.Add(Time(() => DuckDb(csv, Path.Combine(folder, $"duck-{round}.parquet"))));
            }

            double own = Median(ours);
            Console.WriteLine($"inflating in .NET:                       {Median(inflate):0.00} s");
            Console.WriteLine($"archive build (ZIP → Parquet and CSV):   {own:0.00} s, {rows / own / 1e6:0.0} M trades/s, {own / Median(inflate):0.00} × inflating");
            Console.WriteLine($"DuckDB (CSV → Parquet, two threads):     {Median(duck):0.00} s, archive build takes {own / Median(duck):0.00} of it");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Writes prices, quantities and times with the digits and repetitions of real files.</summary>
    private static void Generate(int rows, string csvPath, string zipPath)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(zipPath)!);
        using (var zip = new ZipArchive(new FileStream(zipPath, FileMode.Create), ZipArchiveMode.Create))
        using (Stream entry = zip.CreateEntry(Name + ".csv").Open())
        using (var csv = new FileStream(csvPath, FileMode.Create))
        {
            var random = new Random(1);
            var block = new StringBuilder("agg_trade_id,price,quantity,first_trade_id,last_trade_id,transact_time,is_buyer_maker\n");
            long time_ms = 1_704_067_200_000, first = 4_600_000_000;
            double step_ms = 31 * 86_400_000.0 / (rows + 1), clock = 0;
            int price = 425_000;
            for (int i = 0; i < rows; i++)
            {
                clock += step_ms * 2 * random.NextDouble();
                price += random.Next(8) switch { 0 => -1, 1 => 1, _ => 0 };
                int fills = random.Next(4) == 0 ? random.Next(1, 6) : 0;
                int thousandths = random.Next(3) == 0 ? random.Next(1, 5000) : random.Next(1, 60);
                block.Append(CultureInfo.InvariantCulture, $"{1_950_000_000L + i},{price / 10}.{price % 10},{thousandths / 1000}.{thousandths % 1000:000},{first},{first + fills},{time_ms + (long)Math.Min(clock, 31 * 86_400_000.0 - 1)},{(random.Next(2) == 0 ? "true" : "false")}\n");
                first += fills + 1;
                if (block.Length > 1 << 20 || i == rows - 1)
                {
                    byte[] bytes = Encoding.ASCII.GetBytes(block.ToString());
                    entry.Write(bytes);
                    csv.Write(bytes);
                    block.Clear();
                }
            }
        }

        File.WriteAllBytes(zipPath + ".CHECKSUM", Encoding.ASCII.GetBytes($"{Convert.ToHexStringLower(SHA256.HashData(File.OpenRead(zipPath)))}  {Name}.zip\n"));
    }

    private static void Inflate(string path)
    {
        using ZipArchive zip = ZipFile.OpenRead(path);
        using Stream content = zip.Entries[0].Open();
        byte[] buffer = new byte[1 << 20];
        while (content.Read(buffer) > 0)
        {
        }
    }

    private static async Task BuildAsync(string source, string output)
    {
        var options = new BuildOptions { Source = source, OutputFolder = output, Items = [new WorkItem("BTCUSDT", "2024-01", "2024-01")], Owner = "bench" };
        await using var queue = new MemoryQueue(TimeProvider.System, options.Lease);
        await new ArchiveBuild(options, queue, TimeProvider.System, _ => { }).RunAsync(CancellationToken.None);
        WorkEntry entry = (await queue.ListAsync(CancellationToken.None)).Value[0];
        if (entry.State != WorkState.Done)
            throw new InvalidOperationException(entry.Result);
    }

    /// <summary>The same columns of §3.1 in DuckDB's fastest form: explicit types, doubles throughout.</summary>
    private static void DuckDb(string csv, string output)
    {
        using DuckDbDatabase database = DuckDbDatabase.Open(new DuckDbOptions { Threads = 2, MemoryLimit_mib = 4096 }).Value;
        using DuckDbConnection connection = database.Connect();
        _ = connection.ExecuteScript($$"""
            COPY (
              SELECT make_timestamp((t // 60000) * 60000000) AS minute, count(*) AS trade_count, sum(q) AS base_volume, sum(x) AS quote_volume,
                sum(q) FILTER (NOT m) AS taker_buy_qty, sum(q) FILTER (m) AS taker_sell_qty, sum(x) FILTER (NOT m) AS taker_buy_quote, sum(x) FILTER (m) AS taker_sell_quote,
                sum(x * x) FILTER (NOT m) AS taker_buy_quote_sq, sum(x * x) FILTER (m) AS taker_sell_quote_sq, count(*) FILTER (NOT m) AS taker_buy_trade_count, count(*) FILTER (m) AS taker_sell_trade_count,
                sum(x) FILTER (NOT m AND x >= 50000) AS whale_buy_quote, sum(x) FILTER (m AND x >= 50000) AS whale_sell_quote,
                sum(x) FILTER (NOT m AND x <= 1000) AS retail_buy_quote, sum(x) FILTER (m AND x <= 1000) AS retail_sell_quote,
                arg_min(t, a) AS first_ts, arg_min(p, a) AS price_first, arg_max(t, a) AS last_ts, arg_max(p, a) AS price_last, max(p) AS price_high, min(p) AS price_low
              FROM (SELECT *, p * q AS x FROM read_csv('{{csv}}', header = true, auto_detect = false, delim = ',',
                columns = {a: 'BIGINT', p: 'DOUBLE', q: 'DOUBLE', f: 'BIGINT', l: 'BIGINT', t: 'BIGINT', m: 'BOOLEAN'}))
              GROUP BY ALL ORDER BY minute
            ) TO '{{output}}' (FORMAT parquet, COMPRESSION zstd)
            """).Value;
    }

    private static double Time(Action action)
    {
        long began = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
