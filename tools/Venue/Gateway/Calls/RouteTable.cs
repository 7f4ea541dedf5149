using System.Collections.Frozen;
using Platform.Venue.Gateway.Wire;

namespace Platform.Venue.Gateway.Calls;

/// <summary>All paths of the venue; built once at start.</summary>
internal sealed class RouteTable
{
    private readonly FrozenDictionary<string, Route[]> _byPath;

    public RouteTable(IEnumerable<Route> routes) =>
        _byPath = routes.GroupBy(route => route.Path, StringComparer.Ordinal).ToFrozenDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);

    public IEnumerable<Route> All => _byPath.Values.SelectMany(routes => routes);

    /// <summary>The route; null with 404 for an unknown path and 405 for a method the path does not take.</summary>
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
