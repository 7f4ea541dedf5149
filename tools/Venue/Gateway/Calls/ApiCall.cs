using System.Text.Json;
using Platform.Venue.Gateway.Limits;
using Platform.Venue.Gateway.Wire;

namespace Platform.Venue.Gateway.Calls;

/// <summary>One request over HTTP or the WebSocket API, from its arrival to its response. Owned by the connection that reads it.</summary>
internal sealed class ApiCall
{
    public required RequestParameters Parameters { get; init; }

    /// <summary>Writer of the response; its content is discarded when the call returns an error.</summary>
    public required Utf8JsonWriter Json { get; init; }

    /// <summary>Remote IP address, to which the request limits apply.</summary>
    public required string Address { get; init; }

    /// <summary>True when the call arrived over the WebSocket API.</summary>
    public bool IsSocket { get; init; }

    public string? ApiKey { get; init; }

    /// <summary>The Authorization header, which the control API uses.</summary>
    public string? Authorization { get; init; }

    /// <summary>Number of the account of the API key; −1 for public calls.</summary>
    public int Account { get; set; } = -1;

    /// <summary>The body as received, which the control API uses.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>True when a fault closes the connection without a response.</summary>
    public bool IsCut { get; set; }

    /// <summary>Content type of <see cref="Prepared"/>; null for JSON.</summary>
    public string? ContentType { get; set; }

    /// <summary>The venue's time at the arrival of the call, Unix ms.</summary>
    public long Now_ms { get; set; }

    /// <summary>Request weight of the address in the current minute, including this call; −1 for calls that count only as orders.</summary>
    public int UsedWeight { get; set; }

    /// <summary>Number of orders of the account in the current ten seconds and in the current minute; null for calls that are not counted.</summary>
    public (int TenSeconds, int Minute)? OrderCounts { get; set; }

    /// <summary>A shared response body that is sent instead of the content of <see cref="Json"/>; null for none.</summary>
    public ReadOnlyMemory<byte>? Prepared { get; set; }

    public CancellationToken Cancelled { get; init; }

    /// <summary>Returns the same call with the API key of a session.</summary>
    public ApiCall With(string apiKey) => new() { Parameters = Parameters, Json = Json, Address = Address, IsSocket = IsSocket, ApiKey = apiKey, Cancelled = Cancelled };

    /// <summary>Creates a reader of the parameters.</summary>
    public ParameterReader Read() => new(Parameters);
}

/// <summary>Handles a call: writes the response, or returns the error.</summary>
internal delegate ValueTask<ApiError?> RouteHandler(ApiCall call);

/// <summary>Authentication that a route requires.</summary>
internal enum RouteSecurity : byte
{
    /// <summary>No authentication.</summary>
    Public,

    /// <summary>An API key in the header.</summary>
    Key,

    /// <summary>An API key, a timestamp and a signature.</summary>
    Signed,
}

/// <summary>One route: HTTP method, path, authentication, costs and handler.</summary>
internal sealed record Route(string Method, string Path, RouteSecurity Security, RouteHandler Handler)
{
    /// <summary>Returns the request weight for the parameters; 1 by default.</summary>
    public Func<RequestParameters, int> Weight { get; init; } = static _ => 1;

    /// <summary>Number of orders by which the call is counted in the limits of ten seconds and of one minute; zero for calls that place no orders.</summary>
    public (int TenSeconds, int Minute) Orders { get; init; }

    public RequestPool Pool { get; init; }

    /// <summary>True for calls that count only as orders.</summary>
    public bool CountsOrdersOnly { get; init; }

    /// <summary>True for REST calls whose weight also counts in the WebSocket API's pool of the address.</summary>
    public bool SharesSocketPool { get; init; }

    /// <summary>True for the venue's control paths, which limits, bans and faults do not affect.</summary>
    public bool IsControl => Path.StartsWith("/venue", StringComparison.Ordinal);
}
