using Platform.Accounting.Records;
using Platform.Primitives.Numbers;

namespace Platform.Accounting.Reports;

/// <summary>Exact sums of the exchange's bookings by symbol and asset, and whether the recorded fills explain them.</summary>
internal static class PnlTables
{
    public static ReportedPnlTable Of(ReportInput input)
    {
        IncomeRecord[] booked = [.. input.PeriodIncome.Where(row => !ReportInput.IsTransfer(row))];
        FillRecord[] fills = [.. input.PeriodFills];
        var keys = booked.Select(row => (row.Symbol, row.Asset))
            .Concat(fills.Where(fill => !fill.Commission.IsZero).Select(fill => (fill.Symbol, Asset: fill.CommissionAsset)))
            .Concat(fills.Where(fill => !fill.RealizedPnl.IsZero).Select(fill => (fill.Symbol, Asset: ReportInput.MarginAsset)))
            .Distinct().OrderBy(key => key.Symbol, StringComparer.Ordinal).ThenBy(key => key.Asset, StringComparer.Ordinal).ToArray();
        ILookup<(string, string), IncomeRecord> byKey = booked.ToLookup(row => (row.Symbol, row.Asset));
        ILookup<string, FillRecord> bySymbol = fills.ToLookup(fill => fill.Symbol);
        return new ReportedPnlTable(
            [.. keys.Select(key => key.Asset).Distinct().Order(StringComparer.Ordinal).Select(asset => Row("", asset, booked.Where(row => row.Asset == asset), fills))],
            [.. keys.Select(key => Row(key.Symbol, key.Asset, byKey[key], bySymbol[key.Symbol]))],
            new SortedDictionary<string, string>(input.PeriodIncome.Where(ReportInput.IsTransfer).GroupBy(row => row.Asset).ToDictionary(asset => asset.Key, asset => asset.Sum(row => row.Amount).ToString()), StringComparer.Ordinal));
    }

    private static ReportedPnl Row(string symbol, string asset, IEnumerable<IncomeRecord> rows, IEnumerable<FillRecord> fills)
    {
        IncomeRecord[] booked = [.. rows];
        Money realized = Of("REALIZED_PNL"), commission = Of("COMMISSION"), funding = Of("FUNDING_FEE"), insurance = Of("INSURANCE_CLEAR"), net = booked.Sum(row => row.Amount);
        Money fillsRealized = asset == ReportInput.MarginAsset ? fills.Sum(fill => fill.RealizedPnl) : Money.Zero;
        Money fillsCommission = -fills.Where(fill => fill.CommissionAsset == asset).Sum(fill => fill.Commission);
        return new ReportedPnl(
            symbol, asset, realized.ToString(), commission.ToString(), funding.ToString(), insurance.ToString(), (net - realized - commission - funding - insurance).ToString(), net.ToString(),
            fillsRealized.ToString(), fillsCommission.ToString(), fillsRealized == realized && fillsCommission == commission);

        Money Of(string kind) => booked.Where(row => row.Kind == kind).Sum(row => row.Amount);
    }
}
