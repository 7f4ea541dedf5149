using Platform.Accounting.Records;
using Platform.Primitives.Numbers;
using Platform.Wire.V1;

namespace Platform.Monitor.Rows;

/// <summary>GET /api/v1/parents, newest first. Quantities and prices are exact decimal text; "0" where a price is not known.</summary>
/// <param name="ScheduledQuantity">Quantity that its schedule requires at this time.</param>
/// <param name="Slices">Number of slices in its schedule; 0 before it starts.</param>
/// <param name="StartedAtMs">0 before it starts.</param>
/// <param name="ShortfallBps">Implementation shortfall; of the filled part while the parent is open. Null without a fill or a known price.</param>
internal sealed record ListedParent(
    string ParentId, string RunId, string Account, string Symbol, string Side, string Algorithm, string State, string PlannedQuantity, string FilledQuantity, string ResidualQuantity, string ScheduledQuantity,
    int Slices, long StartedAtMs, long EndsAtMs, string DecisionPrice, string ArrivalPrice, string AveragePrice, double? ShortfallBps, string Reason)
{
    public static ListedParent Of(string account, ParentRow row) => new(
        row.ParentId, row.RunId, account, row.Symbol, row.Side, row.Algorithm, row.State, Text(row.Planned), Text(row.Filled), Text(row.Residual), Text(row.Scheduled), row.Slices, row.StartedAtMs, row.EndsAtMs,
        PriceText(row.DecisionPrice), PriceText(row.ArrivalPrice), PriceText(row.AveragePrice), row.HasShortfallBps ? row.ShortfallBps : null, row.Reason);

    public static ListedParent Of(string account, ParentRecord row, double shortfallBps) => new(
        row.ParentId, row.RunId, account, row.Symbol, row.Side.ToString().ToUpperInvariant(), row.Algorithm.ToString().ToLowerInvariant(), row.State.ToString().ToLowerInvariant(), row.Planned.ToString(),
        row.Filled.ToString(), row.Residual.ToString(), row.Slices == 0 ? "0" : row.Planned.ToString(), row.Slices, row.Slices == 0 ? 0 : row.Started_ms, row.Slices == 0 ? 0 : row.End_ms, row.DecisionPrice.ToString(),
        row.ArrivalPrice.ToString(), row.AveragePrice.ToString(), double.IsFinite(shortfallBps) ? shortfallBps : null, row.Reason);

    private static string Text(long units) => Quantity.FromUnits(units).ToString();

    private static string PriceText(long units) => Price.FromUnits(units).ToString();
}

/// <summary>GET /api/v1/fills, newest first. Commission is positive when paid; the profit is before commission.</summary>
/// <param name="Origin">own, forced (liquidation, auto-deleveraging) or foreign (an order placed elsewhere).</param>
internal sealed record ListedFill(
    string Account, string RunId, string ParentId, string ClientOrderId, long OrderId, long TradeId, string Symbol, string Side, string Quantity, string Price, string QuoteQuantity, string Commission,
    string CommissionAsset, string RealizedPnl, bool Maker, string Origin, long AtMs)
{
    public static ListedFill Of(FillEvent row)
    {
        Price price = Primitives.Numbers.Price.FromUnits(row.Price);
        Quantity quantity = Primitives.Numbers.Quantity.FromUnits(row.Quantity);
        return new ListedFill(
            row.Account, row.RunId, row.ParentId, row.ClientOrderId, row.VenueOrderId, row.TradeId, row.Symbol, row.Side, quantity.ToString(), price.ToString(), (price * quantity).ToString(),
            Money.FromUnits(row.Commission).ToString(), row.CommissionAsset, Money.FromUnits(row.RealizedPnl).ToString(), row.Maker, "own", row.AtMs);
    }

    public static ListedFill Of(string account, FillRecord row) => new(
        account, row.RunId, row.ParentId, row.ClientOrderId, row.OrderId, row.TradeId, row.Symbol, row.Side.ToString().ToUpperInvariant(), row.Quantity.ToString(), row.Price.ToString(),
        (row.Price * row.Quantity).ToString(), row.Commission.ToString(), row.CommissionAsset, row.RealizedPnl.ToString(), row.IsMaker, row.Origin.ToString().ToLowerInvariant(), row.Time_ms);
}

/// <summary>An open parent, on the event stream.</summary>
/// <param name="NextSliceAtMs">Null when the last slice is released.</param>
internal sealed record LiveParent(
    string ParentId, string Account, string Symbol, string Side, string Algorithm, string PlannedQuantity, string FilledQuantity, string ScheduledQuantity, int Slices, int SlicesReleased, long StartedAtMs,
    long EndsAtMs, long? NextSliceAtMs, string AveragePrice, double? ShortfallBps)
{
    public static LiveParent Of(string account, ParentRow row)
    {
        ListedParent listed = ListedParent.Of(account, row);
        return new LiveParent(
            row.ParentId, account, row.Symbol, row.Side, row.Algorithm, listed.PlannedQuantity, listed.FilledQuantity, listed.ScheduledQuantity, row.Slices, row.SlicesReleased, row.StartedAtMs, row.EndsAtMs,
            row.NextSliceAtMs > 0 ? row.NextSliceAtMs : null, listed.AveragePrice, listed.ShortfallBps);
    }
}
