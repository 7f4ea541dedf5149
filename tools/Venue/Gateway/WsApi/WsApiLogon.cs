using System.Text;
using Platform.Venue.Gateway.Calls;
using Platform.Venue.Gateway.Security;
using Platform.Venue.Gateway.Wire;

namespace Platform.Venue.Gateway.WsApi;

/// <summary>Executes session.logon, session.status and session.logout of one connection. As at the real exchange, only Ed25519 keys may log on.</summary>
internal sealed class WsApiLogon(ApiGate gate, bool showsLimits)
{
    private static readonly Route LogonRoute = new("GET", "session.logon", RouteSecurity.Signed, static _ => default) { Weight = static _ => 2 };
    private static readonly Route StatusRoute = new("GET", "session.status", RouteSecurity.Public, static _ => default) { Weight = static _ => 2 };
    private readonly long _connected_ms = gate.Now_ms;
    private long _authorized_ms;

    /// <summary>The API key of the session; null without a session.</summary>
    public string? ApiKey { get; private set; }

    /// <summary>The account number of the session; null without a session, or when the account is closed.</summary>
    public int? Account => ApiKey is null ? null : gate.Keys.Find(ApiKey, out _)?.Account;

    public bool Handles(string method) => method is "session.logon" or "session.status" or "session.logout";

    public ApiError? Run(string method, ApiCall call)
    {
        Route route = method == "session.logon" ? LogonRoute : StatusRoute;
        call.Now_ms = gate.Now_ms;
        ApiError? error = gate.BudgetOf(call.Address).Charge(call.Now_ms, route.Weight(call.Parameters), default, out int used);
        call.UsedWeight = used;
        if (error is null && method == "session.logon")
            error = LogOn(call);
        if (error is not null)
            return error;
        if (method == "session.logout")
            (ApiKey, _authorized_ms) = (null, 0);
        Write(call);
        return null;
    }

    private ApiError? LogOn(ApiCall call)
    {
        (ApiCredential Credential, int Account)? key = gate.Keys.Find(call.ApiKey, out ApiError? error);
        if (key is null)
            return error;
        if (!key.Value.Credential.MayLogOn)
            return new ApiError(-4056, "HMAC_SHA256 API key is not supported.");
        error = gate.Authorize(LogonRoute, call, () => SignedParameters.Of(call.Parameters));
        if (error is null)
            (ApiKey, _authorized_ms) = (call.ApiKey, call.Now_ms);
        return error;
    }

    private void Write(ApiCall call)
    {
        call.Json.WriteStartObject();
        if (ApiKey is null)
            call.Json.WriteNull("apiKey"u8);
        else
            call.Json.WriteString("apiKey"u8, ApiKey);
        if (_authorized_ms == 0)
            call.Json.WriteNull("authorizedSince"u8);
        else
            call.Json.WriteNumber("authorizedSince"u8, _authorized_ms);
        call.Json.WriteNumber("connectedSince"u8, _connected_ms);
        call.Json.WriteBoolean("returnRateLimits"u8, showsLimits);
        call.Json.WriteNumber("serverTime"u8, call.Now_ms);
        call.Json.WriteEndObject();
    }
}

/// <summary>The text that a client of the WebSocket API signs: all parameters except the signature, sorted by name, with values as received.</summary>
internal static class SignedParameters
{
    public static (byte[] Text, string? Signature) Of(RequestParameters parameters)
    {
        var text = new StringBuilder();
        foreach ((string name, string value) in parameters.Pairs.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (name != "signature")
                text.Append(text.Length == 0 ? "" : "&").Append(name).Append('=').Append(value);
        }

        return (Encoding.UTF8.GetBytes(text.ToString()), parameters["signature"]);
    }
}
