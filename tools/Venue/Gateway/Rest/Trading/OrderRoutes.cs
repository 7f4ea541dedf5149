using System.Globalization;
using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Engine;
using Platform.Venue.Gateway.Calls;
using Platform.Venue.Gateway.Faults;
using Platform.Venue.Gateway.Wire;

namespace Platform.Venue.Gateway.Rest.Trading;

/// <summary>Routes that place, modify and cancel orders.</summary>
internal sealed class OrderRoutes(Exchange exchange, OrderText text, AccountFaults fills)
{
    public IEnumerable<Route> Routes =>
    [
        new("POST", "/fapi/v1/order", RouteSecurity.Signed, PlaceAsync) { Orders = (1, 1), Weight = static _ => 0, CountsOrdersOnly = true },
        new("POST", "/fapi/v1/order/test", RouteSecurity.Signed, TestAsync) { Orders = (1, 1), Weight = static _ => 0, CountsOrdersOnly = true },
        new("PUT", "/fapi/v1/order", RouteSecurity.Signed, ModifyAsync) { Orders = (1, 1), Weight = static _ => 0, CountsOrdersOnly = true },
        new("DELETE", "/fapi/v1/order", RouteSecurity.Signed, CancelAsync) { SharesSocketPool = true },
        new("DELETE", "/fapi/v1/allOpenOrders", RouteSecurity.Signed, CancelAllAsync),
        new("POST", "/fapi/v1/countdownCancelAll", RouteSecurity.Signed, CountdownAsync) { Weight = static _ => 10 },
    ];

    public async ValueTask<ApiError?> PlaceAsync(ApiCall call)
    {
        if (OrderRequest.Place(call.Parameters, new(call.Account), test: false, out ApiError? error) is not { } order)
            return error;
        Reply<OrderView> reply = await exchange.ExecuteAsync(fills.Mark(order, call.ApiKey));
        return reply.WriteTo(call.Json, (json, view) => text.WriteAcknowledgement(json, view, asNew: !OrderRequest.ShowsResult(call.Parameters, view)));
    }

    public async ValueTask<ApiError?> ModifyAsync(ApiCall call)
    {
        if (OrderRequest.Modify(call.Parameters, new(call.Account), out ApiError? error) is not { } change)
            return error;
        Reply<OrderView> reply = await exchange.ExecuteAsync(change);
        return reply.WriteTo(call.Json, (json, view) => text.WriteAcknowledgement(json, view, amended: true));
    }

    public async ValueTask<ApiError?> CancelAsync(ApiCall call)
    {
        ParameterReader read = call.Read();
        string symbol = read.Required("symbol");
        (long? orderId, string? clientOrderId) = OrderRequest.Identity(read);
        if (read.Error is { } error)
            return error;
        Reply<OrderView> reply = await exchange.ExecuteAsync(new CancelOrder(new(call.Account), symbol) { OrderId = orderId, ClientOrderId = clientOrderId });
        return reply.WriteTo(call.Json, (json, view) => text.WriteAcknowledgement(json, view));
    }

    private async ValueTask<ApiError?> TestAsync(ApiCall call)
    {
        if (OrderRequest.Place(call.Parameters, new(call.Account), test: true, out ApiError? error) is not { } order)
            return error;
        Reply<OrderView> reply = await exchange.ExecuteAsync(order);
        return reply.WriteTo(call.Json, (json, view) => text.WriteAcknowledgement(json, view with { OrderId = 0, Updated_ms = 0 }, asNew: true));
    }

    private async ValueTask<ApiError?> CancelAllAsync(ApiCall call)
    {
        ParameterReader read = call.Read();
        string symbol = read.Required("symbol");
        if (read.Error is { } error)
            return error;
        return (await exchange.ExecuteAsync(new CancelAllOrders(new(call.Account), symbol))).WriteDone(call.Json, "The operation of cancel all open order is done.");
    }

    private async ValueTask<ApiError?> CountdownAsync(ApiCall call)
    {
        ParameterReader read = call.Read();
        string symbol = read.Required("symbol");
        long countdown_ms = read.RequiredLong("countdownTime");
        if (countdown_ms < 0)
            read.Fail(ApiError.Malformed("countdownTime"));
        if (read.Error is { } error)
            return error;
        Reply<Accepted> reply = await exchange.ExecuteAsync(new SetCountdown(new(call.Account), symbol, countdown_ms));
        return reply.WriteTo(call.Json, (json, _) =>
        {
            json.WriteStartObject();
            json.WriteString("symbol"u8, symbol);
            json.WriteString("countdownTime"u8, countdown_ms.ToString(CultureInfo.InvariantCulture));
            json.WriteEndObject();
        });
    }
}
