using System.Globalization;
using System.Text.Json;
using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Engine;
using Platform.Venue.Gateway.Calls;
using Platform.Venue.Gateway.Rest.Market;
using Platform.Venue.Gateway.Wire;

namespace Platform.Venue.Gateway.Rest.Trading;

/// <summary>Routes of conditional orders (spec/binance-usdm.md §4.5).</summary>
internal sealed class AlgoRoutes(Exchange exchange, Precisions precisions)
{
    public IEnumerable<Route> Routes =>
    [
        new("POST", "/fapi/v1/algoOrder", RouteSecurity.Signed, PlaceAsync) { Orders = (1, 1), Weight = static _ => 0, CountsOrdersOnly = true },
        new("DELETE", "/fapi/v1/algoOrder", RouteSecurity.Signed, CancelAsync),
        new("GET", "/fapi/v1/algoOrder", RouteSecurity.Signed, QueryAsync),
        new("DELETE", "/fapi/v1/algoOpenOrders", RouteSecurity.Signed, CancelAllAsync),
        new("GET", "/fapi/v1/openAlgoOrders", RouteSecurity.Signed, OpenAsync) { Weight = RequestWeights.BySymbol(1, 40) },
        new("GET", "/fapi/v1/allAlgoOrders", RouteSecurity.Signed, AllAsync) { Weight = static _ => 5 },
    ];

    public async ValueTask<ApiError?> PlaceAsync(ApiCall call)
    {
        if (OrderRequest.PlaceAlgo(call.Parameters, new(call.Account), out ApiError? error) is not { } order)
            return error;
        return (await exchange.ExecuteAsync(order)).WriteTo(call.Json, (json, view) => Write(json, view, query: false));
    }

    public async ValueTask<ApiError?> CancelAsync(ApiCall call)
    {
        if (Identity(call, out (long? AlgoId, string? ClientAlgoId) identity) is { } error)
            return error;
        Reply<AlgoOrderView> reply = await exchange.ExecuteAsync(new CancelAlgoOrder(new(call.Account), identity.AlgoId, identity.ClientAlgoId));
        return reply.WriteTo(call.Json, (json, view) =>
        {
            json.WriteStartObject();
            json.WriteNumber("algoId"u8, view.AlgoId);
            json.WriteString("clientAlgoId"u8, view.ClientAlgoId);
            json.WriteString("code"u8, "200"u8);
            json.WriteString("msg"u8, "success"u8);
            json.WriteEndObject();
        });
    }

    private ValueTask<ApiError?> QueryAsync(ApiCall call)
    {
        if (Identity(call, out (long? AlgoId, string? ClientAlgoId) identity) is { } error)
            return new(error);
        if (exchange.Accounts.AlgoOrder(new(call.Account), identity.AlgoId, identity.ClientAlgoId) is not { } order)
            return new(ApiError.NoSuchOrder);
        Write(call.Json, order, query: true);
        return default;
    }

    private async ValueTask<ApiError?> CancelAllAsync(ApiCall call)
    {
        ParameterReader read = call.Read();
        string symbol = read.Required("symbol");
        if (read.Error is { } error)
            return error;
        return (await exchange.ExecuteAsync(new CancelAllAlgoOrders(new(call.Account), symbol))).WriteDone(call.Json, "The operation of cancel all open order is done.");
    }

    private ValueTask<ApiError?> OpenAsync(ApiCall call)
    {
        ParameterReader read = call.Read();
        long? algoId = read.Long("algoId");
        if (read.Error is { } error)
            return new(error);
        IEnumerable<AlgoOrderView> orders = exchange.Accounts.OpenAlgoOrders(new(call.Account), read.Text("symbol"));
        call.Json.WriteArray(orders.Where(order => algoId is null || order.AlgoId == algoId), order => Write(call.Json, order, query: true));
        return default;
    }

    private ValueTask<ApiError?> AllAsync(ApiCall call)
    {
        ParameterReader read = call.Read();
        string symbol = read.Required("symbol");
        int limit = read.Limit(500, 1000);
        long? algoId = read.Long("algoId");
        (long? start, long? end) = read.Window();
        if (read.Error is { } error)
            return new(error);
        call.Json.WriteArray(
            exchange.Accounts.AllAlgoOrders(new(call.Account), symbol, limit, algoId, start, end),
            order => Write(call.Json, order, query: true));
        return default;
    }

    private static ApiError? Identity(ApiCall call, out (long? AlgoId, string? ClientAlgoId) identity)
    {
        ParameterReader read = call.Read();
        identity = (read.Long("algoId"), read.Text("clientAlgoId"));
        return read.Error ?? (identity is (null, null) ? ApiError.Missing("algoId") : null);
    }

    private void Write(Utf8JsonWriter json, AlgoOrderView order, bool query)
    {
        Decimals decimals = precisions.Of(order.Symbol);
        json.WriteStartObject();
        json.WriteNumber("algoId"u8, order.AlgoId);
        json.WriteString("clientAlgoId"u8, order.ClientAlgoId);
        json.WriteString("algoType"u8, "CONDITIONAL"u8);
        json.WriteString("orderType"u8, WireNames.Of(order.Type));
        json.WriteString("symbol"u8, order.Symbol);
        json.WriteString("side"u8, WireNames.Of(order.Side));
        json.WriteString("positionSide"u8, WireNames.Of(order.PositionSide));
        json.WriteString("timeInForce"u8, WireNames.OfForce(order));
        json.WriteQuantity("quantity"u8, order.Quantity, decimals.Quantity);
        json.WriteString("algoStatus"u8, WireNames.Of(order.Status));
        if (query)
            WriteActual(json, order, decimals);
        json.WritePrice("triggerPrice"u8, order.TriggerPrice, decimals.Price);
        json.WritePrice("price"u8, order.Price, decimals.Price);
        json.WriteNull("icebergQuantity"u8);
        if (query)
            WriteProfitAndLoss(json);
        json.WriteString("selfTradePreventionMode"u8, WireNames.Of(order.SelfTradePrevention));
        json.WriteString("workingType"u8, WireNames.Of(order.WorkingType));
        json.WriteString("priceMatch"u8, WireNames.Of(order.PriceMatch));
        json.WriteBoolean("closePosition"u8, order.ClosePosition);
        json.WriteBoolean("priceProtect"u8, order.PriceProtect);
        json.WriteBoolean("reduceOnly"u8, order.ReduceOnly);
        json.WriteString("activatePrice"u8, order.ActivatePrice is { } activate ? DecimalText.ToText(activate.Units, decimals.Price) : "");
        json.WriteString("callbackRate"u8, order.CallbackPercent?.ToString() ?? "");
        json.WriteNumber("createTime"u8, order.Created_ms);
        json.WriteNumber("updateTime"u8, order.Updated_ms);
        json.WriteNumber("triggerTime"u8, order.Triggered_ms);
        json.WriteNumber("goodTillDate"u8, order.GoodTillDate_ms);
        json.WriteEndObject();
    }

    private static void WriteActual(Utf8JsonWriter json, AlgoOrderView order, Decimals decimals)
    {
        bool triggered = order.ActualOrderId != 0;
        json.WriteString("actualOrderId"u8, triggered ? order.ActualOrderId.ToString(CultureInfo.InvariantCulture) : "");
        json.WritePrice("actualPrice"u8, order.ActualPrice, 5);
        json.WriteQuantity("actualQty"u8, order.ActualQuantity, decimals.Quantity);
        json.WriteString("actualType"u8, triggered ? WireNames.OfActual(order.Type) : "");
        json.WriteBoolean("isActivated"u8, order.IsActivated);
    }

    private static void WriteProfitAndLoss(Utf8JsonWriter json)
    {
        json.WriteString("tpTriggerPrice"u8, "0.000"u8);
        json.WriteString("tpPrice"u8, "0.000"u8);
        json.WriteString("slTriggerPrice"u8, "0.000"u8);
        json.WriteString("slPrice"u8, "0.000"u8);
        json.WriteString("tpOrderType"u8, ""u8);
    }
}
