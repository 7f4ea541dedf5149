using System.Diagnostics;
using Platform.Store.DuckDb;
using Platform.Store.Journals;

namespace Platform.Benchmarks.Store;

/// <summary>
/// Compares journal appends with a plain FileStream that writes the same bytes with the same flushes, and DuckDB's appender with INSERT.
/// </summary>
internal static class StoreComparison
{
    private const int RecordBytes = 200;
    private const int Unflushed = 500_000;
    private const int FlushedEach = 500;
    private const int PerBatch = 100;
    private const int Rows = 2_000_000;

    public static void Run()
    {
        string folder = Directory.CreateTempSubdirectory("platform-bench-").FullName;
        try
        {
            Compare("one flush to disk per record", FlushedEach, batch: 1, waitForDisk: true, folder);
            Compare("one flush to disk per 100 records", FlushedEach * PerBatch, PerBatch, waitForDisk: true, folder);
            Compare("written per 100 records, not flushed to disk", Unflushed, PerBatch, waitForDisk: false, folder);
            Console.WriteLine($"DuckDB appender, 10 columns:    {AppendedRows(),12:N0} rows/s");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Compare(string what, int records, int batch, bool waitForDisk, string folder)
    {
        var ours = new List<double>();
        var bare = new List<double>();
        for (int round = 0; round < 5; round++)
        {
            ours.Add(Journaled(Path.Combine(folder, $"{what}-{round}"), records, batch, waitForDisk));
            bare.Add(Bare(Path.Combine(folder, $"bare-{round}"), records, batch, waitForDisk));
        }

        ours.Sort();
        bare.Sort();
        Console.WriteLine($"journal, {what}: {ours[2],12:N0} records/s; plain FileStream {bare[2],12:N0}; ratio {ours[2] / bare[2]:0.00}");
    }

    private static double Journaled(string folder, int records, int batch, bool waitForDisk)
    {
        using Journal journal = Journal.Open(folder, "bench", new JournalOptions { WaitForDisk = waitForDisk, SegmentBytes = 1L << 30 }).Value;
        var record = new byte[RecordBytes];
        var watch = Stopwatch.StartNew();
        for (int i = 1; i <= records; i++)
        {
            journal.Append(record);
            if (i % batch == 0)
                _ = journal.Flush().Value;
        }

        return records / watch.Elapsed.TotalSeconds;
    }

    private static double Bare(string path, int records, int batch, bool waitForDisk)
    {
        // The peer writes the same number of bytes as the journal, including headers, in the same number of writes.
        var bytes = new byte[(RecordBytes + 24) * batch];
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        var watch = Stopwatch.StartNew();
        for (int i = 0; i < records / batch; i++)
        {
            file.Write(bytes);
            file.Flush(waitForDisk);
        }

        return records / watch.Elapsed.TotalSeconds;
    }

    private static double AppendedRows()
    {
        using DuckDbDatabase database = DuckDbDatabase.Open(new DuckDbOptions { MemoryLimit_mib = 1024 }).Value;
        using DuckDbConnection connection = database.Connect();
        ColumnType[] columns = [ColumnType.Text("symbol"), ColumnType.BigInt("time"), .. Enumerable.Range(0, 8).Select(i => ColumnType.Double($"v{i}"))];
        _ = connection.ExecuteScript($"CREATE TABLE rows ({string.Join(", ", columns.Select(column => $"{SqlText.Name(column.Name)} {column.Sql}"))})").Value;
        using DuckDbAppender appender = connection.Append("rows", columns).Value;
        var watch = Stopwatch.StartNew();
        for (int row = 0; row < Rows; row++)
        {
            appender.AddUtf8("BTCUSDT"u8).Add((long)row);
            for (int i = 0; i < 8; i++)
                appender.Add(row * 0.5);
            appender.EndRow();
        }

        _ = appender.Complete().Value;
        return Rows / watch.Elapsed.TotalSeconds;
    }
}
