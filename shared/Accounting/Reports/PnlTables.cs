using System.Globalization;
using Platform.Accounting.Records;
using Platform.Primitives.Numbers;
using Platform.Primitives.Time;

namespace Platform.Accounting.Reports;

/// <summary>
/// Exact sums of the exchange's bookings by symbol and asset, and whether the recorded fills explain them. Fills of the last minute
/// before the newest read of the bookings are not compared, because their bookings may still be missing.
/// </summary>
internal static class PnlTables
{
    /// <summary>Maximum delay between a fill and its booking.</summary>
    private const long BookingDelay_ms = UnixTime.MillisecondsPerMinute;

    public static ReportedPnlTable Of(ReportInput input)
    {
        long settled_ms = input.Manifest.Income_ms - BookingDelay_ms;
        IncomeRecord[] booked = [.. input.PeriodIncome.Where(row => !ReportInput.IsTransfer(row))];
        FillRecord[] fills = [.. input.PeriodFills];
        var keys = booked.Select(row => (row.Symbol, row.Asset))
            .Concat(fills.Where(fill => !fill.Commission.IsZero).Select(fill => (fill.Symbol, Asset: fill.CommissionAsset)))
            .Concat(fills.Where(fill => !fill.RealizedPnl.IsZero).Select(fill => (fill.Symbol, Asset: ReportInput.MarginAsset)))
            .Distinct().OrderBy(key => key.Symbol, StringComparer.Ordinal).ThenBy(key => key.Asset, StringComparer.Ordinal).ToArray();
        ILookup<(string, string), IncomeRecord> byKey = booked.ToLookup(row => (row.Symbol, row.Asset));
        ILookup<string, FillRecord> bySymbol = fills.ToLookup(fill => fill.Symbol);
        return new ReportedPnlTable(
            [.. keys.Select(key => key.Asset).Distinct().Order(StringComparer.Ordinal).Select(asset => Row("", asset, booked.Where(row => row.Asset == asset), fills, settled_ms))],
            [.. keys.Select(key => Row(key.Symbol, key.Asset, byKey[key], bySymbol[key.Symbol], settled_ms))],
            new SortedDictionary<string, string>(input.PeriodIncome.Where(ReportInput.IsTransfer).GroupBy(row => row.Asset).ToDictionary(asset => asset.Key, asset => asset.Sum(row => row.Amount).ToString()), StringComparer.Ordinal));
    }

    private static ReportedPnl Row(string symbol, string asset, IEnumerable<IncomeRecord> rows, IEnumerable<FillRecord> fills, long settled_ms)
    {
        IncomeRecord[] booked = [.. rows];
        Money realized = Of("REALIZED_PNL", booked), commission = Of("COMMISSION", booked), funding = Of("FUNDING_FEE", booked), insurance = Of("INSURANCE_CLEAR", booked), net = booked.Sum(row => row.Amount);
        FillRecord[] settled = [.. fills.Where(fill => fill.Time_ms < settled_ms)];
        Money fillsRealized = asset == ReportInput.MarginAsset ? settled.Sum(fill => fill.RealizedPnl) : Money.Zero;
        Money fillsCommission = -settled.Where(fill => fill.CommissionAsset == asset).Sum(fill => fill.Commission);
        HashSet<(string, string)> settledIds = [.. settled.Select(IdOf)], laterIds = [.. fills.Where(fill => fill.Time_ms >= settled_ms).Select(IdOf)];
        IncomeRecord[] compared = [.. booked.Where(row => settledIds.Contains((row.Symbol, row.TradeId)) || (row.Time_ms < settled_ms && !laterIds.Contains((row.Symbol, row.TradeId))))];
        return new ReportedPnl(
            symbol, asset, realized.ToString(), commission.ToString(), funding.ToString(), insurance.ToString(), (net - realized - commission - funding - insurance).ToString(), net.ToString(),
            fillsRealized.ToString(), fillsCommission.ToString(), fillsRealized == Of("REALIZED_PNL", compared) && fillsCommission == Of("COMMISSION", compared));

        static Money Of(string kind, IncomeRecord[] rows) => rows.Where(row => row.Kind == kind).Sum(row => row.Amount);
    }

    private static (string Symbol, string TradeId) IdOf(FillRecord fill) => (fill.Symbol, fill.TradeId.ToString(CultureInfo.InvariantCulture));
}
