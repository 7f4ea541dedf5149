using System.Text.Json;
using System.Text.Unicode;
using Platform.Primitives.Outcomes;

namespace Platform.Venue.Gateway.Wire;

/// <summary>Parses JSON from clients and validates all strings in it.</summary>
internal static class JsonText
{
    /// <summary>
    /// Parses a text. Throws JsonException for text that is not JSON or not UTF-8, and for unpaired surrogates such as "\ud800":
    /// the JSON grammar allows them, but reading such a string would throw later.
    /// </summary>
    public static JsonElement Parse(ReadOnlyMemory<byte> text)
    {
        if (!Utf8.IsValid(text.Span))
            throw new JsonException("the text is not UTF-8");
        using JsonDocument document = JsonDocument.Parse(text);
        if (text.Span.IndexOf("\\u"u8) >= 0)
            CheckStrings(text.Span);
        return document.RootElement.Clone();
    }

    /// <summary>Parses a text like <see cref="Parse"/>; an error is returned as a fault.</summary>
    public static Result<JsonElement> Read(ReadOnlyMemory<byte> text)
    {
        try
        {
            return Parse(text);
        }
        catch (JsonException invalid)
        {
            return new Fault(FaultKind.Invalid, $"Invalid JSON: {invalid.Message}");
        }
    }

    private static void CheckStrings(ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(text);
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
                    reader.GetString();
            }
        }
        catch (InvalidOperationException half)
        {
            throw new JsonException("a string contains an unpaired surrogate", half);
        }
    }
}
