using System.Text.Json;
using Platform.Venue.Gateway.Wire;

namespace Platform.Venue.Gateway.Streams;

/// <summary>Executes the methods of a stream connection, such as SUBSCRIBE (spec/binance-usdm.md §1.4). The response contains the id as received.</summary>
internal static class ControlMessage
{
    /// <summary>Executes a message and returns the response.</summary>
    public static byte[] Answer(Subscriptions subscriptions, ReadOnlyMemory<byte> text)
    {
        JsonElement message;
        try
        {
            message = JsonText.Parse(text);
        }
        catch (JsonException broken)
        {
            return Error(default, 3, $"Invalid JSON: {broken.Message}");
        }

        if (message.ValueKind != JsonValueKind.Object)
            return Error(default, 2, "Invalid request: request must be an object");
        message.TryGetProperty("id", out JsonElement id);
        if (id.ValueKind is JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.True or JsonValueKind.False)
            return Error(default, 2, "Invalid request: request ID must be an unsigned integer, a string or null");
        if (!message.TryGetProperty("method", out JsonElement method) || method.ValueKind != JsonValueKind.String)
            return Error(IdOf(subscriptions, id), 2, "Invalid request: missing field `method`");
        message.TryGetProperty("params", out JsonElement parameters);
        return Run(subscriptions, id, method.GetString()!, parameters);
    }

    private static byte[] Run(Subscriptions subscriptions, JsonElement id, string method, JsonElement parameters)
    {
        switch (method)
        {
            case "SUBSCRIBE" or "UNSUBSCRIBE":
                return Change(subscriptions, id, parameters, method == "SUBSCRIBE");
            case "LIST_SUBSCRIPTIONS":
                return Result(id, json =>
                {
                    json.WriteStartArray();
                    foreach (string name in subscriptions.Names)
                        json.WriteStringValue(name);
                    json.WriteEndArray();
                });
            case "SET_PROPERTY":
                return SetProperty(subscriptions, id, parameters);
            case "GET_PROPERTY":
                return First(parameters) is { ValueKind: JsonValueKind.String } name
                    ? name.GetString() == "combined" ? Result(id, json => json.WriteBooleanValue(subscriptions.Follower.Combined)) : Error(IdOf(subscriptions, id), 0, "Unknown property")
                    : Error(IdOf(subscriptions, id), 2, "Invalid request: property name must be a string");
            default:
                return Error(IdOf(subscriptions, id), 2, $"Invalid request: unknown variant `{method}`, expected one of `SUBSCRIBE`, `UNSUBSCRIBE`, `LIST_SUBSCRIPTIONS`, `SET_PROPERTY`, `GET_PROPERTY`");
        }
    }

    /// <summary>The id that an error response contains; undefined when errors are not wrapped.</summary>
    private static JsonElement IdOf(Subscriptions subscriptions, JsonElement id) => subscriptions.Facts.WrapsControlErrors ? id : default;

    private static byte[] Change(Subscriptions subscriptions, JsonElement id, JsonElement parameters, bool subscribe)
    {
        if (parameters.ValueKind != JsonValueKind.Array || parameters.EnumerateArray().Any(name => name.ValueKind != JsonValueKind.String))
            return Error(IdOf(subscriptions, id), 2, "Invalid request: params must be an array of stream names");
        foreach (JsonElement element in parameters.EnumerateArray())
        {
            string name = element.GetString()!;
            if (!subscribe)
                subscriptions.Remove(name);
            else if (!subscriptions.Add(name))
                return Error(IdOf(subscriptions, id), 2, "Invalid request: too many streams on one connection");
        }

        return Result(id, json => json.WriteNullValue());
    }

    private static byte[] SetProperty(Subscriptions subscriptions, JsonElement id, JsonElement parameters)
    {
        if (First(parameters) is not { ValueKind: JsonValueKind.String } name)
            return Error(IdOf(subscriptions, id), 2, "Invalid request: property name must be a string");
        if (name.GetString() != "combined")
            return Error(IdOf(subscriptions, id), 0, "Unknown property");
        if (parameters.GetArrayLength() > 2)
            return Error(IdOf(subscriptions, id), 2, "Invalid request: too many parameters");
        if (parameters.GetArrayLength() < 2 || parameters[1].ValueKind is not (JsonValueKind.True or JsonValueKind.False))
            return Error(IdOf(subscriptions, id), 1, "Invalid value type: expected Boolean");
        subscriptions.Follower.Combined = parameters[1].GetBoolean();
        return Result(id, json => json.WriteNullValue());
    }

    private static JsonElement? First(JsonElement parameters) =>
        parameters.ValueKind == JsonValueKind.Array && parameters.GetArrayLength() > 0 ? parameters[0] : null;

    private static byte[] Result(JsonElement id, Action<Utf8JsonWriter> result) => Write(json =>
    {
        json.WriteStartObject();
        json.WritePropertyName("result"u8);
        result(json);
        WriteId(json, id);
        json.WriteEndObject();
    });

    private static byte[] Error(JsonElement id, int code, string message) => Write(json =>
    {
        json.WriteStartObject();
        if (id.ValueKind != JsonValueKind.Undefined)
            json.WriteStartObject("error"u8);
        json.WriteNumber("code"u8, code);
        json.WriteString("msg"u8, message);
        if (id.ValueKind != JsonValueKind.Undefined)
        {
            json.WriteEndObject();
            WriteId(json, id);
        }

        json.WriteEndObject();
    });

    private static void WriteId(Utf8JsonWriter json, JsonElement id)
    {
        json.WritePropertyName("id"u8);
        if (id.ValueKind == JsonValueKind.Undefined)
            json.WriteNullValue();
        else
            json.WriteRawValue(id.GetRawText(), skipInputValidation: true);
    }

    private static byte[] Write(Action<Utf8JsonWriter> body)
    {
        ReplyBuffer buffer = ReplyBuffer.Rent();
        body(buffer.Json);
        buffer.Json.Flush();
        byte[] text = buffer.Bytes.WrittenSpan.ToArray();
        buffer.Return();
        return text;
    }
}
