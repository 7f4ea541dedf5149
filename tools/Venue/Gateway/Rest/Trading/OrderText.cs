using System.Globalization;
using System.Text.Json;
using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Venue.Core.Contract;
using Platform.Venue.Gateway.Unconfirmed;
using Platform.Venue.Gateway.Wire;

namespace Platform.Venue.Gateway.Rest.Trading;

/// <summary>Writes orders and fills as JSON of responses (spec/binance-usdm.md §4.2 to §4.5).</summary>
/// <param name="withAverages">True to add avgPrice and cumQuote to acknowledgements, as the exchange did before 2026-06-30.</param>
internal sealed class OrderText(Precisions precisions, bool withAverages, UnconfirmedFacts facts)
{
    /// <summary>Writes the response to a placed, modified or cancelled order.</summary>
    public void WriteAcknowledgement(Utf8JsonWriter json, OrderView order, bool asNew = false, bool amended = false)
    {
        Decimals decimals = precisions.Of(order.Symbol);
        Quantity executed = asNew ? Quantity.Zero : order.Executed;
        json.WriteStartObject();
        json.WriteNumber("orderId"u8, order.OrderId);
        json.WriteString("symbol"u8, order.Symbol);
        if (amended)
            json.WriteString("pair"u8, ListingView.PairOf(order.Symbol));
        json.WriteString("status"u8, asNew ? "NEW" : WireNames.Of(order.Status));
        json.WriteString("clientOrderId"u8, order.ClientOrderId);
        json.WritePrice("price"u8, order.Price, decimals.Price);
        if (withAverages)
            json.WriteAverage("avgPrice"u8, asNew ? Price.Zero : order.AveragePrice);
        json.WriteQuantity("origQty"u8, order.Quantity, decimals.Quantity);
        json.WriteQuantity("executedQty"u8, executed, decimals.Quantity);
        json.WriteQuantity("cumQty"u8, executed, decimals.Quantity);
        if (withAverages)
            json.WriteNotional("cumQuote"u8, asNew ? Notional.Zero : order.ExecutedQuote, Quote(decimals));
        WriteTerms(json, order, decimals);
        json.WriteString("workingType"u8, WireNames.Of(order.WorkingType));
        json.WriteBoolean("priceProtect"u8, order.PriceProtect);
        json.WriteString("origType"u8, WireNames.Of(order.OriginalType));
        WriteMatching(json, order);
        json.WriteNumber("updateTime"u8, order.Updated_ms);
        if (amended && order.ModifyId is { } modifyId)
            WriteModifyId(json, modifyId);
        json.WriteEndObject();
    }

    /// <summary>Writes a row of the query endpoints; the row of a liquidation order has no priceProtect, priceMatch, selfTradePreventionMode and goodTillDate.</summary>
    public void WriteRow(Utf8JsonWriter json, OrderView order, bool isForced = false)
    {
        Decimals decimals = precisions.Of(order.Symbol);
        json.WriteStartObject();
        json.WriteNumber("orderId"u8, order.OrderId);
        json.WriteString("symbol"u8, order.Symbol);
        json.WriteString("status"u8, WireNames.Of(order.Status));
        json.WriteString("clientOrderId"u8, order.ClientOrderId);
        json.WritePrice("price"u8, order.Price, decimals.Price);
        json.WriteAverage("avgPrice"u8, order.AveragePrice);
        json.WriteQuantity("origQty"u8, order.Quantity, decimals.Quantity);
        json.WriteQuantity("executedQty"u8, order.Executed, decimals.Quantity);
        json.WriteNotional("cumQuote"u8, order.ExecutedQuote, Quote(decimals));
        WriteTerms(json, order, decimals);
        json.WriteString("workingType"u8, WireNames.Of(order.WorkingType));
        json.WriteString("origType"u8, WireNames.Of(order.OriginalType));
        if (!isForced)
        {
            json.WriteBoolean("priceProtect"u8, order.PriceProtect);
            WriteMatching(json, order);
        }

        json.WriteNumber("time"u8, order.Created_ms);
        json.WriteNumber("updateTime"u8, order.Updated_ms);
        json.WriteEndObject();
    }

    public void WriteTrade(Utf8JsonWriter json, UserTradeView trade)
    {
        Decimals decimals = precisions.Of(trade.Symbol);
        json.WriteStartObject();
        json.WriteString("symbol"u8, trade.Symbol);
        json.WriteNumber("id"u8, trade.TradeId);
        json.WriteNumber("orderId"u8, trade.OrderId);
        json.WriteString("side"u8, WireNames.Of(trade.Side));
        json.WritePrice("price"u8, trade.Price, decimals.Price);
        json.WriteQuantity("qty"u8, trade.Quantity, decimals.Quantity);
        json.WriteMoney("realizedPnl"u8, trade.RealizedPnl);
        json.WriteString("quoteQty"u8, trade.Quote.ToString());
        json.WriteMoney("commission"u8, trade.Commission);
        json.WriteString("commissionAsset"u8, "USDT"u8);
        json.WriteNumber("time"u8, trade.Time_ms);
        json.WriteString("positionSide"u8, WireNames.Of(trade.PositionSide));
        json.WriteBoolean("buyer"u8, trade.Side == Side.Buy);
        json.WriteBoolean("maker"u8, trade.IsMaker);
        if (facts.UserTradesHavePair)
        {
            json.WriteString("pair"u8, ListingView.PairOf(trade.Symbol));
            json.WriteString("marginAsset"u8, "USDT"u8);
            json.WriteQuantity("baseQty"u8, trade.Quantity, decimals.Quantity);
        }

        json.WriteEndObject();
    }

    public void WriteAmendment(Utf8JsonWriter json, AmendmentView change)
    {
        Decimals decimals = precisions.Of(change.Symbol);
        json.WriteStartObject();
        json.WriteNumber("amendmentId"u8, change.AmendmentId);
        json.WriteString("symbol"u8, change.Symbol);
        json.WriteString("pair"u8, ListingView.PairOf(change.Symbol));
        json.WriteNumber("orderId"u8, change.OrderId);
        json.WriteString("clientOrderId"u8, change.ClientOrderId);
        json.WriteNumber("time"u8, change.Time_ms);
        json.WriteStartObject("amendment"u8);
        json.WriteStartObject("price"u8);
        json.WritePrice("before"u8, change.PriceBefore, decimals.Price);
        json.WritePrice("after"u8, change.PriceAfter, decimals.Price);
        json.WriteEndObject();
        json.WriteStartObject("origQty"u8);
        json.WriteQuantity("before"u8, change.QuantityBefore, decimals.Quantity);
        json.WriteQuantity("after"u8, change.QuantityAfter, decimals.Quantity);
        json.WriteEndObject();
        json.WriteNumber("count"u8, change.Count);
        if (change.ModifyId is { } modifyId)
            WriteModifyId(json, modifyId);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteTerms(Utf8JsonWriter json, OrderView order, Decimals decimals)
    {
        json.WriteString("timeInForce"u8, WireNames.Of(order.TimeInForce));
        json.WriteString("type"u8, WireNames.Of(order.Type));
        json.WriteBoolean("reduceOnly"u8, order.ReduceOnly);
        json.WriteBoolean("closePosition"u8, order.ClosePosition);
        json.WriteString("side"u8, WireNames.Of(order.Side));
        json.WriteString("positionSide"u8, WireNames.Of(order.PositionSide));
        json.WritePrice("stopPrice"u8, order.StopPrice, decimals.Price);
    }

    private static void WriteMatching(Utf8JsonWriter json, OrderView order)
    {
        json.WriteString("priceMatch"u8, WireNames.Of(order.PriceMatch));
        json.WriteString("selfTradePreventionMode"u8, WireNames.Of(order.SelfTradePrevention));
        json.WriteNumber("goodTillDate"u8, order.GoodTillDate_ms);
    }

    /// <summary>Writes modifyId: an integer as a number, other text as a string, because its type is not documented.</summary>
    private static void WriteModifyId(Utf8JsonWriter json, string modifyId)
    {
        if (long.TryParse(modifyId, NumberStyles.None, CultureInfo.InvariantCulture, out long number))
            json.WriteNumber("modifyId"u8, number);
        else
            json.WriteString("modifyId"u8, modifyId);
    }

    private static int Quote(Decimals decimals) => decimals.Price + decimals.Quantity;
}
