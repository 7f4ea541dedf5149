using System.Collections.Frozen;
using System.Globalization;
using Platform.Venue.Gateway.Wire;

namespace Platform.Venue.Gateway.Calls;

/// <summary>All routes of the venue. Built once at the start; immutable.</summary>
internal sealed class RouteTable
{
    private readonly FrozenDictionary<string, Route[]> _byPath;

    public RouteTable(IEnumerable<Route> routes) =>
        _byPath = routes.GroupBy(route => route.Path, StringComparer.Ordinal).ToFrozenDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);

    public IEnumerable<Route> All => _byPath.Values.SelectMany(routes => routes);

    /// <summary>Finds a route; null with an error of status 404 for an unknown path or 405 for an unsupported method.</summary>
    public Route? Find(string method, string path, out ApiError? error)
    {
        error = null;
        if (!_byPath.TryGetValue(path, out Route[]? routes))
        {
            error = ApiError.NotFound;
            return null;
        }

        foreach (Route route in routes)
        {
            if (route.Method == method)
                return route;
        }

        error = ApiError.BadMethod;
        return null;
    }
}

/// <summary>Request weights that depend on parameters (spec/binance-usdm.md §3).</summary>
internal static class RequestWeights
{
    public static int Depth(RequestParameters parameters) => Number(parameters, 500) switch { <= 50 => 2, <= 100 => 5, <= 500 => 10, _ => 20 };

    /// <summary>Weight of every kline endpoint, by the limit parameter.</summary>
    public static int Klines(RequestParameters parameters) => Number(parameters, 500) switch { < 100 => 1, < 500 => 2, <= 1000 => 5, _ => 10 };

    /// <summary>A weight function with one weight for a call with a symbol and another for a call without.</summary>
    public static Func<RequestParameters, int> BySymbol(int one, int all) => parameters => string.IsNullOrEmpty(parameters["symbol"]) ? all : one;

    private static int Number(RequestParameters parameters, int otherwise) =>
        int.TryParse(parameters["limit"], NumberStyles.None, CultureInfo.InvariantCulture, out int limit) ? limit : otherwise;
}
