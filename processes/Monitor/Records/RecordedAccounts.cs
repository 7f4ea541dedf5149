using Platform.Accounting.Reports;
using Platform.Accounting.Stores;
using Platform.Hosting.Places;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;
using Platform.Store.Documents;
using Platform.Store.DuckDb;

namespace Platform.Monitor.Records;

/// <summary>The stored records of all accounts, read by one caller at a time, and the report documents made of them.</summary>
internal sealed class RecordedAccounts : IDisposable
{
    private const long ReportDays_ms = 30 * UnixTime.MillisecondsPerDay;
    private const int MarketParentsMax = 300;

    private readonly SemaphoreSlim _turn = new(1);
    private readonly PlatformPaths _paths;
    private readonly TimeProvider _clock;
    private readonly bool _isPaper;
    private readonly Lazy<Result<DuckDbDatabase>> _database = new(() => DuckDbDatabase.Open(new DuckDbOptions { MemoryLimit_mib = 192 }));

    public RecordedAccounts(PlatformPaths paths, bool isPaper, TimeProvider clock) => (_paths, _isPaper, _clock) = (paths, isPaper, clock);

    /// <summary>Runs the read on another thread when no other read is in progress.</summary>
    public async Task<Result<T>> ReadAsync<T>(Func<AccountStoreReader, Result<T>> read, CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel);
        try
        {
            return await Task.Run(() => _database.Value.Then(database => read(new AccountStoreReader(database, _paths.Accounting))), cancel);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Reports of the last 30 days of platform time. Call within <see cref="ReadAsync"/>.</summary>
    public Result<AccountReport> Report(string account) => _database.Value.Then(database =>
    {
        long now_ms = _clock.NowMilliseconds();
        var builder = new ReportBuilder(new AccountStoreReader(database, _paths.Accounting), new TradePrices(database, _paths.Trades));
        return builder.Build(new ReportRequest(account, new StorePeriod(now_ms - ReportDays_ms, long.MaxValue), now_ms, _isPaper, MarketParentsMax));
    });

    /// <summary>
    /// Replaces strategy_reports/{account}_strategy_report_latest.json and position_history/{account}_position_history.json. An account
    /// without records has neither file.
    /// </summary>
    public Task<Result<Done>> WriteDocumentsAsync(string account, CancellationToken cancel) => ReadAsync(
        _ =>
        {
            Result<AccountReport> built = Report(account);
            if (!built.TryGet(out AccountReport? report, out Fault? fault))
                return fault.Kind == FaultKind.NotFound ? Done.Value : fault;
            var history = new PositionHistoryDocument(PositionHistoryDocument.CurrentSchema, account, report.GeneratedAtMs, report.PositionHistory);
            return JsonDocumentFile.Write(Path.Combine(_paths.StrategyReports, $"{account}_strategy_report_latest.json"), report, ReportJson.Default.AccountReport)
                .Then(_ => JsonDocumentFile.Write(Path.Combine(_paths.PositionHistory, $"{account}_position_history.json"), history, ReportJson.Default.PositionHistoryDocument));
        }, cancel);

    public void Dispose()
    {
        if (_database is { IsValueCreated: true, Value: { IsOk: true, Value: var database } })
            database.Dispose();
        _turn.Dispose();
    }
}
