using System.Collections.Concurrent;
using Platform.Accounting.Records;
using Platform.Accounting.Stores;
using Platform.Domain.Labels;
using Platform.Domain.Orders;
using Platform.Executor.Accounts;
using Platform.Executor.Ledger;
using Platform.Executor.Planning;
using Platform.Hosting.Alerts;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;

namespace Platform.Executor.Recording;

/// <summary>
/// Writes the account's facts, the exchange's income records and the equity to the store, every few seconds, one batch at a time. What
/// cannot be written or read now stays in the ledger or at the exchange and is part of a later batch.
/// </summary>
internal sealed class AccountRecorder(RecordedAccount recorded, AccountExecutor executor, AlertPublisher alerts, TimeProvider clock, TimeProvider realTime)
{
    private const long EquityEvery_ms = UnixTime.MillisecondsPerMinute;
    private const int EquityWaitingMax = 10_000;
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_incomeInterval = TimeSpan.FromSeconds(15);

    private readonly ConcurrentQueue<EquityRecord> _equity = new();
    private readonly SemaphoreSlim _writing = new(1);
    private long _lastEquity_ms = recorded.LastEquity_ms;
    private long _incomeAt = long.MinValue;

    /// <summary>Rows written by this process.</summary>
    public long Written { get; private set; }

    /// <summary>
    /// Called on the account's context after each read of the account: takes a sample every minute of platform time and at every label.
    /// </summary>
    public void Saw(PlanningSnapshot snapshot)
    {
        bool isDue = _lastEquity_ms == 0 || snapshot.At_ms - _lastEquity_ms >= EquityEvery_ms || Label.At(snapshot.At_ms) > Label.At(_lastEquity_ms);
        if (!isDue || snapshot.At_ms <= _lastEquity_ms || _equity.Count >= EquityWaitingMax)
            return;
        _lastEquity_ms = snapshot.At_ms;
        _equity.Enqueue(new EquityRecord(
            snapshot.At_ms, snapshot.Equity, snapshot.Totals.WalletBalance, snapshot.Totals.UnrealizedPnl, snapshot.Totals.AvailableBalance, snapshot.Totals.InitialMargin,
            snapshot.Totals.MaintenanceMargin));
    }

    /// <summary>Writes until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(s_interval, realTime);
        while (await timer.WaitForNextTickAsync(cancel))
        {
            bool asksIncome = _incomeAt == long.MinValue || realTime.GetElapsedTime(_incomeAt) >= s_incomeInterval;
            Result<int> written = await WriteAsync(asksIncome, cancel);
            alerts.Set("records_unwritten", !written.IsOk, AlertSeverity.Warning, $"orders, fills and income are not recorded: {written.Fault?.Message} They stay in the journal and at the exchange, and the write is retried.");
        }
    }

    /// <summary>Writes one batch of everything that waits; returns the number of rows, or why nothing was stored.</summary>
    /// <param name="withIncome">True reads income records too.</param>
    public async Task<Result<int>> WriteAsync(bool withIncome, CancellationToken cancel)
    {
        await _writing.WaitAsync(cancel);
        try
        {
            IncomePage? income = null;
            if (withIncome)
            {
                _incomeAt = realTime.GetTimestamp();
                Result<IncomePage> read = await recorded.Income.ReadAsync(cancel);
                if (!read.IsOk)
                    return read.Fault;
                income = read.Value;
            }

            // Facts are read after the income records, so that every fill the ledger knows by then is known here.
            (Result<Done> durable, LedgerBatch batch, HashSet<string> unsettled) = await executor.AskAsync(ReadBatch);
            if (!durable.IsOk)
                return durable.Fault;
            return await StoreAsync(batch, income, unsettled, cancel);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Waits for a batch in progress and closes the store; nothing can be written afterwards.</summary>
    public async Task CloseAsync()
    {
        await _writing.WaitAsync();
        recorded.Dispose();
    }

    /// <summary>
    /// A row may be stored only when its fact is on disk; otherwise a later process would give its sequence number to another fact.
    /// </summary>
    private (Result<Done> Durable, LedgerBatch Batch, HashSet<string> Unsettled) ReadBatch(OrderLedger ledger) =>
        (recorded.Journal.Flush(), recorded.Projection.Peek(), [.. ledger.OpenParents.Where(parent => !parent.IsSettled).Select(parent => parent.Symbol)]);

    private async Task<Result<int>> StoreAsync(LedgerBatch batch, IncomePage? income, HashSet<string> unsettled, CancellationToken cancel)
    {
        recorded.Foreign.Know(batch.Fills);
        recorded.Foreign.Take(income?.Rows ?? []);
        Result<IReadOnlyList<FillRecord>> foreign = income is null ? Result<IReadOnlyList<FillRecord>>.Ok([]) : await recorded.Foreign.ReadAsync(clock.NowMilliseconds(), unsettled, cancel);
        if (!foreign.IsOk)
            return foreign.Fault;
        EquityRecord[] equity = [.. _equity];
        AccountManifest manifest = recorded.Store.Manifest;
        var rows = new AccountBatch((long)batch.Sequence, income?.To_ms ?? manifest.Income_ms)
        {
            Orders = batch.Orders,
            Fills = [.. batch.Fills, .. foreign.Value],
            Parents = batch.Parents,
            Income = income?.Rows ?? [],
            Equity = equity,
        };
        if (rows.Rows == 0)
            return 0;
        Result<Done> stored = recorded.Store.Append(rows);
        if (!stored.IsOk)
            return stored.Fault;
        if (income is not null)
            recorded.Income.Stored(income);
        recorded.Foreign.Know(foreign.Value);
        recorded.Foreign.Forget(clock.NowMilliseconds());
        for (int i = 0; i < equity.Length; i++)
            _equity.TryDequeue(out _);
        Written += rows.Rows;
        await executor.AskAsync(_ => recorded.Stored(batch));
        return rows.Rows;
    }
}
