using Platform.Accounting.Records;
using Platform.Analytics.Accounts;
using Platform.Domain.Orders;
using Platform.Primitives.Numbers;

namespace Platform.Accounting.Reports;

/// <summary>Positions from opening to closing, computed from all fills of the account, also those of other programs.</summary>
internal static class PositionTables
{
    /// <summary>Positions that were open at any time of the period.</summary>
    public static IReadOnlyList<(string Symbol, PositionSide Side, PositionTrade Trade)> Of(ReportInput input, AssetPrices assets)
    {
        ILookup<string, IncomeRecord> funding = input.Income.Where(row => row.Kind == "FUNDING_FEE").ToLookup(row => row.Symbol);
        var found = new List<(string, PositionSide, PositionTrade)>();
        foreach (IGrouping<(string Symbol, PositionSide Side), FillRecord> group in input.Fills.GroupBy(fill => (fill.Symbol, fill.PositionSide)))
        {
            IEnumerable<TripFill> fills = group.Select(fill => new TripFill(
                fill.Time_ms, fill.Side == Side.Buy ? fill.Quantity : -fill.Quantity, fill.Price, assets.InMargin(fill.Commission, fill.CommissionAsset, fill.Time_ms)));
            // A funding booking has no position side: in hedge mode it is shown for the symbol only.
            IEnumerable<(long, Money)> income = group.Key.Side == PositionSide.Both ? funding[group.Key.Symbol].Select(row => (row.Time_ms, assets.InMargin(row.Amount, row.Asset, row.Time_ms))) : [];
            found.AddRange(PositionTrade.Find(fills, income).Where(trade => trade.IsOpen || trade.Closed_ms >= input.Period.From_ms).Select(trade => (group.Key.Symbol, group.Key.Side, trade)));
        }

        return [.. found.OrderByDescending(row => row.Item3.Opened_ms)];
    }

    public static ReportedPosition Row(string account, string symbol, PositionSide side, PositionTrade trade) => new(
        account, symbol, side.ToString().ToUpperInvariant(), trade.IsLong ? "LONG" : "SHORT", trade.IsOpen ? "open" : "closed", trade.Opened_ms, trade.IsOpen ? null : trade.Closed_ms, trade.Opened.ToString(),
        trade.Closed.ToString(), trade.EntryPrice.ToString(), trade.ExitPrice.ToString(), trade.GrossPnl.ToString(8), trade.Fees.ToString(8), trade.Funding.ToString(), trade.NetPnl.ToString(8));
}
