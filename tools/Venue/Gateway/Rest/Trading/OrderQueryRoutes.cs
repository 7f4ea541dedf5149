using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Engine;
using Platform.Venue.Gateway.Calls;
using Platform.Venue.Gateway.Rest.Market;
using Platform.Venue.Gateway.Wire;

namespace Platform.Venue.Gateway.Rest.Trading;

/// <summary>Routes of order queries: single orders, lists, fills, amendments, liquidation orders.</summary>
internal sealed class OrderQueryRoutes(Exchange exchange, OrderText text)
{
    public IEnumerable<Route> Routes =>
    [
        new("GET", "/fapi/v1/order", RouteSecurity.Signed, OrderAsync),
        new("GET", "/fapi/v1/openOrder", RouteSecurity.Signed, call => OneAsync(call, openOnly: true)),
        new("GET", "/fapi/v1/openOrders", RouteSecurity.Signed, OpenOrdersAsync) { Weight = RequestWeights.BySymbol(1, 40) },
        new("GET", "/fapi/v1/allOrders", RouteSecurity.Signed, AllOrdersAsync) { Weight = static _ => 5 },
        new("GET", "/fapi/v1/userTrades", RouteSecurity.Signed, TradesAsync) { Weight = static _ => 5 },
        new("GET", "/fapi/v1/orderAmendment", RouteSecurity.Signed, AmendmentsAsync),
        new("GET", "/fapi/v1/forceOrders", RouteSecurity.Signed, ForceOrdersAsync) { Weight = RequestWeights.BySymbol(20, 50) },
    ];

    public ValueTask<ApiError?> OrderAsync(ApiCall call) => OneAsync(call, openOnly: false);

    private ValueTask<ApiError?> OneAsync(ApiCall call, bool openOnly)
    {
        ParameterReader read = call.Read();
        string symbol = read.Required("symbol");
        (long? orderId, string? clientOrderId) = OrderRequest.Identity(read);
        if ((read.Error ?? UnknownSymbol(symbol)) is { } error)
            return new(error);
        OrderView? order = exchange.Accounts.Order(new(call.Account), symbol, orderId, clientOrderId);
        if (order is null || (openOnly && !order.IsOpen))
            return new(ApiError.NoSuchOrder);
        text.WriteRow(call.Json, order);
        return default;
    }

    private ValueTask<ApiError?> OpenOrdersAsync(ApiCall call)
    {
        ParameterReader read = call.Read();
        string? symbol = read.Text("symbol");
        if (UnknownSymbol(symbol) is { } error)
            return new(error);
        call.Json.WriteArray(exchange.Accounts.OpenOrders(new(call.Account), symbol), order => text.WriteRow(call.Json, order));
        return default;
    }

    private ValueTask<ApiError?> AllOrdersAsync(ApiCall call)
    {
        ParameterReader read = call.Read();
        string? symbol = read.Text("symbol");
        int limit = read.Limit(500, 1000);
        long? orderId = read.Long("orderId");
        (long? start, long? end) = read.Window(longest_days: 7);
        if ((read.Error ?? UnknownSymbol(symbol)) is { } error)
            return new(error);
        call.Json.WriteArray(exchange.Accounts.AllOrders(new(call.Account), symbol, limit, orderId, start, end), order => text.WriteRow(call.Json, order));
        return default;
    }

    private ValueTask<ApiError?> TradesAsync(ApiCall call)
    {
        ParameterReader read = call.Read();
        string symbol = read.Required("symbol");
        int limit = read.Limit(500, 1000);
        long? orderId = read.Long("orderId"), fromId = read.Long("fromId");
        (long? start, long? end) = read.Window(longest_days: 7);
        if (fromId is not null && (start is not null || end is not null))
            read.Fail(new ApiError(-1128, "Combination of optional parameters invalid."));
        if ((read.Error ?? UnknownSymbol(symbol)) is { } error)
            return new(error);
        call.Json.WriteArray(exchange.Accounts.Trades(new(call.Account), symbol, limit, orderId, fromId, start, end), trade => text.WriteTrade(call.Json, trade));
        return default;
    }

    private ValueTask<ApiError?> AmendmentsAsync(ApiCall call)
    {
        ParameterReader read = call.Read();
        string symbol = read.Required("symbol");
        int limit = read.Limit(50, 100);
        long? orderId = read.Long("orderId");
        string? clientOrderId = read.Text("origClientOrderId");
        (long? start, long? end) = read.Window();
        if ((read.Error ?? UnknownSymbol(symbol)) is { } error)
            return new(error);
        call.Json.WriteArray(
            exchange.Accounts.Amendments(new(call.Account), symbol, orderId, clientOrderId, limit, start, end),
            change => text.WriteAmendment(call.Json, change));
        return default;
    }

    private ValueTask<ApiError?> ForceOrdersAsync(ApiCall call)
    {
        ParameterReader read = call.Read();
        string? symbol = read.Text("symbol");
        bool? deleveraging = read.Text("autoCloseType") switch { null => null, "ADL" => true, "LIQUIDATION" => false, _ => Fail(read) };
        int limit = read.Limit(50, 100);
        (long? start, long? end) = read.Window();
        if ((read.Error ?? UnknownSymbol(symbol)) is { } error)
            return new(error);
        call.Json.WriteArray(
            exchange.Accounts.ForceOrders(new(call.Account), symbol, deleveraging, limit, start, end),
            forced => text.WriteRow(call.Json, forced.Order, isForced: true));
        return default;
    }

    private static bool? Fail(ParameterReader read)
    {
        read.Fail(ApiError.Malformed("autoCloseType"));
        return null;
    }

    private ApiError? UnknownSymbol(string? symbol) => symbol is { Length: > 0 } && exchange.Market.Listing(symbol) is null ? ApiError.InvalidSymbol : null;
}
