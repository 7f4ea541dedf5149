using System.Text.Json;
using Platform.Http;
using Platform.Venue.Gateway.Calls;
using Platform.Venue.Gateway.Wire;

namespace Platform.Venue.Server.Control;

/// <summary>Functions for the calls of the control API: the check of the bearer token, and the fields of a JSON body.</summary>
internal static class ControlCalls
{
    /// <summary>Returns a handler that first checks the bearer token. It refuses all calls when the venue was started without a token.</summary>
    public static RouteHandler Guard(BearerToken? token, RouteHandler handler) =>
        call => token is not null && token.Admits(call.Authorization) ? handler(call) : new(ApiError.Unauthorized);

    /// <summary>The value of a text field; empty when the field is absent or not a text.</summary>
    public static string Text(this JsonElement body, string name) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    /// <summary>The value of a number field; null when the field is absent or not a number.</summary>
    public static double? Number(this JsonElement body, string name) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;
}
