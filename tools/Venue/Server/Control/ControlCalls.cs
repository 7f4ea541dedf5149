using System.Text.Json;
using Platform.Http;
using Platform.Venue.Gateway.Calls;
using Platform.Venue.Gateway.Wire;

namespace Platform.Venue.Server.Control;

/// <summary>What the calls of the control API have in common: the check of the bearer token, and the fields of a JSON body.</summary>
internal static class ControlCalls
{
    /// <summary>The same handler for holders of the token; all calls are refused when the venue was started without a token.</summary>
    public static RouteHandler Guard(BearerToken? token, RouteHandler handler) =>
        call => token is not null && token.Admits(call.Authorization) ? handler(call) : new(ApiError.Unauthorized);

    /// <summary>A text field; empty when absent.</summary>
    public static string Text(this JsonElement body, string name) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    /// <summary>A number field; null when absent.</summary>
    public static double? Number(this JsonElement body, string name) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;
}
