using Microsoft.AspNetCore.Http;
using Platform.Accounting.Records;
using Platform.Accounting.Reports;
using Platform.Accounting.Stores;
using Platform.Analytics.Accounts;
using Platform.Monitor.Rows;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;
using Platform.Wire.V1;

namespace Platform.Monitor.Records;

/// <summary>
/// Answers queries about past trading: parents and fills from the executors' ledgers and, older ones, from the store; positions and
/// reports from the store. Any number of concurrent requests; the store is read by one at a time.
/// </summary>
internal sealed class RecordReads(ExecutorQueries executors, RecordedAccounts recorded, IReadOnlyList<string> accounts)
{
    /// <summary>Every path below /api/v1 that this class answers.</summary>
    public static IReadOnlyList<string> Paths { get; } = ["parents", "fills", "reports", "trades"];

    /// <param name="limit">Most rows.</param>
    public async Task<Result<byte[]>> AnswerAsync(string path, IQueryCollection query, int limit, CancellationToken cancel)
    {
        string account = query["account"].ToString();
        if (account.Length > 0 && !accounts.Contains(account))
            return new Fault(FaultKind.NotFound, $"account '{account}' is not configured: expected one of {string.Join(", ", accounts)}.");
        IReadOnlyList<string> asked = account.Length > 0 ? [account] : accounts;
        switch (path)
        {
            case "parents":
                return (await ParentsAsync(asked, query["run"].ToString(), limit, cancel)).Then<byte[]>(rows => PageJson.Bytes(rows));
            case "fills":
                return (await FillsAsync(asked, query["parent"].ToString(), limit, cancel)).Then<byte[]>(rows => PageJson.Bytes(rows));
            case "trades":
                return (await recorded.ReadAsync(store => PositionsOf(store, asked, limit), cancel)).Then<byte[]>(rows => PageJson.Bytes(rows));
            default:
                return account.Length == 0
                    ? new Fault(FaultKind.Invalid, "reports needs ?account=, with one account.")
                    : (await recorded.ReadAsync(_ => recorded.Report(account), cancel)).Then<byte[]>(report => PageJson.Bytes(report));
        }
    }

    private async Task<Result<IReadOnlyList<ListedParent>>> ParentsAsync(IReadOnlyList<string> asked, string run, int limit, CancellationToken cancel)
    {
        var rows = new List<ListedParent>();
        foreach (string account in asked)
        {
            // The ledger's rows are newer than stored ones; an executor that has stopped has stored everything.
            Result<IReadOnlyList<ParentRow>> live = await executors.ParentsAsync(account, new ListParentsRequest { RunId = run, Limit = limit }, cancel);
            List<ListedParent> found = live.IsOk ? [.. live.Value.Select(row => ListedParent.Of(account, row))] : [];
            if (found.Count < limit)
            {
                HashSet<string> known = [.. found.Select(row => row.ParentId)];
                Result<IReadOnlyList<ListedParent>> stored = await recorded.ReadAsync(store => StoredParents(store, account, run, limit), cancel);
                if (!stored.IsOk)
                    return stored;
                found.AddRange(stored.Value.Where(row => !known.Contains(row.ParentId)));
            }

            rows.AddRange(found);
        }

        return Result<IReadOnlyList<ListedParent>>.Ok([.. rows.OrderByDescending(row => row.StartedAtMs).Take(limit)]);
    }

    private async Task<Result<IReadOnlyList<ListedFill>>> FillsAsync(IReadOnlyList<string> asked, string parent, int limit, CancellationToken cancel)
    {
        var rows = new List<ListedFill>();
        foreach (string account in asked)
        {
            Result<IReadOnlyList<FillEvent>> live = await executors.FillsAsync(account, new ListFillsRequest { ParentId = parent, Limit = limit }, cancel);
            List<ListedFill> found = live.IsOk ? [.. live.Value.Select(ListedFill.Of)] : [];
            HashSet<(string, long)> known = [.. found.Select(row => (row.Symbol, row.TradeId))];
            Result<IReadOnlyList<ListedFill>> stored = await recorded.ReadAsync(
                store => store.Fills(account, StorePeriod.All).Then(fills => Result<IReadOnlyList<ListedFill>>.Ok(
                    [.. fills.Where(fill => parent.Length == 0 || fill.ParentId == parent).Reverse().Where(fill => !known.Contains((fill.Symbol, fill.TradeId))).Take(limit).Select(fill => ListedFill.Of(account, fill))])),
                cancel);
            if (!stored.IsOk)
                return stored;
            rows.AddRange(found.Concat(stored.Value));
        }

        return Result<IReadOnlyList<ListedFill>>.Ok([.. rows.OrderByDescending(row => row.AtMs).Take(limit)]);
    }

    private static Result<IReadOnlyList<ListedParent>> StoredParents(AccountStoreReader store, string account, string run, int limit)
    {
        Result<List<ParentRecord>> parents = store.Parents(account, StorePeriod.All);
        if (!parents.IsOk)
            return parents.Fault;
        ParentRecord[] wanted = [.. parents.Value.Where(row => run.Length == 0 || row.RunId == run).Reverse().Take(limit)];
        if (wanted.Length == 0)
            return Result<IReadOnlyList<ListedParent>>.Ok([]);
        Result<List<FillRecord>> fills = store.Fills(account, new StorePeriod(wanted.Min(row => row.Started_ms), long.MaxValue));
        if (!fills.IsOk)
            return fills.Fault;
        ILookup<string, FillRecord> byParent = fills.Value.ToLookup(fill => fill.ParentId);
        return Result<IReadOnlyList<ListedParent>>.Ok([.. wanted.Select(row =>
        {
            Money fees = Money.FromUnits(byParent[row.ParentId].Where(fill => fill.CommissionAsset == "USDT").Sum(fill => fill.Commission.Units));
            return ListedParent.Of(account, row, ParentCost.Of(row.ToFills(fees), null).ShortfallBps);
        })]);
    }

    private Result<IReadOnlyList<ReportedPosition>> PositionsOf(AccountStoreReader store, IReadOnlyList<string> asked, int limit)
    {
        var rows = new List<ReportedPosition>();
        foreach (string account in asked)
        {
            Result<IReadOnlyList<ReportedPosition>> positions = new ReportBuilder(store, null).Positions(account, StorePeriod.All);
            if (!positions.IsOk)
                return positions;
            rows.AddRange(positions.Value);
        }

        return Result<IReadOnlyList<ReportedPosition>>.Ok([.. rows.OrderByDescending(row => row.OpenedAtMs).Take(limit)]);
    }
}
