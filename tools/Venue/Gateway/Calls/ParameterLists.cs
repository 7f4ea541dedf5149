using System.Collections.Frozen;
using Platform.Venue.Gateway.Wire;

namespace Platform.Venue.Gateway.Calls;

/// <summary>
/// The allowed parameters of each call, for strict validation, which refuses repeated, empty and unknown parameters. The real exchange
/// does not validate strictly (spec/binance-usdm.md §11.4). Immutable.
/// </summary>
internal static class ParameterLists
{
    private const string Order = "symbol side positionSide type timeInForce quantity price reduceOnly newClientOrderId newOrderRespType priceMatch selfTradePreventionMode goodTillDate";
    private const string Window = "startTime endTime";
    private const string OneOrder = "symbol orderId origClientOrderId";
    private const string Bars = "interval limit " + Window;
    private const string Statistics = "symbol period limit " + Window;

    /// <summary>Parameters that every signed call and every call of the WebSocket API may have.</summary>
    private static readonly string[] Always = ["timestamp", "recvWindow", "signature", "apiKey", "returnRateLimits"];

    private static readonly FrozenDictionary<string, string[]> ByCall = new Dictionary<string, string>
    {
        ["GET /fapi/v1/depth"] = "symbol limit", ["GET /fapi/v1/rpiDepth"] = "symbol limit", ["GET /fapi/v1/trades"] = "symbol limit",
        ["GET /fapi/v1/historicalTrades"] = "symbol limit fromId", ["GET /fapi/v1/aggTrades"] = "symbol limit fromId " + Window,
        ["GET /fapi/v1/klines"] = "symbol " + Bars, ["GET /fapi/v1/continuousKlines"] = "pair contractType " + Bars, ["GET /fapi/v1/indexPriceKlines"] = "pair " + Bars,
        ["GET /fapi/v1/markPriceKlines"] = "symbol " + Bars, ["GET /fapi/v1/premiumIndexKlines"] = "symbol " + Bars,
        ["GET /fapi/v1/ticker/24hr"] = "symbol", ["GET /fapi/v1/ticker/price"] = "symbol", ["GET /fapi/v2/ticker/price"] = "symbol", ["GET /fapi/v1/ticker/bookTicker"] = "symbol",
        ["GET /fapi/v1/premiumIndex"] = "symbol", ["GET /fapi/v1/fundingRate"] = "symbol limit " + Window, ["GET /fapi/v1/openInterest"] = "symbol",
        ["GET /fapi/v1/indexInfo"] = "symbol", ["GET /fapi/v1/assetIndex"] = "symbol", ["GET /fapi/v1/constituents"] = "symbol", ["GET /fapi/v1/insuranceBalance"] = "symbol",
        ["GET /fapi/v1/symbolAdlRisk"] = "symbol",
        ["GET /futures/data/openInterestHist"] = Statistics, ["GET /futures/data/topLongShortPositionRatio"] = Statistics, ["GET /futures/data/topLongShortAccountRatio"] = Statistics,
        ["GET /futures/data/globalLongShortAccountRatio"] = Statistics, ["GET /futures/data/takerlongshortRatio"] = Statistics,
        ["GET /futures/data/basis"] = "pair contractType period limit " + Window, ["GET /futures/data/delivery-price"] = "pair",
        ["POST /fapi/v1/order"] = Order, ["POST /fapi/v1/order/test"] = Order,
        ["PUT /fapi/v1/order"] = OneOrder + " side quantity price priceMatch modifyId reduceOnly", ["DELETE /fapi/v1/order"] = OneOrder, ["GET /fapi/v1/order"] = OneOrder,
        ["POST /fapi/v1/batchOrders"] = "batchOrders", ["PUT /fapi/v1/batchOrders"] = "batchOrders", ["DELETE /fapi/v1/batchOrders"] = "symbol orderIdList origClientOrderIdList",
        ["DELETE /fapi/v1/allOpenOrders"] = "symbol", ["POST /fapi/v1/countdownCancelAll"] = "symbol countdownTime",
        ["GET /fapi/v1/openOrder"] = OneOrder, ["GET /fapi/v1/openOrders"] = "symbol", ["GET /fapi/v1/allOrders"] = "symbol orderId limit " + Window,
        ["GET /fapi/v1/userTrades"] = "symbol orderId fromId limit " + Window, ["GET /fapi/v1/forceOrders"] = "symbol autoCloseType limit " + Window,
        ["GET /fapi/v1/orderAmendment"] = OneOrder + " limit " + Window,
        ["POST /fapi/v1/algoOrder"] = "algoType symbol side positionSide type timeInForce quantity price triggerPrice workingType priceMatch closePosition priceProtect reduceOnly "
            + "activatePrice activationPrice callbackRate clientAlgoId newOrderRespType selfTradePreventionMode goodTillDate",
        ["DELETE /fapi/v1/algoOrder"] = "algoId clientAlgoId", ["GET /fapi/v1/algoOrder"] = "algoId clientAlgoId", ["DELETE /fapi/v1/algoOpenOrders"] = "symbol",
        ["GET /fapi/v1/openAlgoOrders"] = "algoType symbol algoId", ["GET /fapi/v1/allAlgoOrders"] = "symbol algoId limit " + Window,
        ["GET /fapi/v3/positionRisk"] = "symbol", ["GET /fapi/v2/positionRisk"] = "symbol", ["GET /fapi/v1/symbolConfig"] = "symbol", ["GET /fapi/v1/leverageBracket"] = "symbol",
        ["GET /fapi/v1/commissionRate"] = "symbol", ["GET /fapi/v1/adlQuantile"] = "symbol", ["GET /fapi/v1/apiTradingStatus"] = "symbol",
        ["GET /fapi/v1/income"] = "symbol incomeType page limit " + Window,
        ["POST /fapi/v1/leverage"] = "symbol leverage", ["POST /fapi/v1/marginType"] = "symbol marginType", ["POST /fapi/v1/positionSide/dual"] = "dualSidePosition",
        ["POST /fapi/v1/multiAssetsMargin"] = "multiAssetsMargin", ["POST /fapi/v1/feeBurn"] = "feeBurn",
        ["POST /fapi/v1/positionMargin"] = "symbol amount type positionSide", ["GET /fapi/v1/positionMargin/history"] = "symbol type limit " + Window,
    }.ToFrozenDictionary(call => call.Key, call => call.Value.Split(' '), StringComparer.Ordinal);

    private static readonly FrozenSet<string> Known = ByCall.Values.SelectMany(names => names).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>The parameters of a call without those of every signed call; empty for a call that is not in the list.</summary>
    private static IReadOnlyList<string> Of(Route route) => ByCall.GetValueOrDefault($"{route.Method} {route.Path}", []);

    /// <summary>Returns the error for the first invalid parameter; null when all are valid.</summary>
    public static ApiError? Check(Route route, RequestParameters parameters)
    {
        if (parameters.Repeated is not null)
            return ApiError.Repeated;
        IReadOnlyList<string> taken = Of(route);
        int read = 0;
        foreach ((string name, string value) in parameters.Pairs)
        {
            if (Has(taken, name) || Has(Always, name))
                read++;
            else if (!Known.Contains(name))
                return ApiError.UnknownParameter;
            if (value.Length == 0)
                return ApiError.Empty(name);
        }

        return read == parameters.Count ? null : ApiError.NotAllRead(read, parameters.Count);
    }

    private static bool Has(IReadOnlyList<string> names, string name) => names.Contains(name, StringComparer.OrdinalIgnoreCase);
}
