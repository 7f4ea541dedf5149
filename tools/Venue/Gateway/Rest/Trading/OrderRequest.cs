using Platform.Domain.Orders;
using Platform.Venue.Core.Contract;
using Platform.Venue.Gateway.Wire;

namespace Platform.Venue.Gateway.Rest.Trading;

/// <summary>Converts order parameters to commands of the core, which validates them.</summary>
internal static class OrderRequest
{
    private static readonly HashSet<string> ResponseTypes = ["ACK", "RESULT"];

    /// <summary>Reads POST order, POST order/test or an item of a batch.</summary>
    public static PlaceOrder? Place(RequestParameters parameters, AccountId account, bool test, out ApiError? error)
    {
        var read = new ParameterReader(parameters);
        string symbol = read.Required("symbol");
        read.Required("side");
        read.Required("type");
        Side side = read.OneOf("side", WireNames.Sides, ApiError.InvalidSide) ?? Side.Buy;
        OrderType type = read.OneOf("type", WireNames.OrderTypes, ApiError.InvalidOrderType) ?? OrderType.Limit;
        CheckResponseType(read);
        if (read.Error is null && type is not (OrderType.Limit or OrderType.Market))
            read.Fail(ApiError.AlgoOnly);
        var order = new PlaceOrder(account, symbol, side, type)
        {
            PositionSide = read.OneOf("positionSide", WireNames.PositionSides, ApiError.Of(VenueErrors.InvalidPositionSide)),
            Quantity = read.Quantity("quantity"),
            Price = read.Price("price"),
            TimeInForce = read.OneOf("timeInForce", WireNames.TimesInForce, ApiError.InvalidTimeInForce),
            ReduceOnly = read.Flag("reduceOnly", ApiError.Of(VenueErrors.InvalidReduceOnly)),
            ClosePosition = read.Flag("closePosition") ?? false,
            ClientOrderId = read.Text("newClientOrderId"),
            PriceMatch = Match(read),
            SelfTradePrevention = Prevention(read),
            GoodTillDate_ms = read.Long("goodTillDate") / 1000 * 1000 ?? 0,
            Test = test,
        };
        RefuseEmpty(read, parameters, "newClientOrderId", "timeInForce", "price");
        error = read.Error;
        return error is null ? order : null;
    }

    /// <summary>Reads PUT order or an item of a batch.</summary>
    public static ModifyOrder? Modify(RequestParameters parameters, AccountId account, out ApiError? error)
    {
        var read = new ParameterReader(parameters);
        string symbol = read.Required("symbol");
        read.Required("side");
        Side side = read.OneOf("side", WireNames.Sides, ApiError.InvalidSide) ?? Side.Buy;
        read.Required("quantity");
        if (!read.Has("priceMatch"))
            read.Required("price");
        var change = new ModifyOrder(account, symbol, side)
        {
            OrderId = read.Long("orderId"),
            ClientOrderId = read.Text("origClientOrderId"),
            Quantity = read.Quantity("quantity"),
            Price = read.Price("price"),
            PriceMatch = Match(read),
            ReduceOnly = read.Flag("reduceOnly", ApiError.Of(VenueErrors.InvalidReduceOnly)) ?? false,
            ModifyId = read.Text("modifyId"),
        };
        RequireId(read, change.OrderId, change.ClientOrderId);
        error = read.Error;
        return error is null ? change : null;
    }

    /// <summary>Reads POST algoOrder.</summary>
    public static PlaceAlgoOrder? PlaceAlgo(RequestParameters parameters, AccountId account, out ApiError? error)
    {
        var read = new ParameterReader(parameters);
        if (read.Required("algoType") is var algoType && algoType.Length > 0 && algoType != "CONDITIONAL")
            read.Fail(ApiError.Malformed("algoType"));
        string symbol = read.Required("symbol");
        read.Required("side");
        read.Required("type");
        Side side = read.OneOf("side", WireNames.Sides, ApiError.InvalidSide) ?? Side.Buy;
        OrderType type = read.OneOf("type", WireNames.OrderTypes, ApiError.InvalidOrderType) ?? OrderType.StopMarket;
        if (read.Error is null && type is OrderType.Limit or OrderType.Market)
            read.Fail(ApiError.InvalidOrderType);
        CheckResponseType(read);
        var order = new PlaceAlgoOrder(account, symbol, side, type)
        {
            PositionSide = read.OneOf("positionSide", WireNames.PositionSides, ApiError.Of(VenueErrors.InvalidPositionSide)),
            Quantity = read.Quantity("quantity"),
            Price = read.Price("price"),
            TriggerPrice = read.Price("triggerPrice"),
            ActivatePrice = read.Price("activatePrice") ?? read.Price("activationPrice"),
            CallbackPercent = read.Rate("callbackRate"),
            EndsWithPosition = parameters["timeInForce"] == WireNames.EndsWithPosition,
            TimeInForce = parameters["timeInForce"] == WireNames.EndsWithPosition ? null : read.OneOf("timeInForce", WireNames.TimesInForce, ApiError.InvalidTimeInForce),
            WorkingType = read.OneOf("workingType", WireNames.WorkingTypes, ApiError.Malformed("workingType")) ?? WorkingType.ContractPrice,
            PriceMatch = Match(read),
            ClosePosition = read.Flag("closePosition") ?? false,
            PriceProtect = read.Flag("priceProtect") ?? false,
            ReduceOnly = read.Flag("reduceOnly", ApiError.Of(VenueErrors.InvalidReduceOnly)),
            ClientAlgoId = read.Text("clientAlgoId"),
            SelfTradePrevention = Prevention(read),
            GoodTillDate_ms = read.Long("goodTillDate") / 1000 * 1000 ?? 0,
        };
        error = read.Error;
        return error is null ? order : null;
    }

    /// <summary>True when the response contains the result of matching: newOrderRespType is RESULT and the order cannot rest in the book.</summary>
    public static bool ShowsResult(RequestParameters parameters, OrderView order) =>
        parameters["newOrderRespType"] == "RESULT"
        && (order.Type == OrderType.Market || order.TimeInForce is TimeInForce.Ioc or TimeInForce.Fok);

    /// <summary>Reads orderId and origClientOrderId; one of them is required.</summary>
    public static (long? OrderId, string? ClientOrderId) Identity(ParameterReader read)
    {
        (long?, string?) identity = (read.Long("orderId"), read.Text("origClientOrderId"));
        RequireId(read, identity.Item1, identity.Item2);
        return identity;
    }

    private static void CheckResponseType(ParameterReader read)
    {
        if (read.Text("newOrderRespType") is { } response && !ResponseTypes.Contains(response))
            read.Fail(ApiError.InvalidResponseType);
    }

    private static void RequireId(ParameterReader read, long? orderId, string? clientOrderId)
    {
        if (orderId is null && clientOrderId is null)
            read.Fail(new ApiError(-1102, "Param 'origClientOrderId' or 'orderId' must be sent, but both were empty/null!"));
    }

    /// <summary>Refuses empty values of parameters for which the exchange does not treat an empty value as absent.</summary>
    private static void RefuseEmpty(ParameterReader read, RequestParameters parameters, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (parameters[name] is "")
                read.Fail(ApiError.Empty(name));
        }
    }

    private static PriceMatch Match(ParameterReader read) =>
        read.OneOf("priceMatch", WireNames.PriceMatches, ApiError.Of(VenueErrors.InvalidPriceMatch)) ?? PriceMatch.None;

    private static SelfTradePrevention Prevention(ParameterReader read) =>
        read.OneOf("selfTradePreventionMode", WireNames.SelfTradePreventions, ApiError.Of(VenueErrors.InvalidStp)) ?? SelfTradePrevention.ExpireMaker;
}
