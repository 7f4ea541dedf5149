using Platform.Accounting.Records;
using Platform.Accounting.Stores;
using Platform.Analytics.Accounts;
using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;
using static Platform.Accounting.Reports.ReportFigures;

namespace Platform.Accounting.Reports;

/// <summary>The contents of a requested report.</summary>
/// <param name="Now_ms">Platform time; the end of a period that has no end of its own.</param>
/// <param name="IsPaper">True when fills, commission and funding are simulated on paper: the figures are marked as estimated.</param>
/// <param name="MarketParentsMax">Figures against the market's trades are computed for at most this many parents, the newest.</param>
/// <param name="RowsMax">Maximum number of parents and of positions listed, the newest; sums include all of them.</param>
public sealed record ReportRequest(string Account, StorePeriod Period, long Now_ms, bool IsPaper = false, int MarketParentsMax = 2_000, int RowsMax = 1_000);

/// <summary>Builds reports from the stored records only, so the platform need not run. One thread at a time.</summary>
/// <param name="market">Null when no trades are stored: figures against the market are then unknown.</param>
public sealed class ReportBuilder(AccountStoreReader store, TradePrices? market)
{
    /// <summary>NotFound when nothing of the account is stored; otherwise the faults of the store.</summary>
    public Result<AccountReport> Build(ReportRequest request)
    {
        var period = new StorePeriod(request.Period.From_ms, Math.Min(request.Period.To_ms, request.Now_ms + 1));
        Result<ReportInput> read = ReportInput.Read(store, request.Account, period);
        if (!read.TryGet(out ReportInput? input, out Fault? fault))
            return fault;
        if (input.Manifest.Version == 0)
            return new Fault(FaultKind.NotFound, $"account '{request.Account}' has no records; accounts with records: {string.Join(", ", store.Accounts().DefaultIfEmpty("none"))}.");
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

    /// <summary>Only the positions of a report, from opening to closing, newest first.</summary>
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
            yield return "Fills and bookings are simulated on paper, at the prices and rates of the exchange.";
        foreach (ReportedPnl row in report.Pnl.BySymbol.Where(row => !row.IsExplained))
            yield return $"{row.Symbol} {row.Asset}: realised profit and commission are {row.FillsRealizedPnl} and {row.FillsCommission} by the recorded fills, {row.RealizedPnl} and {row.Commission} by the bookings.";
        foreach ((string asset, int count) in assets.Unpriced)
            yield return $"{count} amounts in {asset} are not included in fees: no price of {asset}USDT is stored for their time.";
        if (parents > request.RowsMax || positions > request.RowsMax)
            yield return $"The lists show the newest {request.RowsMax} of {parents} parents and {positions} positions; sums include all.";
        if (!report.Performance.IsSufficient)
            yield return $"{report.Performance.Observations} full days are recorded; reliable ratios need {Performance.ObservationsMin}.";
    }
}
