using System.Text.Json;
using Platform.Venue.Gateway.Limits;
using Platform.Venue.Gateway.Wire;

namespace Platform.Venue.Gateway.Calls;

/// <summary>One request on its way through the gate, by HTTP or by the WebSocket API; owned by the connection that reads it.</summary>
internal sealed class ApiCall
{
    public required RequestParameters Parameters { get; init; }

    /// <summary>Where the handler writes the answer; what was written is dropped when the call ends in an error.</summary>
    public required Utf8JsonWriter Json { get; init; }

    /// <summary>Remote address, for the budget.</summary>
    public required string Address { get; init; }

    /// <summary>True when the call came by the WebSocket API.</summary>
    public bool IsSocket { get; init; }

    public string? ApiKey { get; init; }

    /// <summary>The Authorization header, for the control API.</summary>
    public string? Authorization { get; init; }

    /// <summary>The account behind the key; −1 on public calls.</summary>
    public int Account { get; set; } = -1;

    /// <summary>The body as received, for the control API.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>True when a fault ends the connection in place of an answer.</summary>
    public bool IsCut { get; set; }

    /// <summary>Another content type than JSON, with <see cref="Prepared"/>.</summary>
    public string? ContentType { get; set; }

    /// <summary>The venue's clock when the call arrived.</summary>
    public long Now_ms { get; set; }

    /// <summary>Request weight this address used in the current minute, this call included; −1 on calls that are counted as orders alone.</summary>
    public int UsedWeight { get; set; }

    /// <summary>Orders of the account in the current ten seconds and minute; null on calls that count none.</summary>
    public (int TenSeconds, int Minute)? OrderCounts { get; set; }

    /// <summary>A text the handler answers with instead of JSON written by the writer, shared between calls; null normally.</summary>
    public ReadOnlyMemory<byte>? Prepared { get; set; }

    public CancellationToken Cancelled { get; init; }

    /// <summary>The same call under another key: that of a session that logged on.</summary>
    public ApiCall With(string apiKey) => new() { Parameters = Parameters, Json = Json, Address = Address, IsSocket = IsSocket, ApiKey = apiKey, Cancelled = Cancelled };

    /// <summary>Reads parameters and remembers the first thing wrong with them.</summary>
    public ParameterReader Read() => new(Parameters);
}

/// <summary>Answers a call by writing JSON, or gives the error.</summary>
internal delegate ValueTask<ApiError?> RouteHandler(ApiCall call);

/// <summary>What a call must prove before it is handled.</summary>
internal enum RouteSecurity : byte
{
    /// <summary>Nothing.</summary>
    Public,

    /// <summary>An API key in the header.</summary>
    Key,

    /// <summary>An API key, a timestamp and a signature.</summary>
    Signed,
}

/// <summary>One line of the route table: who may call, what it costs, who answers.</summary>
internal sealed record Route(string Method, string Path, RouteSecurity Security, RouteHandler Handler)
{
    /// <summary>Request weight by parameters; 1 unless told.</summary>
    public Func<RequestParameters, int> Weight { get; init; } = static _ => 1;

    /// <summary>Orders counted in ten seconds and in a minute; zero for calls that place nothing.</summary>
    public (int TenSeconds, int Minute) Orders { get; init; }

    public RequestPool Pool { get; init; }

    /// <summary>True for calls that are counted as orders alone.</summary>
    public bool CountsOrdersOnly { get; init; }

    /// <summary>True for calls by REST whose weight the WebSocket API's pool of the address pays as well.</summary>
    public bool SharesSocketPool { get; init; }

    /// <summary>True for the venue's own paths, which no limit, ban or fault concerns.</summary>
    public bool IsControl => Path.StartsWith("/venue", StringComparison.Ordinal);
}
