using System.Text;
using System.Text.Json;
using Platform.Venue.Gateway.Calls;
using Platform.Venue.Gateway.Faults;
using Platform.Venue.Gateway.Sockets;
using Platform.Venue.Gateway.Wire;

namespace Platform.Venue.Gateway.WsApi;

/// <summary>One connection of the WebSocket API: answers requests in order, and stores the account of its session.</summary>
internal sealed class WsApiConnection : ISocketListener
{
    private readonly SocketSession _session;
    private readonly WsApiMethods _methods;
    private readonly ApiGate _gate;
    private readonly FaultGate _faults;
    private readonly string _address;
    private readonly bool _showsLimits;
    private readonly WsApiLogon _logon;

    public WsApiConnection(SocketSession session, WsApiMethods methods, ApiGate gate, FaultGate faults, string address, bool showsLimits)
    {
        (_session, _methods, _gate, _faults, _address, _showsLimits) = (session, methods, gate, faults, ApiGate.SocketPool(address), showsLimits);
        _logon = new WsApiLogon(gate, showsLimits);
    }

    public int InboundPerSecond => 0;

    /// <summary>Pings and pongs of the WebSocket API have a separate limit (spec/binance-usdm.md §1.3).</summary>
    public int PingsPerSecond => 5;

    public bool PingsCount => false;

    public async ValueTask ReceiveAsync(ReadOnlyMemory<byte> text, CancellationToken cancel)
    {
        JsonElement request = default;
        try
        {
            request = JsonText.Parse(text);
        }
        catch (JsonException)
        {
            // The request stays undefined and is refused below, like every message that is not a request.
        }

        ReplyBuffer result = ReplyBuffer.Rent();
        try
        {
            byte[] answer = await AnswerAsync(request, result, cancel);
            _session.TrySend(FrameText.Build(FrameText.Text, answer));
        }
        finally
        {
            result.Return();
        }
    }

    private async ValueTask<byte[]> AnswerAsync(JsonElement request, ReplyBuffer result, CancellationToken cancel)
    {
        JsonElement id = default;
        var parameters = new RequestParameters();
        string method = "";
        if (request.ValueKind == JsonValueKind.Object)
        {
            request.TryGetProperty("id", out id);
            method = request.TryGetProperty("method", out JsonElement name) && name.ValueKind == JsonValueKind.String ? name.GetString()! : "";
            if (request.TryGetProperty("params", out JsonElement sent) && sent.ValueKind == JsonValueKind.Object)
            {
                foreach (JsonProperty property in sent.EnumerateObject())
                    parameters.AddJson(property.Name, property.Value);
            }
        }

        var call = new ApiCall
        {
            Parameters = parameters,
            Json = result.Json,
            Address = _address,
            IsSocket = true,
            ApiKey = parameters["apiKey"],
            Cancelled = cancel,
        };
        if (call.ApiKey is null && _logon.ApiKey is { } loggedOn)
            call = call.With(loggedOn);
        Route? route = _methods.Find(method);
        ApiError? error = method.Length == 0 ? new ApiError(-1100, "The request is not a JSON object with a method.")
            : _logon.Handles(method) ? _logon.Run(method, call)
            : route is null ? new ApiError(-1099, $"Unknown method '{method}'.")
            : await RunAsync(route, call);
        if (call.IsCut)
            _session.Abort();
        result.Json.Flush();
        return Envelope(id, error, result, call);
    }

    private async ValueTask<ApiError?> RunAsync(Route route, ApiCall call)
    {
        int? trusted = call.Parameters["signature"] is null ? _logon.Account : null;
        return await _faults.RunAsync(route, call, () => SignedParameters.Of(call.Parameters), trusted);
    }

    private byte[] Envelope(JsonElement id, ApiError? error, ReplyBuffer result, ApiCall call)
    {
        ReplyBuffer page = ReplyBuffer.Rent();
        Utf8JsonWriter json = page.Json;
        json.WriteStartObject();
        json.WritePropertyName("id"u8);
        if (id.ValueKind is JsonValueKind.String or JsonValueKind.Number)
            json.WriteRawValue(id.GetRawText(), skipInputValidation: true);
        else
            json.WriteNullValue();
        json.WriteNumber("status"u8, error?.Status ?? 200);
        if (error is not null)
        {
            json.WritePropertyName("error"u8);
            error.WriteTo(json);
        }
        else
        {
            json.WritePropertyName("result"u8);
            json.WriteRawValue(result.Bytes.WrittenSpan, skipInputValidation: true);
        }

        if (_showsLimits && call.Parameters["returnRateLimits"] != "false")
            WriteLimits(json, call);
        json.WriteEndObject();
        json.Flush();
        byte[] text = page.Bytes.WrittenSpan.ToArray();
        page.Return();
        return text;
    }

    /// <summary>Writes rateLimits: the order counts when the call was counted as an order, else the request weight.</summary>
    private void WriteLimits(Utf8JsonWriter json, ApiCall call)
    {
        json.WriteStartArray("rateLimits"u8);
        if (call.OrderCounts is { } counts)
        {
            json.WriteRateLimit("ORDERS", "SECOND", 10, _gate.Limits.OrdersPer10Seconds, counts.TenSeconds);
            json.WriteRateLimit("ORDERS", "MINUTE", 1, _gate.Limits.OrdersPerMinute, counts.Minute);
        }
        else
        {
            json.WriteRateLimit("REQUEST_WEIGHT", "MINUTE", 1, _gate.Limits.Weight, call.UsedWeight);
        }

        json.WriteEndArray();
    }
}
