using System.Security.Cryptography;
using System.Text;
using Platform.Venue.Calls;
using Platform.Venue.Wire;

namespace Platform.Venue.Control;

/// <summary>Who may control the venue: the holder of the bearer token; nobody when none was given at start.</summary>
internal static class ControlToken
{
    /// <summary>The same handler, for the holder of the token only.</summary>
    public static RouteHandler Guard(string? token, RouteHandler handler) =>
        call => IsHeld(token, call.Authorization) ? handler(call) : new(ApiError.Unauthorized);

    private static bool IsHeld(string? token, string? authorization) =>
        token is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes($"Bearer {token}"), Encoding.UTF8.GetBytes(authorization ?? ""));
}
