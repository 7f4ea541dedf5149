using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Store.DuckDb;
using static Platform.Accounting.Records.RecordCells;

namespace Platform.Accounting.Records;

/// <summary>The columns of every table, in order. Files of earlier versions must stay readable.</summary>
internal static class RecordLayouts
{
    public static RecordLayout<OrderRecord> Orders { get; } = new(
        "orders", "ended_time",
        [
            ColumnType.BigInt("sequence"), ColumnType.Text("client_order_id"), ColumnType.BigInt("order_id"), ColumnType.Text("parent_id"), ColumnType.Text("run_id"), ColumnType.Text("symbol"),
            ColumnType.Text("side"), ColumnType.Text("position_side"), ColumnType.Text("type"), ColumnType.Text("time_in_force"), ColumnType.Boolean("reduce_only"), ColumnType.BigInt("slice"),
            Exact("quantity"), Exact("limit_price"), Exact("executed"), ColumnType.Decimal("executed_quote", 38, 16), ColumnType.Text("state"), ColumnType.Text("reason"),
            ColumnType.BigInt("intended_time"), ColumnType.BigInt("ended_time"),
        ],
        static (table, order) => table.Append()
            .Add(order.Sequence).Add(order.ClientOrderId).Add(order.OrderId).Add(order.ParentId).Add(order.RunId).Add(order.Symbol)
            .Add(Wire(order.Side)).Add(Wire(order.PositionSide)).Add(Wire(order.Type)).Add(order.TimeInForce is { } time ? Wire(time) : null).Add(order.ReduceOnly).Add((long)order.Slice)
            .Add((Int128)order.Quantity.Units).Add((Int128)order.LimitPrice.Units).Add((Int128)order.Executed.Units).Add(order.ExecutedQuote.Units).Add(Wire(order.State)).Add(order.Reason)
            .Add(order.Intended_ms).Add(order.Ended_ms),
        static (table, row) => new OrderRecord(
            table.Long("sequence", row), table.TextOf("client_order_id", row), table.Long("order_id", row), table.TextOf("parent_id", row), table.TextOf("run_id", row), table.TextOf("symbol", row),
            table.Named<Side>("side", row), table.Named<PositionSide>("position_side", row), table.Named<OrderType>("type", row), table.IsNull("time_in_force", row) ? null : table.Named<TimeInForce>("time_in_force", row), table.Values<bool>("reduce_only")[row],
            (int)table.Long("slice", row), table.Quantity("quantity", row), table.Price("limit_price", row), table.Quantity("executed", row),
            Notional.FromUnits(table.Values<Int128>("executed_quote")[row]), table.Named<OrderState>("state", row), table.TextOf("reason", row), table.Long("intended_time", row), table.Long("ended_time", row)),
        static order => order.Ended_ms);

    public static RecordLayout<FillRecord> Fills { get; } = new(
        "fills", "time",
        [
            ColumnType.BigInt("sequence"), ColumnType.BigInt("time"), ColumnType.Text("symbol"), ColumnType.BigInt("trade_id"), ColumnType.Text("origin"), ColumnType.Text("client_order_id"),
            ColumnType.BigInt("order_id"), ColumnType.Text("parent_id"), ColumnType.Text("run_id"), ColumnType.Text("side"), ColumnType.Text("position_side"), Exact("quantity"), Exact("price"),
            Exact("commission"), ColumnType.Text("commission_asset"), Exact("realized_pnl"), ColumnType.Boolean("maker"),
        ],
        static (table, fill) => table.Append()
            .Add(fill.Sequence).Add(fill.Time_ms).Add(fill.Symbol).Add(fill.TradeId).Add(Wire(fill.Origin)).Add(fill.ClientOrderId)
            .Add(fill.OrderId).Add(fill.ParentId).Add(fill.RunId).Add(Wire(fill.Side)).Add(Wire(fill.PositionSide)).Add((Int128)fill.Quantity.Units).Add((Int128)fill.Price.Units)
            .Add((Int128)fill.Commission.Units).Add(fill.CommissionAsset).Add((Int128)fill.RealizedPnl.Units).Add(fill.IsMaker),
        static (table, row) => new FillRecord(
            table.Long("sequence", row), table.Long("time", row), table.TextOf("symbol", row), table.Long("trade_id", row), table.Named<FillOrigin>("origin", row), table.TextOf("client_order_id", row),
            table.Long("order_id", row), table.TextOf("parent_id", row), table.TextOf("run_id", row), table.Named<Side>("side", row), table.Named<PositionSide>("position_side", row),
            table.Quantity("quantity", row), table.Price("price", row), table.Money("commission", row), table.TextOf("commission_asset", row), table.Money("realized_pnl", row), table.Values<bool>("maker")[row]),
        static fill => fill.Time_ms);

    public static RecordLayout<ParentRecord> Parents { get; } = new(
        "parents", "closed_time",
        [
            ColumnType.BigInt("sequence"), ColumnType.Text("parent_id"), ColumnType.Text("run_id"), ColumnType.Text("label"), ColumnType.Text("symbol"), ColumnType.Text("side"),
            ColumnType.Text("position_side"), ColumnType.Text("algorithm"), ColumnType.Text("state"), Exact("planned"), Exact("filled"), ColumnType.Decimal("filled_quote", 38, 16),
            Exact("maker_filled"), ColumnType.BigInt("slices"), ColumnType.BigInt("started_time"), ColumnType.BigInt("end_time"), ColumnType.BigInt("closed_time"), Exact("decision_price"),
            Exact("arrival_price"), Exact("last_price"), ColumnType.Text("reason"), ColumnType.Text("note"),
        ],
        static (table, parent) => table.Append()
            .Add(parent.Sequence).Add(parent.ParentId).Add(parent.RunId).Add(parent.Label).Add(parent.Symbol).Add(Wire(parent.Side))
            .Add(Wire(parent.PositionSide)).Add(Wire(parent.Algorithm)).Add(Wire(parent.State)).Add((Int128)parent.Planned.Units).Add((Int128)parent.Filled.Units).Add(parent.FilledQuote.Units)
            .Add((Int128)parent.MakerFilled.Units).Add((long)parent.Slices).Add(parent.Started_ms).Add(parent.End_ms).Add(parent.Closed_ms).Add((Int128)parent.DecisionPrice.Units)
            .Add((Int128)parent.ArrivalPrice.Units).Add((Int128)parent.LastPrice.Units).Add(parent.Reason).Add(parent.Note),
        static (table, row) => new ParentRecord(
            table.Long("sequence", row), table.TextOf("parent_id", row), table.TextOf("run_id", row), table.TextOf("label", row), table.TextOf("symbol", row), table.Named<Side>("side", row),
            table.Named<PositionSide>("position_side", row), table.Named<ParentAlgorithm>("algorithm", row), table.Named<ParentState>("state", row), table.Quantity("planned", row), table.Quantity("filled", row),
            Notional.FromUnits(table.Values<Int128>("filled_quote")[row]), table.Quantity("maker_filled", row), (int)table.Long("slices", row), table.Long("started_time", row), table.Long("end_time", row),
            table.Long("closed_time", row), table.Price("decision_price", row), table.Price("arrival_price", row), table.Price("last_price", row), table.TextOf("reason", row), table.TextOf("note", row)),
        static parent => parent.Closed_ms);

    public static RecordLayout<IncomeRecord> Income { get; } = new(
        "income", "time",
        [ColumnType.BigInt("time"), ColumnType.Text("kind"), ColumnType.Text("symbol"), ColumnType.Text("asset"), Exact("amount"), ColumnType.BigInt("transaction_id"), ColumnType.Text("trade_id")],
        static (table, income) => table.Append()
            .Add(income.Time_ms).Add(income.Kind).Add(income.Symbol).Add(income.Asset).Add((Int128)income.Amount.Units).Add(income.TransactionId).Add(income.TradeId),
        static (table, row) => new IncomeRecord(
            table.Long("time", row), table.TextOf("kind", row), table.TextOf("symbol", row), table.TextOf("asset", row), table.Money("amount", row), table.Long("transaction_id", row), table.TextOf("trade_id", row)),
        static income => income.Time_ms);

    public static RecordLayout<EquityRecord> Equity { get; } = new(
        "equity", "time",
        [
            ColumnType.BigInt("time"), Exact("equity"), Exact("wallet_balance"), Exact("unrealized_pnl"), Exact("available_balance"), Exact("initial_margin"), Exact("maintenance_margin"),
        ],
        static (table, equity) => table.Append()
            .Add(equity.Time_ms).Add((Int128)equity.Equity.Units).Add((Int128)equity.WalletBalance.Units).Add((Int128)equity.UnrealizedPnl.Units).Add((Int128)equity.AvailableBalance.Units)
            .Add((Int128)equity.InitialMargin.Units).Add((Int128)equity.MaintenanceMargin.Units),
        static (table, row) => new EquityRecord(
            table.Long("time", row), table.Money("equity", row), table.Money("wallet_balance", row), table.Money("unrealized_pnl", row), table.Money("available_balance", row),
            table.Money("initial_margin", row), table.Money("maintenance_margin", row)),
        static equity => equity.Time_ms);
}
