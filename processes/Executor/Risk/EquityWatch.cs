using Platform.Analytics.Risk;
using Platform.Exchanges.Binance.Accounts;
using Platform.Executor.Ledger;
using Platform.Executor.Planning;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;

namespace Platform.Executor.Risk;

/// <summary>
/// Measures loss and drawdown with transfers removed (quant.md §8.1). A sample is journalled once every transfer up to it is known;
/// between samples the newest equity is an estimate. Owned by the account's context.
/// </summary>
internal sealed class EquityWatch(AccountJournal journal, BinanceAccountClient account, TimeSpan interval, TimeProvider realTime)
{
    private const string Transfer = "TRANSFER";
    private const string MarginAsset = "USDT";
    private const int RowsMax = 1_000;

    /// <summary>A transfer within this time of the snapshot may or may not be included in it; the next snapshot is used instead.</summary>
    private const long Near_ms = 2_000;

    private long _sampled;

    /// <summary>The index at the snapshot, under the assumption of no transfer since the last sample.</summary>
    public EquityIndex Estimate(PlanningSnapshot snapshot) => journal.Ledger.Equity.After(snapshot.At_ms, snapshot.Equity, Money.Zero);

    /// <summary>True when the interval since the last sample has passed.</summary>
    public bool IsDue => journal.Ledger.EquityAt_ms == 0 || realTime.GetElapsedTime(_sampled) >= interval;

    /// <summary>
    /// Reads the transfers since the last sample and journals the new sample; returns the index, or null when it cannot be determined
    /// now.
    /// </summary>
    public async Task<EquityIndex?> SampleAsync(PlanningSnapshot snapshot, CancellationToken cancel)
    {
        long from_ms = journal.Ledger.EquityAt_ms;
        Money flow = Money.Zero;
        if (from_ms >= snapshot.At_ms)
            return null;
        if (from_ms > 0)
        {
            Result<IReadOnlyList<IncomeEntry>> read = await account.GetIncomeAsync(Transfer, from_ms + 1, null, RowsMax, cancel);
            if (!read.IsOk || read.Value.Any(row => Math.Abs(row.Time_ms - snapshot.At_ms) < Near_ms))
                return null;
            flow = read.Value.Where(row => row.Asset == MarginAsset && row.Time_ms <= snapshot.At_ms).Aggregate(Money.Zero, (sum, row) => sum + row.Amount);
        }

        _sampled = realTime.GetTimestamp();
        journal.Record(new EquityIndexed(snapshot.At_ms, snapshot.Equity, flow));
        return journal.Ledger.Equity;
    }
}
