using Platform.Primitives.Outcomes;
using Platform.Exchanges.Binance.Limits;
using Platform.Exchanges.Binance.Rest;
using Platform.Exchanges.Binance.Signing;

namespace Platform.Exchanges.Binance.Orders;

/// <summary>Places and cancels orders of one account. Resolve a fault of kind Unknown with a query; do not send the order again.</summary>
public sealed class BinanceOrderEntry(BinanceTradingRest rest)
{
    private const string OrderPath = "/fapi/v1/order";
    private static readonly RequestCost s_one = new(1, RiskReducing: true);

    /// <summary>Places an order. The acknowledgement has the status and the executed quantity of market orders, but no price.</summary>
    /// <param name="whyNot">Called after the wait for the rate budget, directly before the order is sent; a reason denies the order. Null always sends.</param>
    public Task<Result<VenueOrder>> PlaceAsync(NewOrder order, Func<string>? whyNot, CancellationToken cancel) =>
        rest.ChangeAsync(BinanceRequest.Signed(HttpMethod.Post, OrderPath, OrderMapping.Describe(order), OrderMapping.Cost(order)) with { WhyNot = whyNot }, OrderMapping.Order, cancel);

    /// <summary>NotFound when there is no such open order.</summary>
    public Task<Result<VenueOrder>> CancelAsync(string symbol, string clientOrderId, CancellationToken cancel) =>
        rest.ChangeAsync(
            BinanceRequest.Signed(HttpMethod.Delete, OrderPath, new RequestText().Add("symbol", symbol).Add("origClientOrderId", clientOrderId), s_one), OrderMapping.Order, cancel);

    /// <summary>Cancels every open order of the symbol, except conditional orders.</summary>
    public Task<Result<Done>> CancelAllAsync(string symbol, CancellationToken cancel) =>
        rest.ChangeAsync(
            BinanceRequest.Signed(HttpMethod.Delete, "/fapi/v1/allOpenOrders", new RequestText().Add("symbol", symbol), s_one), static _ => Done.Value, cancel);

    /// <summary>Cancels every conditional order of the symbol that has not triggered.</summary>
    public Task<Result<Done>> CancelAllConditionalAsync(string symbol, CancellationToken cancel) =>
        rest.ChangeAsync(
            BinanceRequest.Signed(HttpMethod.Delete, "/fapi/v1/algoOpenOrders", new RequestText().Add("symbol", symbol), s_one), static _ => Done.Value, cancel);

    /// <summary>The exchange cancels the symbol's open orders unless this call is repeated within the time; 0 ends the countdown.</summary>
    public Task<Result<Done>> CountDownAsync(string symbol, long countdown_ms, CancellationToken cancel) =>
        rest.ChangeAsync(
            BinanceRequest.Signed(
                HttpMethod.Post, "/fapi/v1/countdownCancelAll", new RequestText().Add("symbol", symbol).Add("countdownTime", countdown_ms), s_one with { Weight = 10 }), static _ => Done.Value, cancel);
}
