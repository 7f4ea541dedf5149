using System.Text.Json;
using Platform.Primitives.Outcomes;
using Platform.Exchanges.Binance.Limits;
using Platform.Exchanges.Binance.Rest;
using Platform.Exchanges.Binance.Signing;
using Platform.Exchanges.Binance.Wire;

namespace Platform.Exchanges.Binance.Orders;

/// <summary>Places, cancels and queries orders of one account. Resolve a fault of kind Unknown with a query; do not send the order again.</summary>
public sealed class BinanceOrderClient(BinanceRest rest)
{
    private const string OrderPath = "/fapi/v1/order";
    private const int PageMax = 1000;

    /// <summary>Places an order. The acknowledgement has the status and the executed quantity of market orders, but no price.</summary>
    /// <param name="whyNot">Called after the wait for the rate budget, directly before the order is sent; a reason denies the order. Null always sends.</param>
    public Task<Result<VenueOrder>> PlaceAsync(NewOrder order, Func<string>? whyNot, CancellationToken cancel) =>
        rest.SendAsync(BinanceRequest.Signed(HttpMethod.Post, OrderPath, Describe(order), PlaceCost(order)) with { WhyNot = whyNot }, OrderMapping.Order, cancel);

    /// <summary>Runs the venue's checks without placing the order.</summary>
    public Task<Result<Done>> TestAsync(NewOrder order, CancellationToken cancel) =>
        rest.SendAsync(BinanceRequest.Signed(HttpMethod.Post, "/fapi/v1/order/test", Describe(order), PlaceCost(order)), static _ => Done.Value, cancel);

    /// <summary>NotFound when there is no such open order.</summary>
    public Task<Result<VenueOrder>> CancelAsync(string symbol, string clientOrderId, CancellationToken cancel) =>
        rest.SendAsync(
            BinanceRequest.Signed(HttpMethod.Delete, OrderPath, new RequestText().Add("symbol", symbol).Add("origClientOrderId", clientOrderId), Reducing(1)), OrderMapping.Order, cancel);

    /// <summary>Cancels every open order of the symbol, except conditional orders.</summary>
    public Task<Result<Done>> CancelAllAsync(string symbol, CancellationToken cancel) =>
        rest.SendAsync(
            BinanceRequest.Signed(HttpMethod.Delete, "/fapi/v1/allOpenOrders", new RequestText().Add("symbol", symbol), Reducing(1)), static _ => Done.Value, cancel);

    /// <summary>Cancels every conditional order of the symbol that has not triggered.</summary>
    public Task<Result<Done>> CancelAllConditionalAsync(string symbol, CancellationToken cancel) =>
        rest.SendAsync(
            BinanceRequest.Signed(HttpMethod.Delete, "/fapi/v1/algoOpenOrders", new RequestText().Add("symbol", symbol), Reducing(1)), static _ => Done.Value, cancel);

    /// <summary>The exchange cancels the symbol's open orders unless this call is repeated within the time; 0 ends the countdown.</summary>
    public Task<Result<Done>> CountDownAsync(string symbol, long countdown_ms, CancellationToken cancel) =>
        rest.SendAsync(
            BinanceRequest.Signed(
                HttpMethod.Post, "/fapi/v1/countdownCancelAll", new RequestText().Add("symbol", symbol).Add("countdownTime", countdown_ms), Reducing(10)), static _ => Done.Value, cancel);

    /// <summary>Conditional orders that have not triggered; one symbol, or all when null.</summary>
    public Task<Result<IReadOnlyList<ConditionalOrder>>> GetConditionalOrdersAsync(string? symbol, CancellationToken cancel) =>
        rest.SendAsync(
            BinanceRequest.Signed(HttpMethod.Get, "/fapi/v1/openAlgoOrders", new RequestText().AddIf("symbol", symbol), Reducing(symbol is null ? 40 : 1)),
            static root => root.Many(OrderMapping.Conditional), cancel);

    /// <summary>NotFound when the exchange does not know the id, which can also happen for a short time after an order is placed.</summary>
    public Task<Result<VenueOrder>> QueryAsync(string symbol, string clientOrderId, CancellationToken cancel) =>
        rest.SendAsync(
            BinanceRequest.Signed(HttpMethod.Get, OrderPath, new RequestText().Add("symbol", symbol).Add("origClientOrderId", clientOrderId), Reducing(1)), OrderMapping.Order, cancel);

    /// <summary>Queries by the exchange's order id; NotFound when the exchange no longer stores the order.</summary>
    public Task<Result<VenueOrder>> QueryByIdAsync(string symbol, long orderId, CancellationToken cancel) =>
        rest.SendAsync(BinanceRequest.Signed(HttpMethod.Get, OrderPath, new RequestText().Add("symbol", symbol).Add("orderId", orderId), new RequestCost(1)), OrderMapping.Order, cancel);

    /// <summary>One symbol, or all when null.</summary>
    public Task<Result<IReadOnlyList<VenueOrder>>> GetOpenOrdersAsync(string? symbol, CancellationToken cancel) =>
        rest.SendAsync(
            BinanceRequest.Signed(HttpMethod.Get, "/fapi/v1/openOrders", new RequestText().AddIf("symbol", symbol), Reducing(symbol is null ? 40 : 1)),
            Orders, cancel);

    /// <summary>Newest orders of the window (under 7 days), ascending; at most 1000.</summary>
    public Task<Result<IReadOnlyList<VenueOrder>>> GetAllOrdersAsync(string symbol, long? start_ms, long? end_ms, int limit, CancellationToken cancel) =>
        rest.SendAsync(
            BinanceRequest.Signed(
                HttpMethod.Get, "/fapi/v1/allOrders", new RequestText().Add("symbol", symbol).AddIf("startTime", start_ms).AddIf("endTime", end_ms).Add("limit", limit), new RequestCost(5)),
            Orders, cancel);

    /// <summary>Fills with id ≥ fromId, oldest first; at most 1000.</summary>
    public Task<Result<IReadOnlyList<VenueTrade>>> GetTradesFromAsync(string symbol, long fromId, int limit, CancellationToken cancel) =>
        TradesAsync(new RequestText().Add("symbol", symbol).Add("fromId", fromId).Add("limit", limit), cancel);

    /// <summary>Fills with time ≥ start (within 7 days), oldest first; at most 1000.</summary>
    public Task<Result<IReadOnlyList<VenueTrade>>> GetTradesSinceAsync(string symbol, long start_ms, int limit, CancellationToken cancel) =>
        TradesAsync(new RequestText().Add("symbol", symbol).Add("startTime", start_ms).Add("limit", limit), cancel);

    /// <summary>All fills of one order, from all pages.</summary>
    public async Task<Result<IReadOnlyList<VenueTrade>>> GetTradesOfAsync(string symbol, long orderId, CancellationToken cancel)
    {
        var trades = new List<VenueTrade>();
        for (long? from = null; ; from = trades[^1].TradeId + 1)
        {
            Result<IReadOnlyList<VenueTrade>> page = await TradesAsync(
                new RequestText().Add("symbol", symbol).Add("orderId", orderId).AddIf("fromId", from).Add("limit", PageMax), cancel);
            if (!page.IsOk)
                return page;
            trades.AddRange(page.Value);
            if (page.Value.Count < PageMax)
                return Result<IReadOnlyList<VenueTrade>>.Ok(trades);
        }
    }

    private Task<Result<IReadOnlyList<VenueTrade>>> TradesAsync(RequestText text, CancellationToken cancel) =>
        rest.SendAsync(BinanceRequest.Signed(HttpMethod.Get, "/fapi/v1/userTrades", text, Reducing(5)), root => root.Many(OrderMapping.Trade), cancel);

    private static IReadOnlyList<VenueOrder> Orders(JsonElement root) => root.Many(OrderMapping.Order);

    private static RequestCost PlaceCost(NewOrder order) => new(0, IsOrder: true, RiskReducing: order.ReducesRisk);

    /// <summary>Order queries have the priority of risk-reducing requests, because the state of orders must be known.</summary>
    private static RequestCost Reducing(int weight) => new(weight, RiskReducing: true);

    private static RequestText Describe(NewOrder order)
    {
        RequestText text = new RequestText()
            .Add("symbol", order.Symbol).Add("side", order.Side.ToWire()).Add("type", order.Type.ToWire()).Add("quantity", order.Quantity.ToString());
        if (order.PositionSide != Domain.Orders.PositionSide.Both)
            text.Add("positionSide", order.PositionSide.ToWire());
        if (order.ReduceOnly)
            text.Add("reduceOnly", "true");
        if (order.Price is { } price)
            text.Add("price", price.ToString());
        if (order.TimeInForce is { } time)
            text.Add("timeInForce", time.ToWire());
        return text.Add("newClientOrderId", order.ClientOrderId).Add("newOrderRespType", "RESULT");
    }
}
