using System.Collections.Frozen;
using Platform.Primitives.Outcomes;
using Platform.Venue.Gateway.Calls;

namespace Platform.Venue.Gateway.WsApi;

/// <summary>The methods of the WebSocket API, each mapped to a route of the route table (spec/binance-usdm.md §4.7).</summary>
internal sealed class WsApiMethods
{
    private static readonly (string Name, string Method, string Path)[] Names =
    [
        ("order.place", "POST", "/fapi/v1/order"),
        ("order.modify", "PUT", "/fapi/v1/order"),
        ("order.cancel", "DELETE", "/fapi/v1/order"),
        ("order.status", "GET", "/fapi/v1/order"),
        ("algoOrder.place", "POST", "/fapi/v1/algoOrder"),
        ("algoOrder.cancel", "DELETE", "/fapi/v1/algoOrder"),
        ("account.balance", "GET", "/fapi/v2/balance"),
        ("v2/account.balance", "GET", "/fapi/v3/balance"),
        ("account.status", "GET", "/fapi/v2/account"),
        ("v2/account.status", "GET", "/fapi/v3/account"),
        ("account.position", "GET", "/fapi/v2/positionRisk"),
        ("v2/account.position", "GET", "/fapi/v3/positionRisk"),
        ("depth", "GET", "/fapi/v1/depth"),
        ("ticker.price", "GET", "/fapi/v1/ticker/price"),
        ("ticker.book", "GET", "/fapi/v1/ticker/bookTicker"),
        ("userDataStream.start", "POST", "/fapi/v1/listenKey"),
        ("userDataStream.ping", "PUT", "/fapi/v1/listenKey"),
        ("userDataStream.stop", "DELETE", "/fapi/v1/listenKey"),
    ];

    private readonly FrozenDictionary<string, Route> _byName;

    public WsApiMethods(RouteTable routes) =>
        _byName = Names.ToFrozenDictionary(name => name.Name, name => Require(routes, name.Method, name.Path), StringComparer.Ordinal);

    public Route? Find(string method) => _byName.GetValueOrDefault(method);

    private static Route Require(RouteTable routes, string method, string path)
    {
        Route? route = routes.Find(method, path, out _);
        Check.That(route is not null, $"the route table contains {method} {path}");
        return route;
    }
}
