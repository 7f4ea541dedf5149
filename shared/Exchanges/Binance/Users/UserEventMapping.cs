using System.Text.Json;
using Platform.Primitives.Outcomes;
using Platform.Exchanges.Binance.Orders;
using Platform.Exchanges.Binance.Wire;

namespace Platform.Exchanges.Binance.Users;

/// <summary>Maps messages of the user-data stream to events; accepts raw and combined messages.</summary>
internal static class UserEventMapping
{
    public static Result<UserEvent> Read(ReadOnlyMemory<byte> message)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(message);
            JsonElement root = document.RootElement;
            return Result<UserEvent>.Ok(Read(root.ValueKind == JsonValueKind.Object && root.TryGetProperty("data", out JsonElement data) ? data : root));
        }
        catch (Exception broken) when (broken is JsonException or WireFormatException or InvalidOperationException or KeyNotFoundException or FormatException or OverflowException)
        {
            return new Fault(FaultKind.Corrupt, $"an event of the user stream cannot be read: {broken.Message}");
        }
    }

    private static UserEvent Read(JsonElement row)
    {
        string name = row.TextOrEmpty("e");
        long event_ms = row.Int64Or("E", 0);
        return name switch
        {
            "ORDER_TRADE_UPDATE" => Order(event_ms, row.Field("o")),
            "TRADE_LITE" => Trade(event_ms, row),
            "ACCOUNT_UPDATE" => Account(event_ms, row.Field("a")),
            "ACCOUNT_CONFIG_UPDATE" when row.TryGetProperty("ac", out JsonElement setting) => new LeverageChanged(event_ms, setting.Text("s"), (int)setting.Int64("l")),
            "MARGIN_CALL" => new MarginCall(event_ms, row.Field("p").Many(position => position.Text("s"))),
            "listenKeyExpired" => new ListenKeyExpired(event_ms),
            _ => new OtherEvent(event_ms, name),
        };
    }

    private static OrderTradeUpdate Order(long event_ms, JsonElement row)
    {
        var order = new VenueOrder(
            row.Int64("i"), row.Text("c"), row.Text("s"), OrderWireNames.ReadSide(row.Text("S")), OrderWireNames.ReadPositionSide(row.TextOrEmpty("ps")), OrderWireNames.ReadType(row.Text("o")),
            OrderWireNames.ReadStatus(row.Text("X")), row.Quantity("q"), row.Quantity("z"), row.PriceOrZero("p"), row.PriceOrZero("ap"), row.FlagOrFalse("R"), row.Int64("T"));
        long tradeId = row.Int64Or("t", 0);
        VenueTrade? fill = tradeId > 0 && !row.QuantityOrZero("l").IsZero
            ? new VenueTrade(
                tradeId, order.OrderId, order.Symbol, order.Side, order.PositionSide, row.Price("L"), row.Quantity("l"), row.MoneyOrZero("n"), row.TextOrEmpty("N"), row.MoneyOrZero("rp"),
                row.FlagOrFalse("m"), order.Update_ms)
            : null;
        return new OrderTradeUpdate(event_ms, Kind(row.Text("x")), order, fill, row.TextOrEmpty("er"));
    }

    private static TradeNoticed Trade(long event_ms, JsonElement row) => new(
        event_ms, row.Text("s"), row.Text("c"), row.Int64("i"), row.Int64("t"), OrderWireNames.ReadSide(row.Text("S")), row.Price("L"), row.Quantity("l"), row.FlagOrFalse("m"));

    private static AccountUpdate Account(long event_ms, JsonElement row) => new(
        event_ms,
        row.TextOrEmpty("m"),
        row.TryGetProperty("B", out JsonElement balances) ? balances.Many(Balance) : [],
        row.TryGetProperty("P", out JsonElement positions) ? positions.Many(Position) : []);

    private static BalanceChange Balance(JsonElement row) => new(row.Text("a"), row.Money("wb"), row.MoneyOrZero("cw"), row.MoneyOrZero("bc"));

    private static PositionChange Position(JsonElement row) =>
        new(row.Text("s"), OrderWireNames.ReadPositionSide(row.TextOrEmpty("ps")), row.Quantity("pa"), row.PriceOrZero("ep"), row.MoneyOrZero("up"));

    private static ExecutionKind Kind(string text) => text switch
    {
        "NEW" => ExecutionKind.New,
        "CANCELED" => ExecutionKind.Canceled,
        "EXPIRED" => ExecutionKind.Expired,
        "TRADE" => ExecutionKind.Trade,
        "AMENDMENT" => ExecutionKind.Amendment,
        "CALCULATED" => ExecutionKind.Calculated,
        _ => ExecutionKind.Other,
    };
}
