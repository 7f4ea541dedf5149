using System.Text.Json;
using Platform.Venue.Gateway.Limits;
using Platform.Venue.Gateway.Wire;

namespace Platform.Venue.Gateway.Calls;

/// <summary>One request over HTTP or the WebSocket API, from arrival to response; owned by the connection that reads it.</summary>
internal sealed class ApiCall
{
    public required RequestParameters Parameters { get; init; }

    /// <summary>Writer of the response; discarded when the call ends in an error.</summary>
    public required Utf8JsonWriter Json { get; init; }

    /// <summary>Remote address, for the request limits.</summary>
    public required string Address { get; init; }

    /// <summary>True when the call came over the WebSocket API.</summary>
    public bool IsSocket { get; init; }

    public string? ApiKey { get; init; }

    /// <summary>The Authorization header, for the control API.</summary>
    public string? Authorization { get; init; }

    /// <summary>The account of the API key; −1 on public calls.</summary>
    public int Account { get; set; } = -1;

    /// <summary>The body as received, for the control API.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>True when a fault closes the connection instead of a response.</summary>
    public bool IsCut { get; set; }

    /// <summary>True when a fault closes the connection with FIN instead of a response.</summary>
    public bool IsFinished { get; set; }

    /// <summary>How a fault garbles the body of a successful response; null for not at all.</summary>
    public GarbledBody? Garbled { get; set; }

    /// <summary>Content type of <see cref="Prepared"/>; null for JSON.</summary>
    public string? ContentType { get; set; }

    /// <summary>The venue's clock when the call arrived.</summary>
    public long Now_ms { get; set; }

    /// <summary>Request weight of the address in the current minute, including this call; −1 on calls that count only as orders.</summary>
    public int UsedWeight { get; set; }

    /// <summary>Orders of the account in the current ten seconds and minute; null on calls that are not counted.</summary>
    public (int TenSeconds, int Minute)? OrderCounts { get; set; }

    /// <summary>A shared response body in place of the JSON of the writer; null for none.</summary>
    public ReadOnlyMemory<byte>? Prepared { get; set; }

    public CancellationToken Cancelled { get; init; }

    /// <summary>The same call with the API key of a session.</summary>
    public ApiCall With(string apiKey) => new() { Parameters = Parameters, Json = Json, Address = Address, IsSocket = IsSocket, ApiKey = apiKey, Cancelled = Cancelled };

    /// <summary>Reads parameters and remembers the first error.</summary>
    public ParameterReader Read() => new(Parameters);
}

/// <summary>Handles a call: writes the response, or returns the error.</summary>
internal delegate ValueTask<ApiError?> RouteHandler(ApiCall call);

/// <summary>Authentication that a route requires.</summary>
internal enum RouteSecurity : byte
{
    /// <summary>Nothing.</summary>
    Public,

    /// <summary>An API key in the header.</summary>
    Key,

    /// <summary>An API key, a timestamp and a signature.</summary>
    Signed,
}

/// <summary>One route: authentication, cost and handler.</summary>
internal sealed record Route(string Method, string Path, RouteSecurity Security, RouteHandler Handler)
{
    /// <summary>Request weight by parameters; 1 by default.</summary>
    public Func<RequestParameters, int> Weight { get; init; } = static _ => 1;

    /// <summary>Number of orders counted in ten seconds and in a minute; zero for calls that place no orders.</summary>
    public (int TenSeconds, int Minute) Orders { get; init; }

    public RequestPool Pool { get; init; }

    /// <summary>True for calls that count only as orders.</summary>
    public bool CountsOrdersOnly { get; init; }

    /// <summary>True for REST calls whose weight also counts in the WebSocket API's pool of the address.</summary>
    public bool SharesSocketPool { get; init; }

    /// <summary>True for the venue's control paths, which limits, bans and faults do not affect.</summary>
    public bool IsControl => Path.StartsWith("/venue", StringComparison.Ordinal);
}
