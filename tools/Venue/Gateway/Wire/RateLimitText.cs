using System.Text.Json;

namespace Platform.Venue.Gateway.Wire;

/// <summary>A row of rateLimits.</summary>
internal static class RateLimitText
{
    /// <summary>With the count where it is told.</summary>
    public static void Write(Utf8JsonWriter json, string type, string interval, int number, int limit, int? count = null)
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
}
