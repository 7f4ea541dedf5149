using Platform.Analytics.Accounts;
using Platform.Analytics.Execution;
using Platform.Domain.Orders;
using Platform.Exchanges.Binance.Accounts;
using Platform.Exchanges.Binance.Orders;
using Platform.Executor.Execution;
using Platform.Executor.Ledger;
using Platform.Executor.Planning;
using Platform.Primitives.Numbers;
using Platform.Wire.V1;

namespace Platform.Executor.Reporting;

/// <summary>Converts ledger and account state to the messages of the bus and gRPC.</summary>
internal static class LedgerRows
{
    private const string MarginAsset = "USDT";

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

    /// <param name="now_ms">Platform time for which the schedule is evaluated.</param>
    public static ParentRow Parent(ParentOrder parent, long now_ms)
    {
        ExecutionSchedule? schedule = parent.Schedule is { } terms ? ScheduleChoice.ScheduleOf(parent.Terms, terms) : null;
        int released = schedule is null ? 0 : schedule.IndexAt(now_ms) + 1;
        var row = new ParentRow
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
            Algorithm = (parent.Schedule?.Algorithm ?? ParentAlgorithm.Market).ToString().ToLowerInvariant(),
            Slices = schedule?.Slices.Count ?? 0,
            StartedAtMs = parent.Schedule?.Start_ms ?? 0,
            EndsAtMs = parent.Schedule?.End_ms ?? 0,
            DecisionPrice = parent.Terms.Decision.Units,
            Scheduled = schedule?.CumulativeAt(now_ms).Units ?? 0,
            SlicesReleased = released,
            NextSliceAtMs = schedule is null || parent.IsClosed || released >= schedule.Slices.Count ? 0 : schedule.Slices[released].Release_ms,
        };
        if (ShortfallOf(parent) is var shortfall && double.IsFinite(shortfall))
            row.ShortfallBps = shortfall;
        return row;
    }

    /// <summary>Shortfall of the whole parent when it has ended, of the filled part before; commissions in the margin asset only.</summary>
    private static double ShortfallOf(ParentOrder parent)
    {
        OrderFill[] fills = [.. parent.Children.SelectMany(child => child.Fills)];
        Quantity filled = Quantity.FromUnits(fills.Sum(fill => fill.Quantity.Units));
        Price arrival = parent.Arrival.IsZero ? parent.Terms.Decision : parent.Arrival, decision = parent.Terms.Decision.IsZero ? arrival : parent.Terms.Decision;
        Money fees = Money.FromUnits(fills.Where(fill => fill.CommissionAsset is MarginAsset or "").Sum(fill => fill.Commission.Units));
        return ParentCost.Of(
            new ParentFills(
                parent.Terms.Side, parent.IsClosed ? parent.Terms.Planned : filled, decision, arrival, filled, parent.FilledQuote, Quantity.Zero, parent.Last.IsZero ? arrival : parent.Last, fees),
            null).ShortfallBps;
    }

    /// <param name="targets">Newest target by symbol; a target without any fill has a row with quantity 0.</param>
    public static AccountEvent Account(string account, PlanningSnapshot snapshot, ExecutionRun? lastRun, IReadOnlyDictionary<string, HeldTarget> targets)
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
        row.Positions.AddRange(snapshot.Positions.Where(position => !position.Quantity.IsZero).Select(position => Position(position, targets.GetValueOrDefault(position.Symbol))));
        HashSet<(string, PositionSide)> held = [.. snapshot.Positions.Where(position => !position.Quantity.IsZero).Select(position => (position.Symbol, position.PositionSide))];
        row.Positions.AddRange(targets
            .Where(target => !target.Value.Quantity.IsZero && !held.Contains((target.Key, target.Value.Side)))
            .Select(target => Unfilled(target.Key, target.Value, snapshot.MarkOf(target.Key))));
        return row;
    }

    /// <summary>The target is omitted where none is known; such a position has no deviation.</summary>
    private static PositionRow Position(PositionRisk position, HeldTarget? target)
    {
        var row = new PositionRow
        {
            Symbol = position.Symbol,
            PositionSide = position.PositionSide.ToWire(),
            Quantity = position.Quantity.Units,
            EntryPrice = position.EntryPrice.Units,
            MarkPrice = position.MarkPrice.Units,
            UnrealizedPnl = position.UnrealizedPnl.Units,
        };
        if (target is not null)
            row.TargetQuantity = target.Side == position.PositionSide ? target.Quantity.Units : 0;
        return row;
    }

    private static PositionRow Unfilled(string symbol, HeldTarget target, Price mark) => new()
    {
        Symbol = symbol,
        PositionSide = target.Side.ToWire(),
        MarkPrice = (mark.Units > 0 ? mark : target.Arrival).Units,
        TargetQuantity = target.Quantity.Units,
    };
}

/// <summary>The newest target of one symbol.</summary>
/// <param name="Quantity">Signed.</param>
/// <param name="Arrival">Price at planning time, for a symbol without a mark price in the account.</param>
internal sealed record HeldTarget(Quantity Quantity, Price Arrival, bool IsHedged)
{
    /// <summary>The side of the position to which the target applies.</summary>
    public PositionSide Side => !IsHedged ? PositionSide.Both : Quantity.Sign < 0 ? PositionSide.Short : PositionSide.Long;
}
