using System.Globalization;
using Platform.Analytics.Archives;
using Platform.Archives.Features;
using Platform.Archives.Files;
using Platform.Archives.Queues;
using Platform.Archives.Sources;
using Platform.Primitives.Outcomes;
using Platform.Store.Documents;
using Platform.Store.DuckDb;

namespace Platform.Archives.Building;

/// <summary>
/// Builds the minute files of all months of one symbol, then the hour file and its meta file. Existing minute files are used. After a failed month
/// the other months are still built and the hour file is unchanged, so that a missing month is always reported. Not thread-safe.
/// </summary>
internal sealed class SymbolBuild(WorkItem item, IArchiveSource source, ArchiveLayout layout, DuckDbConnection connection, Action<BuildEvent> report)
{
    private const int AskedAtOnce = 8;

    private readonly Dictionary<ArchiveMonth, MonthRecord> _records = [];
    private readonly Dictionary<ArchiveMonth, Fault> _faults = [];

    public async Task<Result<SymbolMeta>> RunAsync(CancellationToken cancel)
    {
        ArchiveMonth[] range = ArchiveMonth.TryParse(item.From, out ArchiveMonth from) && ArchiveMonth.TryParse(item.To, out ArchiveMonth to) ? [.. ArchiveMonth.Range(from, to)] : [];
        foreach (ArchiveMonth month in range)
        {
            if (!await ReuseAsync(month, cancel))
                await BuildMonthlyAsync(month, cancel);
        }

        HashSet<ArchiveMonth> open = [.. range.Where(month => !_records.ContainsKey(month) && IsWithoutMonthly(month))];
        foreach (IReadOnlyList<ArchiveMonth> sweep in MonthPlan.Sweeps(range, open.Contains).ToArray())
            await SweepDailyAsync(sweep.Where(open.Contains), open, cancel);
        foreach (ArchiveMonth month in open.Order())
            Absent(month, "no monthly archive, and no daily archive in the months next to it");
        return Conclude(range);
    }

    /// <summary>True when the monthly archive is missing or damaged; daily archives can replace it.</summary>
    private bool IsWithoutMonthly(ArchiveMonth month) => !_faults.TryGetValue(month, out Fault? fault) || fault.Kind == FaultKind.Corrupt;

    private async Task<bool> ReuseAsync(ArchiveMonth month, CancellationToken cancel)
    {
        string path = layout.MinuteFile(item.Symbol, month);
        if (!File.Exists(path))
            return false;
        Result<MonthRecord?> known = MinuteFile.ReadRecord(connection, path);
        if (!known.IsOk)
        {
            Report(BuildStep.Notice, month, $"{path} cannot be read and is rebuilt: {known.Fault.Message}");
            return false;
        }

        MonthRecord record = known.Value ?? new MonthRecord { Month = month.ToString(), State = MonthState.Given };
        if (record.State == MonthState.Partial)
            return false;
        string monthly = ArchivePath.Monthly(item.Symbol, month);
        if (record.Archives is [{ Sha256: { } read } archive] && archive.Name == Path.GetFileName(monthly)
            && await source.ChecksumAsync(monthly, cancel) is { IsOk: true, Value: { } published } && published != read)
        {
            Report(BuildStep.Notice, month, "the archive at the source has changed; the month is rebuilt");
            return false;
        }

        _records[month] = record;
        Report(BuildStep.MonthReused, month, path);
        return true;
    }

    private async Task BuildMonthlyAsync(ArchiveMonth month, CancellationToken cancel)
    {
        Result<LocalArchive> fetched = await source.FetchAsync(ArchivePath.Monthly(item.Symbol, month), cancel);
        if (fetched.Fault is { Kind: FaultKind.NotFound })
            return;
        Result<MonthRecord> built = fetched.Then(archive => Build(month, [archive], [], cancel));
        if (!built.IsOk)
            _faults[month] = built.Fault;
        if (built.Fault is { Kind: not FaultKind.Corrupt } fault)
            Report(BuildStep.MonthFailed, month, fault.Message);
    }

    /// <summary>Removes the processed months from the open months.</summary>
    private async Task SweepDailyAsync(IEnumerable<ArchiveMonth> months, HashSet<ArchiveMonth> open, CancellationToken cancel)
    {
        int empty = 0;
        foreach (ArchiveMonth month in months.ToArray())
        {
            Fault? damaged = _faults.GetValueOrDefault(month);
            if (empty >= source.EmptyMonthsMax && damaged is null)
                continue;
            open.Remove(month);
            await BuildDailyAsync(month, damaged, cancel);
            empty = _records.GetValueOrDefault(month) is { State: MonthState.Absent } ? empty + 1 : 0;
        }
    }

    private async Task BuildDailyAsync(ArchiveMonth month, Fault? damaged, CancellationToken cancel)
    {
        Result<List<int>> found = await DaysAsync(month, cancel);
        if (!found.TryGet(out List<int>? days, out Fault? fault))
        {
            Fail(month, fault);
            return;
        }

        int[] missing = [.. Enumerable.Range(1, month.Days).Except(days)];
        if (damaged is not null && missing.Length > 0)
        {
            Fail(month, damaged);
            return;
        }

        if (days.Count == 0)
        {
            Absent(month, "no monthly archive and no daily archives");
            return;
        }

        if (damaged is not null)
            Report(BuildStep.Notice, month, $"{damaged.Message}; built from the daily archives instead");
        var archives = new List<LocalArchive>();
        foreach (int day in days)
        {
            Result<LocalArchive> fetched = await source.FetchAsync(ArchivePath.Daily(item.Symbol, month, day), cancel);
            if (!fetched.IsOk)
            {
                Fail(month, fetched.Fault);
                return;
            }

            archives.Add(fetched.Value);
        }

        Result<MonthRecord> built = Build(month, archives, missing, cancel);
        if (!built.IsOk)
            Fail(month, built.Fault);
        else
            _faults.Remove(month);
    }

    private async Task<Result<List<int>>> DaysAsync(ArchiveMonth month, CancellationToken cancel)
    {
        var days = new List<int>();
        foreach (int[] asked in Enumerable.Range(1, month.Days).Chunk(AskedAtOnce))
        {
            Result<bool>[] answers = await Task.WhenAll(asked.Select(day => source.ExistsAsync(ArchivePath.Daily(item.Symbol, month, day), cancel)));
            if (Array.Find(answers, answer => !answer.IsOk).Fault is { } fault)
                return fault;
            days.AddRange(asked.Where((_, i) => answers[i].Value));
        }

        return days;
    }

    private Result<MonthRecord> Build(ArchiveMonth month, IReadOnlyList<LocalArchive> archives, IReadOnlyList<int> missingDays, CancellationToken cancel)
    {
        Result<MonthRecord> built = MonthBuild.Run(connection, layout.MinuteFile(item.Symbol, month), month, archives, missingDays, cancel);
        foreach (LocalArchive archive in archives)
            source.Release(archive);
        if (!built.TryGet(out MonthRecord? record, out Fault? fault))
            return fault;
        _records[month] = record;
        Report(BuildStep.MonthBuilt, month, MonthText.Of(record));
        return record;
    }

    private Result<SymbolMeta> Conclude(ArchiveMonth[] range)
    {
        if (_faults.Count > 0)
        {
            string months = string.Join("; ", _faults.OrderBy(pair => pair.Key).Select(pair => $"{pair.Key}: {pair.Value.Message}"));
            return new Fault(FaultKind.Unavailable, string.Create(CultureInfo.InvariantCulture, $"{_faults.Count} of {range.Length} months failed and the hour file is unchanged; run the same command again to continue. {months}"));
        }

        MonthRecord[] records = [.. range.Select(month => _records[month])];
        if (records.All(record => record.State == MonthState.Absent))
            return new Fault(FaultKind.NotFound, $"the source has no archive between {item.From} and {item.To}; check the spelling of the symbol and the range");
        return ReadMinutes(range).Then(minutes => WriteHours(minutes, records));
    }

    private Result<List<MinuteFeatures>> ReadMinutes(ArchiveMonth[] range)
    {
        var minutes = new List<MinuteFeatures>();
        foreach (ArchiveMonth month in range.Where(month => _records[month].State != MonthState.Absent))
        {
            string path = layout.MinuteFile(item.Symbol, month);
            if (!MinuteFile.Read(connection, path).TryGet(out IReadOnlyList<MinuteFeatures>? rows, out Fault? fault))
                return fault;
            long previous_ms = month.Start_ms - 1;
            foreach (MinuteFeatures row in rows)
            {
                if (row.Minute_ms <= previous_ms || row.Minute_ms >= month.End_ms)
                    return new Fault(FaultKind.Invalid, $"{path} contains a minute twice or a minute outside {month}; remove the file and run the same command again");
                previous_ms = row.Minute_ms;
            }

            minutes.AddRange(rows);
        }

        return minutes;
    }

    private Result<SymbolMeta> WriteHours(List<MinuteFeatures> minutes, MonthRecord[] records)
    {
        HourFeatures[] hours = [.. HourAggregation.ToHours(minutes)];
        return HourFile.Write(layout.HourFile(item.Symbol), hours).Then(sha256 =>
        {
            var meta = new SymbolMeta
            {
                Symbol = item.Symbol,
                From = item.From,
                To = item.To,
                Complete = records.All(record => record.State != MonthState.Partial),
                Hours = hours.Length,
                CsvSha256 = sha256,
                Months = records,
            };
            return JsonDocumentFile.Write(layout.MetaFile(item.Symbol), meta, MetaJson.Indented.SymbolMeta).Then<SymbolMeta>(_ => meta);
        });
    }

    private void Absent(ArchiveMonth month, string why)
    {
        _records[month] = new MonthRecord { Month = month.ToString(), State = MonthState.Absent };
        Report(BuildStep.MonthAbsent, month, why);
    }

    private void Fail(ArchiveMonth month, Fault fault)
    {
        _faults[month] = fault;
        Report(BuildStep.MonthFailed, month, fault.Message);
    }

    private void Report(BuildStep step, ArchiveMonth month, string text) => report(new BuildEvent(step, item.Symbol, month.ToString(), text));
}
