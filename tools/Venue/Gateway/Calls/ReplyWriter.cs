using System.Text.Json;
using Platform.Venue.Core.Contract;
using Platform.Venue.Gateway.Wire;

namespace Platform.Venue.Gateway.Calls;

/// <summary>Writes replies of the core, and JSON that several responses have in common.</summary>
internal static class ReplyWriter
{
    /// <summary>Writes the value of a reply, or returns its error.</summary>
    public static ApiError? WriteTo<T>(this Reply<T> reply, Utf8JsonWriter json, Action<Utf8JsonWriter, T> write)
    {
        if (!reply.IsOk)
            return ApiError.Of(reply.Error);
        write(json, reply.Value);
        return null;
    }

    /// <summary>Writes {"code":200,"msg":…} when the core accepted the command, or returns the error.</summary>
    public static ApiError? WriteDone(this Reply<Accepted> reply, Utf8JsonWriter json, string? message = null) =>
        reply.WriteTo(json, (output, accepted) => WriteDone(output, message ?? accepted.Message));

    public static void WriteDone(Utf8JsonWriter json, string message)
    {
        json.WriteStartObject();
        json.WriteNumber("code"u8, 200);
        json.WriteString("msg"u8, message);
        json.WriteEndObject();
    }

    /// <summary>Writes a row of rateLimits; without a count the row contains only the limit.</summary>
    public static void WriteRateLimit(this Utf8JsonWriter json, string type, string interval, int number, int limit, int? count = null)
    {
        json.WriteStartObject();
        json.WriteString("rateLimitType"u8, type);
        json.WriteString("interval"u8, interval);
        json.WriteNumber("intervalNum"u8, number);
        json.WriteNumber("limit"u8, limit);
        if (count is { } used)
            json.WriteNumber("count"u8, used);
        json.WriteEndObject();
    }

    public static void WriteArray<T>(this Utf8JsonWriter json, IEnumerable<T> rows, Action<T> write)
    {
        json.WriteStartArray();
        foreach (T row in rows)
            write(row);
        json.WriteEndArray();
    }
}
