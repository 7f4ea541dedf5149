using Platform.Accounting.Records;
using Platform.Analytics.Accounts;
using Platform.Primitives.Numbers;
using static Platform.Accounting.Reports.ReportFigures;

namespace Platform.Accounting.Reports;

/// <summary>Costs of trading for the account, for each symbol and for each algorithm (quant.md §7.7).</summary>
internal sealed class WearTables(ReportInput input, IReadOnlyList<CostedParent> parents, AssetPrices assets, WearSource source)
{
    /// <summary>Row of the fills that belong to no parent of this executor.</summary>
    private const string Others = "others";

    private readonly FillRecord[] _fills = [.. input.PeriodFills];
    private readonly IncomeRecord[] _funding = [.. input.PeriodIncome.Where(row => row.Kind == "FUNDING_FEE")];

    public ReportedWearTables Report()
    {
        Dictionary<string, string> algorithms = [];
        foreach (CostedParent parent in parents)
            algorithms[parent.Record.ParentId] = ParentCosts.NameOf(parent.Record.Algorithm);
        string[] symbols = [.. _fills.Select(fill => fill.Symbol).Concat(_funding.Select(row => row.Symbol)).Distinct().Order(StringComparer.Ordinal)];
        return new ReportedWearTables(
            Row(input.Account, _fills, parents, _funding),
            [.. symbols.Select(symbol => Row(symbol, _fills.Where(fill => fill.Symbol == symbol), parents.Where(parent => parent.Record.Symbol == symbol), _funding.Where(row => row.Symbol == symbol)))],
            [
                .. _fills.GroupBy(fill => algorithms.GetValueOrDefault(fill.ParentId, Others)).OrderBy(group => group.Key, StringComparer.Ordinal)
                    .Select(group => Row(group.Key, group, parents.Where(parent => ParentCosts.NameOf(parent.Record.Algorithm) == group.Key), null)),
            ]);
    }

    private ReportedWear Row(string name, IEnumerable<FillRecord> fills, IEnumerable<CostedParent> costed, IEnumerable<IncomeRecord>? funding)
    {
        FillRecord[] rows = [.. fills];
        Money paid = -(funding ?? []).Sum(row => assets.InMargin(row.Amount, row.Asset, row.Time_ms));
        var wear = new StrategyWear(
            rows.Sum(fill => assets.InMargin(fill.Commission, fill.CommissionAsset, fill.Time_ms)),
            costed.Where(parent => parent.IsPriced).Sum(parent => StrategyWear.SlippageOf(parent.Fills)), paid, input.InitialEquity, rows.Sum(fill => fill.Price * fill.Quantity),
            rows.Sum(fill => fill.RealizedPnl), rows.Length, source);
        return new ReportedWear(
            name, wear.Fees.ToString(), wear.Slippage.ToString(8), funding is null ? null : wear.FundingCost.ToString(), wear.Total.ToString(8), Known(wear.Percent), Known(wear.BasisPoints),
            Known(wear.ShareOfGross), wear.InitialEquity.ToString(), wear.Trades, wear.Traded.ToString(8), wear.GrossPnl.ToString(), wear.Source.ToString().ToLowerInvariant());
    }
}
