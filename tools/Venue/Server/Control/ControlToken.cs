using Platform.Http;
using Platform.Venue.Gateway.Calls;
using Platform.Venue.Gateway.Wire;

namespace Platform.Venue.Server.Control;

/// <summary>Who may control the venue: the holder of the bearer token; nobody when none was given at start.</summary>
internal static class ControlToken
{
    /// <summary>The same handler, for the holder of the token only.</summary>
    public static RouteHandler Guard(BearerToken? token, RouteHandler handler) =>
        call => token is not null && token.Admits(call.Authorization) ? handler(call) : new(ApiError.Unauthorized);
}
