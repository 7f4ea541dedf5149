using System.Text.Json;
using Platform.Primitives.Outcomes;
using Platform.Exchanges.Binance.Limits;
using Platform.Exchanges.Binance.Rest;
using Platform.Exchanges.Binance.Signing;
using Platform.Exchanges.Binance.Wire;

namespace Platform.Exchanges.Binance.Orders;

/// <summary>Reads orders and trades of one account, and runs the exchange's checks of an order without placing it.</summary>
public sealed class BinanceOrderClient(BinanceRest rest)
{
    private const string OrderPath = "/fapi/v1/order";
    private const int PageMax = 1000;

    /// <summary>Runs the venue's checks without placing the order.</summary>
    public Task<Result<Done>> TestAsync(NewOrder order, CancellationToken cancel) =>
        rest.SendAsync(BinanceRequest.Signed(HttpMethod.Post, BinanceRequest.TestPath, OrderMapping.Describe(order), OrderMapping.Cost(order)), static _ => Done.Value, cancel);

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

    /// <summary>All fills of one order, oldest first, from all pages.</summary>
    public async Task<Result<IReadOnlyList<VenueTrade>>> GetTradesOfAsync(string symbol, long orderId, CancellationToken cancel)
    {
        var trades = new List<VenueTrade>();
        // Without a first id the exchange returns the newest page, and the fills before it would be missing.
        for (long from = 0; ; from = trades[^1].TradeId + 1)
        {
            Result<IReadOnlyList<VenueTrade>> page = await TradesAsync(
                new RequestText().Add("symbol", symbol).Add("orderId", orderId).Add("fromId", from).Add("limit", PageMax), cancel);
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

    /// <summary>Order queries have the priority of risk-reducing requests, because the state of orders must be known.</summary>
    private static RequestCost Reducing(int weight) => new(weight, RiskReducing: true);
}
