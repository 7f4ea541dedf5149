using System.Text.Json;
using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Venue.Core.Contract;
using Platform.Venue.Gateway.Wire;

namespace Platform.Venue.Gateway.Events;

/// <summary>Writes private events (spec/binance-usdm.md §7).</summary>
internal static class UserEventText
{
    public static void OrderUpdate(Utf8JsonWriter json, OrderUpdated update, Decimals decimals, long now_ms)
    {
        OrderView order = update.Order;
        Begin(json, "ORDER_TRADE_UPDATE", update.Time_ms, now_ms);
        json.WriteStartObject("o"u8);
        json.WriteString("s"u8, order.Symbol);
        json.WriteString("c"u8, order.ClientOrderId);
        json.WriteString("S"u8, WireNames.Of(order.Side));
        json.WriteString("o"u8, WireNames.Of(order.Type));
        json.WriteString("f"u8, WireNames.Of(order.TimeInForce));
        json.WriteQuantity("q"u8, order.Quantity, decimals.Quantity);
        json.WritePrice("p"u8, order.Price, order.Price.IsZero ? 0 : decimals.Price);
        json.WritePrice("ap"u8, order.AveragePrice, order.AveragePrice.IsZero ? 0 : 5);
        json.WritePrice("sp"u8, order.StopPrice, order.StopPrice.IsZero ? 0 : decimals.Price);
        json.WriteString("x"u8, WireNames.Of(update.Execution));
        json.WriteString("X"u8, WireNames.Of(order.Status));
        json.WriteNumber("i"u8, order.OrderId);
        json.WriteQuantity("l"u8, update.LastQuantity, update.LastQuantity.IsZero ? 0 : decimals.Quantity);
        json.WriteQuantity("z"u8, order.Executed, order.Executed.IsZero ? 0 : decimals.Quantity);
        json.WritePrice("L"u8, update.LastPrice, update.LastPrice.IsZero ? 0 : decimals.Price);
        if (update.TradeId != 0)
        {
            json.WriteMoney("n"u8, update.Commission);
            json.WriteString("N"u8, "USDT"u8);
        }

        json.WriteNumber("T"u8, update.Time_ms);
        json.WriteNumber("t"u8, update.TradeId);
        json.WriteMoneyOrZero("b"u8, update.BidNotional);
        json.WriteMoneyOrZero("a"u8, update.AskNotional);
        json.WriteBoolean("m"u8, update.IsMaker);
        WriteTerms(json, update, order);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    public static void TradeLite(Utf8JsonWriter json, TradeLite trade, Decimals decimals, long now_ms)
    {
        OrderView order = trade.Order;
        json.WriteStartObject();
        json.WriteString("e"u8, "TRADE_LITE"u8);
        json.WriteNumber("E"u8, now_ms);
        json.WriteNumber("T"u8, trade.Time_ms);
        json.WriteString("s"u8, order.Symbol);
        json.WriteQuantity("q"u8, order.Quantity, decimals.Quantity);
        json.WritePrice("p"u8, order.Price, decimals.Price);
        json.WriteBoolean("m"u8, trade.IsMaker);
        json.WriteString("c"u8, order.ClientOrderId);
        json.WriteString("S"u8, WireNames.Of(order.Side));
        json.WritePrice("L"u8, trade.LastPrice, decimals.Price);
        json.WriteQuantity("l"u8, trade.LastQuantity, decimals.Quantity);
        json.WriteNumber("t"u8, trade.TradeId);
        json.WriteNumber("i"u8, order.OrderId);
        json.WriteEndObject();
    }

    public static void AccountUpdate(Utf8JsonWriter json, AccountUpdated update, Precisions precisions, long now_ms)
    {
        Begin(json, "ACCOUNT_UPDATE", update.Time_ms, now_ms);
        json.WriteStartObject("a"u8);
        json.WriteStartArray("B"u8);
        if (update.HasBalance)
        {
            json.WriteStartObject();
            json.WriteString("a"u8, "USDT"u8);
            json.WriteMoney("wb"u8, update.WalletBalance);
            json.WriteMoney("cw"u8, update.CrossWalletBalance);
            json.WriteMoneyOrZero("bc"u8, update.BalanceChange);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("P"u8);
        foreach (PositionView position in update.Positions)
            WritePosition(json, position, precisions.Of(position.Symbol));
        json.WriteEndArray();
        json.WriteString("m"u8, WireNames.Of(update.Reason));
        if (update.Symbol is { } symbol)
            json.WriteString("S"u8, symbol);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    public static void AlgoUpdate(Utf8JsonWriter json, AlgoOrderView order, long time_ms, Decimals decimals, long now_ms)
    {
        Begin(json, "ALGO_UPDATE", time_ms, now_ms);
        json.WriteStartObject("o"u8);
        json.WriteString("caid"u8, order.ClientAlgoId);
        json.WriteNumber("aid"u8, order.AlgoId);
        json.WriteString("at"u8, "CONDITIONAL"u8);
        json.WriteString("o"u8, WireNames.Of(order.Type));
        json.WriteString("s"u8, order.Symbol);
        json.WriteString("S"u8, WireNames.Of(order.Side));
        json.WriteString("ps"u8, WireNames.Of(order.PositionSide));
        json.WriteString("f"u8, WireNames.OfForce(order));
        json.WriteQuantity("q"u8, order.Quantity, decimals.Quantity);
        json.WriteString("X"u8, WireNames.Of(order.Status));
        json.WriteString("ai"u8, order.ActualOrderId == 0 ? "" : order.ActualOrderId.ToString(System.Globalization.CultureInfo.InvariantCulture));
        json.WritePrice("ap"u8, order.ActualPrice, 5);
        json.WriteQuantity("aq"u8, order.ActualQuantity, 5);
        json.WriteString("act"u8, order.ActualOrderId == 0 ? "0" : WireNames.OfActual(order.Type));
        json.WriteDecimal("tp"u8, order.TriggerPrice.Units, -1);
        json.WriteDecimal("p"u8, order.Price.Units, -1);
        json.WriteString("V"u8, WireNames.Of(order.SelfTradePrevention));
        json.WriteString("wt"u8, WireNames.Of(order.WorkingType));
        json.WriteString("pm"u8, WireNames.Of(order.PriceMatch));
        json.WriteBoolean("cp"u8, order.ClosePosition);
        json.WriteBoolean("pP"u8, order.PriceProtect);
        json.WriteBoolean("R"u8, order.ReduceOnly);
        json.WriteNumber("tt"u8, order.Triggered_ms);
        json.WriteNumber("gtd"u8, order.GoodTillDate_ms);
        json.WriteString("rm"u8, order.RejectReason);
        if (order.Type == OrderType.TrailingStopMarket)
        {
            json.WriteDecimal("AP"u8, order.ActivatePrice?.Units ?? 0, -1);
            json.WriteDecimal("cr"u8, order.CallbackPercent?.Units ?? 0, -1);
            json.WriteBoolean("ia"u8, order.IsActivated);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    public static void MarginCall(Utf8JsonWriter json, MarginCalled call, Precisions precisions, long now_ms)
    {
        json.WriteStartObject();
        json.WriteString("e"u8, "MARGIN_CALL"u8);
        json.WriteNumber("E"u8, now_ms);
        if (call.CrossWalletBalance is { } cross)
            json.WriteMoney("cw"u8, cross);
        json.WriteStartArray("p"u8);
        foreach (PositionView position in call.Positions)
        {
            json.WriteStartObject();
            json.WriteString("s"u8, position.Symbol);
            json.WriteString("ps"u8, WireNames.Of(position.PositionSide));
            json.WriteQuantity("pa"u8, position.Amount, precisions.Of(position.Symbol).Quantity);
            json.WriteString("mt"u8, position.MarginType == MarginType.Isolated ? "ISOLATED"u8 : "CROSSED"u8);
            json.WriteMoneyOrZero("iw"u8, position.IsolatedWallet);
            json.WritePrice("mp"u8, position.MarkPrice, 8);
            json.WriteMoney("up"u8, position.UnrealizedPnl);
            json.WriteMoney("mm"u8, position.MaintenanceMargin);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static void Configured(Utf8JsonWriter json, AccountConfigured change, long now_ms)
    {
        Begin(json, "ACCOUNT_CONFIG_UPDATE", change.Time_ms, now_ms);
        json.WriteStartObject(change.Symbol is null ? "ai"u8 : "ac"u8);
        if (change.Symbol is null)
        {
            json.WriteBoolean("j"u8, change.MultiAssets);
        }
        else
        {
            json.WriteString("s"u8, change.Symbol);
            json.WriteNumber("l"u8, change.Leverage);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    public static void ListenKeyExpired(Utf8JsonWriter json, string listenKey, long now_ms)
    {
        json.WriteStartObject();
        json.WriteString("e"u8, "listenKeyExpired"u8);
        json.WriteNumber("E"u8, now_ms);
        json.WriteString("listenKey"u8, listenKey);
        json.WriteEndObject();
    }

    private static void WriteTerms(Utf8JsonWriter json, OrderUpdated update, OrderView order)
    {
        json.WriteBoolean("R"u8, order.ReduceOnly);
        json.WriteString("wt"u8, WireNames.Of(order.WorkingType));
        json.WriteString("ot"u8, WireNames.Of(order.OriginalType));
        json.WriteString("ps"u8, WireNames.Of(order.PositionSide));
        json.WriteBoolean("cp"u8, order.ClosePosition);
        json.WriteMoneyOrZero("rp"u8, update.RealizedPnl);
        json.WriteBoolean("pP"u8, order.PriceProtect);
        json.WriteNumber("si"u8, 0);
        json.WriteNumber("ss"u8, 0);
        json.WriteString("V"u8, WireNames.Of(order.SelfTradePrevention));
        json.WriteString("pm"u8, WireNames.Of(order.PriceMatch));
        json.WriteNumber("gtd"u8, order.GoodTillDate_ms);
        json.WriteString("er"u8, ((int)update.ExpiryReason).ToString(System.Globalization.CultureInfo.InvariantCulture));
        if (order.ModifyId is { } modifyId)
            json.WriteString("M"u8, modifyId);
    }

    private static void WritePosition(Utf8JsonWriter json, PositionView position, Decimals decimals)
    {
        json.WriteStartObject();
        json.WriteString("s"u8, position.Symbol);
        json.WriteQuantity("pa"u8, position.Amount, position.Amount.IsZero ? 0 : decimals.Quantity);
        json.WritePrice("ep"u8, position.EntryPrice, position.EntryPrice.IsZero ? 0 : 8);
        json.WritePrice("bep"u8, position.BreakEvenPrice, position.BreakEvenPrice.IsZero ? 0 : 8);
        json.WriteMoneyOrZero("cr"u8, position.AccumulatedRealized);
        json.WriteMoneyOrZero("up"u8, position.UnrealizedPnl);
        json.WriteString("mt"u8, position.MarginType == MarginType.Isolated ? "isolated"u8 : "cross"u8);
        json.WriteMoneyOrZero("iw"u8, position.IsolatedWallet);
        json.WriteString("ps"u8, WireNames.Of(position.PositionSide));
        json.WriteEndObject();
    }

    private static void Begin(Utf8JsonWriter json, string type, long time_ms, long now_ms)
    {
        json.WriteStartObject();
        json.WriteString("e"u8, type);
        json.WriteNumber("T"u8, time_ms);
        json.WriteNumber("E"u8, now_ms);
    }
}
