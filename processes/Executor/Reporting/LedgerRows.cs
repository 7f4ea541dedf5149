using Platform.Exchanges.Binance.Orders;
using Platform.Domain.Orders;
using Platform.Executor.Ledger;
using Platform.Executor.Planning;
using Platform.Primitives.Numbers;
using Platform.Wire.V1;

namespace Platform.Executor.Reporting;

/// <summary>Ledger and account as the bus and gRPC show them.</summary>
internal static class LedgerRows
{
    public static OrderEvent Order(string account, ChildOrder child)
    {
        ParentTerms plan = child.Parent;
        return new OrderEvent
        {
            Account = account,
            RunId = plan.RunId,
            Label = plan.Label,
            ParentId = plan.ParentId,
            ClientOrderId = child.ClientOrderId,
            VenueOrderId = child.ExchangeOrderId,
            Symbol = plan.Symbol,
            Side = plan.Side.ToWire(),
            PositionSide = plan.PositionSide.ToWire(),
            Type = child.Type.ToWire(),
            ReduceOnly = plan.ReduceOnly,
            Quantity = child.Quantity.Units,
            Price = child.LimitPrice.Units,
            State = child.State.ToString(),
            Filled = child.Executed.Units,
            AveragePrice = child.AveragePrice.Units,
            Reason = child.Reason,
            AtMs = child.Updated_ms,
        };
    }

    public static FillEvent Fill(string account, ChildOrder child, OrderFill fill) => new()
    {
        Account = account,
        RunId = child.Parent.RunId,
        ParentId = child.Parent.ParentId,
        ClientOrderId = child.ClientOrderId,
        VenueOrderId = child.ExchangeOrderId,
        TradeId = fill.TradeId,
        Symbol = child.Parent.Symbol,
        Side = child.Parent.Side.ToWire(),
        Quantity = fill.Quantity.Units,
        Price = fill.Price.Units,
        Commission = fill.Commission.Units,
        CommissionAsset = fill.CommissionAsset,
        RealizedPnl = fill.RealizedPnl.Units,
        Maker = fill.IsMaker,
        AtMs = fill.Time_ms,
    };

    public static ParentRow Parent(ParentOrder parent) => new()
    {
        ParentId = parent.ParentId,
        RunId = parent.Terms.RunId,
        Label = parent.Terms.Label,
        Symbol = parent.Symbol,
        Side = parent.Terms.Side.ToWire(),
        Planned = parent.Terms.Planned.Units,
        Filled = parent.Filled.Units,
        Residual = parent.Residual.Units,
        State = parent.State.ToString().ToLowerInvariant(),
        Reason = parent.Reason,
        ArrivalPrice = parent.Arrival.Units,
        AveragePrice = parent.AveragePrice.Units,
    };

    /// <param name="targets">Target quantity by symbol of the last executed run.</param>
    public static AccountEvent Account(string account, PlanningSnapshot snapshot, ExecutionRun? lastRun, IReadOnlyDictionary<string, Quantity> targets)
    {
        var row = new AccountEvent
        {
            Account = account,
            AtMs = snapshot.At_ms,
            WalletBalance = snapshot.Totals.WalletBalance.Units,
            UnrealizedPnl = snapshot.Totals.UnrealizedPnl.Units,
            Equity = snapshot.Equity.Units,
            AvailableBalance = snapshot.Totals.AvailableBalance.Units,
            InitialMargin = snapshot.Totals.InitialMargin.Units,
            MaintenanceMargin = snapshot.Totals.MaintenanceMargin.Units,
            Label = lastRun?.Label ?? "",
            RunId = lastRun?.RunId ?? "",
        };
        row.Positions.AddRange(snapshot.Positions.Where(position => !position.Quantity.IsZero).Select(position => new PositionRow
        {
            Symbol = position.Symbol,
            PositionSide = position.PositionSide.ToWire(),
            Quantity = position.Quantity.Units,
            EntryPrice = position.EntryPrice.Units,
            MarkPrice = position.MarkPrice.Units,
            UnrealizedPnl = position.UnrealizedPnl.Units,
            TargetQuantity = targets.GetValueOrDefault(position.Symbol).Units,
        }));
        return row;
    }
}
