using System.Text.Json;
using Platform.Venue.Core.Contract;

namespace Platform.Venue.Gateway.Wire;

/// <summary>An error response of the API: code, text and HTTP status (spec/binance-usdm.md §6).</summary>
internal sealed record ApiError(int Code, string Message, int Status = 400)
{
    /// <summary>Seconds in the Retry-After header; 0 for no header.</summary>
    public int RetryAfter_s { get; init; }

    /// <summary>Converts an error of the core; all of them are sent with HTTP status 400.</summary>
    public static ApiError Of(VenueError error) => new(error.Code, error.Message);

    public static ApiError Unauthorized { get; } = new(-1002, "You are not authorized to execute this request.", 401);

    public static ApiError BadKeyFormat { get; } = new(-2014, "API-key format invalid.", 401);

    public static ApiError UnknownKey { get; } = new(-2015, "Invalid API-key, IP, or permissions for action.", 401);

    public static ApiError BadSignature { get; } = new(-1022, "Signature for this request is not valid.");

    public static ApiError OutsideWindow { get; } = new(-1021, "Timestamp for this request is outside of the recvWindow.");

    public static ApiError AheadOfServer { get; } = new(-1021, "Timestamp for this request was 1000ms ahead of the server's time.");

    public static ApiError WindowTooLarge(long most_ms) => new(-1131, $"recvWindow must be less than {most_ms}.");

    public static ApiError InvalidSymbol { get; } = new(-1121, "Invalid symbol.");

    public static ApiError InvalidInterval { get; } = new(-1120, "Invalid interval.");

    public static ApiError InvalidSide { get; } = new(-1117, "Invalid side.");

    public static ApiError InvalidOrderType { get; } = new(-1116, "Invalid orderType.");

    public static ApiError InvalidTimeInForce { get; } = new(-1115, "Invalid timeInForce.");

    public static ApiError InvalidResponseType { get; } = new(-1136, "Invalid newOrderRespType");

    public static ApiError StartAfterEnd { get; } = new(-1023, "Start time is greater than end time.");

    public static ApiError NoListenKey { get; } = new(-1125, "This listenKey does not exist.");

    public static ApiError OverPrecision { get; } = new(-1111, "Precision is over the maximum defined for this asset.");

    public static ApiError AlgoOnly { get; } = new(-4120, "Order type not supported for this endpoint. Please use the Algo Order API endpoints instead.");

    public static ApiError UnknownOrder { get; } = new(-2011, "Unknown order sent.");

    public static ApiError NoSuchOrder { get; } = new(-2013, "Order does not exist.");

    public static ApiError NotFound { get; } = new(-5000, "Path not found.", 404);

    public static ApiError BadMethod { get; } = new(-5001, "Method not allowed for this path.", 405);

    public static ApiError TooLarge { get; } = new(-1102, "The request is larger than 1 MB.", 413);

    public static ApiError TooManyParameters { get; } = new(-1101, "Too many parameters sent for this endpoint.");

    public static ApiError Repeated { get; } = new(-1101, "Duplicate values for a parameter detected.");

    public static ApiError UnknownParameter { get; } = new(-1103, "An unknown parameter was sent.");

    public static ApiError BrokenBody { get; } = new(-1100, "The request body violates HTTP framing.");

    /// <summary>An internal error of the venue; the request was not executed.</summary>
    public static ApiError Internal { get; } = new(-1001, "Internal error; unable to process your request. Please try again.", 503);

    /// <summary>A timeout of the exchange's backend; the execution status is unknown.</summary>
    public static ApiError BackendTimeout { get; } =
        new(-1007, "Timeout waiting for response from backend server. Send status unknown; execution status unknown.", 408);

    /// <summary>Writes a JSON object with code and msg.</summary>
    public void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("code"u8, Code);
        json.WriteString("msg"u8, Message);
        json.WriteEndObject();
    }

    public static ApiError Missing(string parameter) =>
        new(-1102, $"Mandatory parameter '{parameter}' was not sent, was empty/null, or malformed.");

    public static ApiError Malformed(string parameter) => new(-1130, $"Data sent for parameter '{parameter}' is not valid.");

    public static ApiError Empty(string parameter) => new(-1105, $"Parameter '{parameter}' was empty.");

    public static ApiError NotAllRead(int read, int sent) =>
        new(-1104, $"Not all sent parameters were read; read '{read}' parameter(s) but was sent '{sent}'.");

    public static ApiError Unwanted(string parameter) => new(-1106, $"Parameter '{parameter}' sent when not required.");

    public static ApiError IllegalText(string parameter, string range) =>
        new(-1100, $"Illegal characters found in parameter '{parameter}'; legal range is '{range}'.");
}
