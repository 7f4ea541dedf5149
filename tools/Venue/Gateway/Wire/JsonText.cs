using System.Text.Json;
using System.Text.Unicode;

namespace Platform.Venue.Gateway.Wire;

/// <summary>JSON that strangers send, checked to its last string before anybody reads it.</summary>
internal static class JsonText
{
    /// <summary>
    /// The value of a text. Throws JsonException for what is not JSON or not UTF-8, and for escaped half pairs of UTF-16 such as "\ud800":
    /// the grammar allows them, but no string can hold them, and reading one later would fail at a random place.
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
            throw new JsonException("a string holds half a surrogate pair", half);
        }
    }
}
