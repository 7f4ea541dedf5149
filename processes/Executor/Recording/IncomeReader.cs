using Platform.Accounting.Records;
using Platform.Accounting.Stores;
using Platform.Exchanges.Binance.Accounts;
using Platform.Executor.Gateway;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;

namespace Platform.Executor.Recording;

/// <summary>Income records that were not known before, and the time up to which they are complete.</summary>
/// <param name="To_ms">Every income record before this time has been read.</param>
internal sealed record IncomePage(IReadOnlyList<IncomeRecord> Rows, long To_ms);

/// <summary>
/// Reads the account's income records from where the store ends, page by page, with an overlap that finds records which
/// appear late; known records are detected by transaction id. One task at a time.
/// </summary>
internal sealed class IncomeReader(IAccountBookings bookings, TimeProvider clock)
{
    /// <summary>Overlap: funding is booked up to a minute after its time.</summary>
    private const long Overlap_ms = 10 * UnixTime.MillisecondsPerMinute;

    private const int PageRows = 1000;

    private readonly Dictionary<(string Kind, long Id, string Symbol, string Asset), long> _known = [];
    private long _begun_ms;
    private long _through_ms;

    /// <summary>Starts where the store ends.</summary>
    public Result<Done> Resume(AccountStoreReader stored, string account, AccountManifest manifest)
    {
        (_begun_ms, _through_ms) = (manifest.Begun_ms, manifest.Income_ms);
        Result<List<IncomeRecord>> recent = stored.Income(account, new StorePeriod(From_ms, long.MaxValue));
        if (!recent.IsOk)
            return recent.Fault;
        Remember(recent.Value);
        return Done.Value;
    }

    /// <summary>Reads the records since the last stored one; returns them again until <see cref="Stored"/> is called.</summary>
    public async Task<Result<IncomePage>> ReadAsync(CancellationToken cancel)
    {
        long to_ms = Math.Max(_through_ms, clock.NowMilliseconds());
        var fresh = new List<IncomeRecord>();
        var read = new HashSet<(string, long, string, string)>();
        for (int page = 1; ; page++)
        {
            Result<IReadOnlyList<IncomeEntry>> rows = await bookings.IncomePageAsync(From_ms, to_ms, page, PageRows, cancel);
            if (!rows.IsOk)
                return rows.Fault;
            fresh.AddRange(rows.Value.Select(ToRecord).Where(row => !_known.ContainsKey(IdOf(row)) && read.Add(IdOf(row))));
            if (rows.Value.Count < PageRows)
                return new IncomePage(fresh, to_ms);
        }
    }

    public void Stored(IncomePage page)
    {
        Remember(page.Rows);
        _through_ms = page.To_ms;
        foreach (var old in _known.Where(known => known.Value < From_ms).ToArray())
            _known.Remove(old.Key);
        bookings.Recorded(From_ms);
    }

    private long From_ms => Math.Max(_begun_ms, _through_ms - Overlap_ms);

    private void Remember(IEnumerable<IncomeRecord> rows)
    {
        foreach (IncomeRecord row in rows)
            _known[IdOf(row)] = row.Time_ms;
    }

    private static (string, long, string, string) IdOf(IncomeRecord row) => (row.Kind, row.TransactionId, row.Symbol, row.Asset);

    private static IncomeRecord ToRecord(IncomeEntry row) => new(row.Time_ms, row.Kind, row.Symbol, row.Asset, row.Amount, row.TransactionId, row.TradeId);
}
