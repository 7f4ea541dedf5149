using Platform.Analytics.Archives;
using Platform.Archives.Features;
using Platform.Archives.Files;
using Platform.Archives.Rows;
using Platform.Archives.Sources;
using Platform.Primitives.Outcomes;
using Platform.Store.DuckDb;

namespace Platform.Archives.Building;

/// <summary>Builds the minute file of one symbol and month from its archives. The result depends only on the archives; the file is replaced atomically.</summary>
internal static class MonthBuild
{
    /// <summary>The month is marked when more than one row in this many has no quantity (quant.md §1.1).</summary>
    private const long ZeroQuantityRowsOneIn = 1000;

    /// <summary>Reads the archives in order as one sequence of rows. Corrupt when an archive is damaged.</summary>
    public static Result<MonthRecord> Run(DuckDbConnection connection, string path, ArchiveMonth month, IReadOnlyList<LocalArchive> archives, IReadOnlyList<int> missingDays, CancellationToken cancel)
    {
        Result<Reading> read = Read(month, archives, keepsHistory: false, cancel);
        if (read is { IsOk: true, Value.Sink.NeedsHistory: true })
            read = Read(month, archives, keepsHistory: true, cancel);
        if (!read.TryGet(out Reading? reading, out Fault? fault))
            return fault;
        MinuteFeatures[] rows = [.. reading.Minutes.Rows()];
        MonthRecord record = Record(month, reading, rows.Length, missingDays);
        return MinuteFile.Write(connection, path, rows, record).Then<MonthRecord>(_ => record);
    }

    private sealed record Reading(MonthMinutes Minutes, MonthSink Sink, TradeIdentities Known, RowCounts Counts, List<ReadArchive> Archives);

    private static Result<Reading> Read(ArchiveMonth month, IReadOnlyList<LocalArchive> archives, bool keepsHistory, CancellationToken cancel)
    {
        var minutes = new MonthMinutes(month.Start_ms, month.End_ms);
        var known = new TradeIdentities(keepsHistory);
        var reading = new Reading(minutes, new MonthSink(minutes, known), known, new RowCounts(), []);
        foreach (LocalArchive archive in archives)
        {
            Result<TradeFileRead> read = TradeFile.Read(archive, reading.Sink, reading.Counts, cancel);
            if (!read.IsOk)
                return read.Fault;
            if (!read.Value.IsWhole)
                break;
            reading.Archives.Add(new ReadArchive(Path.GetFileName(archive.Path), read.Value.Sha256));
        }

        return reading;
    }

    private static MonthRecord Record(ArchiveMonth month, Reading reading, int minutes, IReadOnlyList<int> missingDays) => new()
    {
        Month = month.ToString(),
        State = missingDays.Count == 0 ? MonthState.Complete : MonthState.Partial,
        Archives = reading.Archives,
        MissingDays = missingDays,
        Minutes = minutes,
        Rows = reading.Counts.Rows,
        Trades = reading.Sink.Trades,
        BadRows = reading.Counts.Bad,
        ZeroQuantityRows = reading.Counts.ZeroQuantity,
        RepeatedRows = reading.Sink.Repeats,
        ConflictingRows = reading.Sink.Conflicts,
        OutsideRows = reading.Sink.Outside,
        MissingIds = reading.Known.Missing.Sum(gap => gap.Ids.Length),
        Quality = reading.Counts.ZeroQuantity * ZeroQuantityRowsOneIn > reading.Counts.Rows ? "bad_qty" : "ok",
        Examples = reading.Counts.Examples,
    };
}
