using Platform.Accounting.Records;
using Platform.Accounting.Stores;
using Platform.Analytics.Accounts;
using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;
using static Platform.Accounting.Reports.ReportFigures;

namespace Platform.Accounting.Reports;

/// <summary>What a report is to hold.</summary>
/// <param name="Now_ms">Platform time; a period without an end ends here.</param>
/// <param name="IsPaper">The fills are on paper: the exchange books nothing, so that fees and funding are unknown.</param>
/// <param name="MarketParentsMax">Figures against the market's trades are made for at most so many parents, the newest.</param>
/// <param name="RowsMax">Parents and positions listed at most, the newest; sums are over all.</param>
public sealed record ReportRequest(string Account, StorePeriod Period, long Now_ms, bool IsPaper = false, int MarketParentsMax = 2_000, int RowsMax = 1_000);

/// <summary>Makes reports from the stored records alone: while the platform runs, or when it does not. One thread at a time.</summary>
/// <param name="market">Null when no trades are stored: figures against the market are then unknown.</param>
public sealed class ReportBuilder(AccountStoreReader store, TradePrices? market)
{
    /// <summary>The faults of the store; NotFound when nothing of the account is stored.</summary>
    public Result<AccountReport> Build(ReportRequest request)
    {
        var period = new StorePeriod(request.Period.From_ms, Math.Min(request.Period.To_ms, request.Now_ms + 1));
        Result<ReportInput> read = ReportInput.Read(store, request.Account, period);
        if (!read.TryGet(out ReportInput? input, out Fault? fault))
            return fault;
        if (input.Manifest.Version == 0)
            return new Fault(FaultKind.NotFound, $"nothing of account '{request.Account}' is recorded; recorded are: {string.Join(", ", store.Accounts().DefaultIfEmpty("none"))}.");
        var assets = new AssetPrices(market);
        IReadOnlyList<CostedParent> parents = ParentCosts.Of(input, market, assets, request.MarketParentsMax);
        var equity = new EquityFigures(input);
        var positions = PositionTables.Of(input, assets);
        WearSource source = request.IsPaper ? WearSource.Estimated : WearSource.Actual;
        AccountManifest manifest = input.Manifest;
        var report = new AccountReport(
            AccountReport.CurrentSchema, request.Account, request.Now_ms, Math.Max(period.From_ms, manifest.Begun_ms), period.To_ms, source.ToString().ToLowerInvariant(),
            new ReportedRecords(
                manifest.Begun_ms, manifest.Sequence, manifest.Income_ms, manifest.RowsOf("orders"), manifest.RowsOf("fills"), manifest.RowsOf("parents"), manifest.RowsOf("income"), manifest.RowsOf("equity")),
            [.. input.PeriodFills.Select(fill => fill.Symbol).Distinct().Order(StringComparer.Ordinal)],
            Statistics(input, parents, equity, [.. positions.Select(row => row.Trade)]), new WearTables(input, parents, assets, source).Report(), PnlTables.Of(input), equity.Report(),
            ParentCosts.Report(parents, request.RowsMax), [.. positions.Take(request.RowsMax).Select(row => PositionTables.Row(request.Account, row.Symbol, row.Side, row.Trade))], equity.Curve(), []);
        return report with { Notes = [.. NotesOf(request, report, assets, parents.Count, positions.Count)] };
    }

    /// <summary>Positions from their openings to their closings, newest first, without the rest of a report.</summary>
    public Result<IReadOnlyList<ReportedPosition>> Positions(string account, StorePeriod period) =>
        ReportInput.Read(store, account, period).Then(input => Result<IReadOnlyList<ReportedPosition>>.Ok(
            [.. PositionTables.Of(input, new AssetPrices(market)).Select(row => PositionTables.Row(account, row.Symbol, row.Side, row.Trade))]));

    private static ReportedStatistics Statistics(ReportInput input, IReadOnlyList<CostedParent> parents, EquityFigures equity, PositionTrade[] positions)
    {
        FillRecord[] fills = [.. input.PeriodFills];
        Notional traded = fills.Sum(fill => fill.Price * fill.Quantity);
        CostedParent[] worked = [.. parents.Where(parent => parent.Record.State != ParentState.Denied)];
        double ordered = worked.Sum(parent => parent.Base).ToDouble(), filled = worked.Sum(parent => parent.Fills.Decision * parent.Fills.Filled).ToDouble();
        double maker = fills.Where(fill => fill.IsMaker).Sum(fill => fill.Price * fill.Quantity).ToDouble();
        long from_ms = Math.Max(input.Period.From_ms, input.Manifest.Begun_ms);
        double days = (input.Period.To_ms - from_ms) / (double)UnixTime.MillisecondsPerDay;
        RoundTrips trips = RoundTrips.Of(RoundTrips.ClosedOf(positions));
        return new ReportedStatistics(
            fills.Length, input.Orders.Count, worked.Length, parents.Count - worked.Length, traded.ToString(8), Known(Performance.TurnoverPerDay(traded.ToDouble(), equity.MeanEquity.ToDouble(), days)),
            Known(Ratio(filled, ordered)), Known(Ratio(maker, traded.ToDouble())), trips.Closed.Count, positions.Length - trips.Closed.Count, Known(trips.HitRate), Known(trips.ProfitFactor));
    }

    private static IEnumerable<string> NotesOf(ReportRequest request, AccountReport report, AssetPrices assets, int parents, int positions)
    {
        if (request.IsPaper)
            yield return "The fills are on paper: the exchange books no commission, profit or funding for them.";
        foreach (ReportedPnl row in report.Pnl.BySymbol.Where(row => !row.IsExplained && !request.IsPaper))
            yield return $"{row.Symbol} {row.Asset}: the recorded fills come to {row.FillsRealizedPnl} and {row.FillsCommission}, the exchange booked {row.RealizedPnl} and {row.Commission}.";
        foreach ((string asset, int count) in assets.Unpriced)
            yield return $"{count} amounts in {asset} are left out of fees: no price of {asset}USDT is stored for their time.";
        if (parents > request.RowsMax || positions > request.RowsMax)
            yield return $"Listed are the newest {request.RowsMax} of {parents} parents and {positions} positions; sums are over all.";
        if (!report.Performance.IsSufficient)
            yield return $"{report.Performance.Observations} full days: ratios need {Performance.ObservationsMin}.";
    }
}
