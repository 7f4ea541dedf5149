using Platform.Venue.Gateway.Calls;
using Platform.Venue.Gateway.Streams;
using Platform.Venue.Gateway.Wire;

namespace Platform.Venue.Gateway.Rest.Accounts;

/// <summary>Routes that open, extend and close a user stream; they require an API key but no signature.</summary>
internal sealed class ListenKeyRoutes(ListenKeyRegister register, TopicRegistry topics)
{
    public IEnumerable<Route> Routes =>
    [
        new("POST", "/fapi/v1/listenKey", RouteSecurity.Key, OpenAsync),
        new("PUT", "/fapi/v1/listenKey", RouteSecurity.Key, ExtendAsync),
        new("DELETE", "/fapi/v1/listenKey", RouteSecurity.Key, CloseAsync),
    ];

    public ValueTask<ApiError?> OpenAsync(ApiCall call) => Write(call, register.Open(call.ApiKey!, call.Account));

    public ValueTask<ApiError?> ExtendAsync(ApiCall call) =>
        register.Extend(call.ApiKey!) is { } key ? Write(call, key) : new(ApiError.NoListenKey);

    public ValueTask<ApiError?> CloseAsync(ApiCall call)
    {
        if (register.Close(call.ApiKey!) is { } closed)
            topics.Drop(closed);
        call.Json.WriteStartObject();
        call.Json.WriteEndObject();
        return default;
    }

    private static ValueTask<ApiError?> Write(ApiCall call, string key)
    {
        call.Json.WriteStartObject();
        call.Json.WriteString("listenKey"u8, key);
        call.Json.WriteEndObject();
        return default;
    }
}
