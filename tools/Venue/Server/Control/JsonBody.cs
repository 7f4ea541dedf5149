using System.Text.Json;
using Platform.Primitives.Outcomes;
using Platform.Venue.Gateway.Wire;

namespace Platform.Venue.Server.Control;

/// <summary>The JSON body of a control call.</summary>
internal static class JsonBody
{
    public static Result<JsonElement> Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonText.Parse(body);
        }
        catch (JsonException broken)
        {
            return new Fault(FaultKind.Invalid, $"The body is not JSON: {broken.Message}");
        }
    }

    /// <summary>A text field; empty when absent.</summary>
    public static string Text(this JsonElement body, string name) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    /// <summary>A number field; null when absent.</summary>
    public static double? Number(this JsonElement body, string name) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;
}
