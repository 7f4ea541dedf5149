using Microsoft.Extensions.Logging;
using Platform.Analytics.Bars;
using Platform.Archives.Bars;
using Platform.Data.Bars;
using Platform.Domain.Labels;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;
using Platform.Store.DuckDb;
using Platform.Store.Parquet;

namespace Platform.Data.Store;

/// <summary>Settings of <see cref="BarFiles"/>.</summary>
/// <param name="ThresholdVersion">Name of the trade-size thresholds, written with each bar.</param>
/// <param name="Interval">Real time between two writes of the marked days.</param>
internal sealed record BarFilesOptions(string Folder, string ThresholdVersion, TimeSpan Interval);

/// <summary>
/// Bars as Parquet day files. The pipeline marks days that got bars, and one background loop writes them, each file as a whole; bars that
/// are not written yet are in the bar journal. Any thread may read.
/// </summary>
internal sealed partial class BarFiles(DuckDbDatabase database, BarFilesOptions options, BarMemory memory, TimeProvider realTime, ILogger log)
{
    private static readonly TimeSpan s_stopLimit = TimeSpan.FromSeconds(2);

    private readonly DayFiles _days = new(options.Folder);
    private readonly Lock _gate = new();
    private readonly HashSet<(string Symbol, long Day_ms)> _dirty = [];
    private ulong _newestMarked;
    private ulong _stored;
    private long _written;

    /// <summary>Every journal record up to this sequence number is in a day file.</summary>
    public ulong StoredSequence => Interlocked.Read(ref _stored);

    public long FilesWritten => Interlocked.Read(ref _written);

    /// <summary>Files waiting to be written: at most the symbols times the days of their bars.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
                return _dirty.Count;
        }
    }

    /// <summary>Marks the day of a bar that is in the memory; sequence is that of the journal record, 0 when it has none.</summary>
    public void Mark(string symbol, long openTime_ms, ulong sequence)
    {
        lock (_gate)
        {
            _dirty.Add((symbol, DayFiles.StartOf(openTime_ms)));
            _newestMarked = Math.Max(_newestMarked, sequence);
        }
    }

    /// <summary>Writes the marked days at the interval until cancelled, and then once more.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        using DuckDbConnection connection = database.Connect();
        while (!cancel.IsCancellationRequested)
        {
            await Task.Delay(options.Interval, realTime, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            WriteMarked(connection, cancel);
        }
    }

    /// <summary>Bars of the symbol in [from, to), oldest first; a day without a file has none.</summary>
    public Result<List<BarRow>> Read(string symbol, long from_ms, long to_ms)
    {
        using DuckDbConnection connection = database.Connect();
        return Read(connection, symbol, from_ms, to_ms);
    }

    private Result<List<BarRow>> Read(DuckDbConnection connection, string symbol, long from_ms, long to_ms)
    {
        var rows = new List<BarRow>();
        for (long day_ms = DayFiles.StartOf(from_ms); day_ms < to_ms; day_ms += UnixTime.MillisecondsPerDay)
        {
            string path = _days.PathOf(symbol, day_ms);
            if (!File.Exists(path))
                continue;
            Result<ColumnTable> read = ParquetFile.Read(connection, path);
            if (!read.TryGet(out ColumnTable? table, out Fault? fault))
                return fault;
            rows.AddRange(BarTable.Read(table).Where(row => row.OpenTime_ms >= from_ms && row.OpenTime_ms < to_ms));
        }

        return rows;
    }

    private void WriteMarked(DuckDbConnection connection, CancellationToken cancel)
    {
        (string Symbol, long Day_ms)[] marked;
        ulong sequence;
        lock (_gate)
        {
            marked = [.. _dirty];
            _dirty.Clear();
            sequence = _newestMarked;
        }

        bool whole = true;
        long stoppedAt = 0;
        foreach ((string symbol, long day_ms) in marked)
        {
            // A stop waits for a limited time; unwritten bars are in the journal, from which the next start writes them.
            if (cancel.IsCancellationRequested && stoppedAt == 0)
                stoppedAt = realTime.GetTimestamp();
            if (stoppedAt != 0 && realTime.GetElapsedTime(stoppedAt) > s_stopLimit)
                return;
            Result<Done> written = Write(connection, symbol, day_ms);
            if (written.IsOk)
            {
                Interlocked.Increment(ref _written);
                continue;
            }

            whole = false;
            NotWritten(_days.PathOf(symbol, day_ms), written.Fault.Message);
            Mark(symbol, day_ms, 0);
        }

        if (whole)
            Interlocked.Exchange(ref _stored, sequence);
    }

    private Result<Done> Write(DuckDbConnection connection, string symbol, long day_ms)
    {
        List<BarRow> rows = memory.Read(symbol, day_ms, day_ms + UnixTime.MillisecondsPerDay);
        if (rows.Count == 0)
            return Done.Value;

        // Bars older than the memory are in the file already.
        if (rows[0].OpenTime_ms > day_ms || rows.Count != (rows[^1].OpenTime_ms - day_ms) / Label.Length_ms + 1)
        {
            Result<List<BarRow>> stored = Read(connection, symbol, day_ms, day_ms + UnixTime.MillisecondsPerDay);
            if (!stored.TryGet(out List<BarRow>? older, out Fault? fault))
                return fault;
            rows = [.. older.Concat(rows).GroupBy(row => row.OpenTime_ms).Select(same => same.Last()).OrderBy(row => row.OpenTime_ms)];
        }

        var table = new ColumnTable(BarTable.Columns);
        foreach (BarRow row in rows)
            BarTable.Append(table, symbol, in row, options.ThresholdVersion);
        return ParquetFile.Write(connection, _days.PathOf(symbol, day_ms), table);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Path} cannot be written: {Reason}; its bars stay in the journal and the write is retried")]
    private partial void NotWritten(string path, string reason);
}
