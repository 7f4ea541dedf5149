using System.Text.Json;
using Platform.Primitives.Numbers;
using Platform.Venue.Core.Sources;

namespace Platform.Venue.Market.Recordings;

/// <summary>The fields of one recorded message. A missing field, or a field of another type, throws a <see cref="FormatException"/> that names the field.</summary>
internal readonly struct CaptureFields(JsonElement message)
{
    public CaptureFields Inside(string name) => new(Field(name, JsonValueKind.Object, "an object"));

    public string? Find(string name) =>
        message.ValueKind == JsonValueKind.Object && message.TryGetProperty(name, out JsonElement field) && field.ValueKind == JsonValueKind.String ? field.GetString() : null;

    public long Long(string name) =>
        Field(name, JsonValueKind.Number, "a whole number").TryGetInt64(out long value) ? value : throw new FormatException($"field '{name}' is not a whole number.");

    public bool Boolean(string name)
    {
        JsonValueKind kind = message.TryGetProperty(name, out JsonElement field) ? field.ValueKind : JsonValueKind.Undefined;
        return kind is JsonValueKind.True or JsonValueKind.False ? kind == JsonValueKind.True : throw new FormatException($"field '{name}' is not true or false.");
    }

    /// <summary>Reads a decimal number as text, in units of 10^-8.</summary>
    public long Amount(string name) => Units(Field(name, JsonValueKind.String, "a number as text").GetString(), name);

    public MarketMakerQuote[] Levels(string name)
    {
        JsonElement rows = Field(name, JsonValueKind.Array, "a list of levels");
        var levels = new MarketMakerQuote[rows.GetArrayLength()];
        int at = 0;
        foreach (JsonElement row in rows.EnumerateArray())
        {
            if (row.ValueKind != JsonValueKind.Array || row.GetArrayLength() < 2)
                throw new FormatException($"field '{name}' contains a level that is not [price, quantity].");
            levels[at++] = new MarketMakerQuote(Units(row[0].GetString(), name), Units(row[1].GetString(), name));
        }

        return levels;
    }

    private JsonElement Field(string name, JsonValueKind kind, string expected)
    {
        if (message.ValueKind != JsonValueKind.Object || !message.TryGetProperty(name, out JsonElement field))
            throw new FormatException($"field '{name}' is missing.");
        return field.ValueKind == kind ? field : throw new FormatException($"field '{name}' is not {expected}.");
    }

    /// <summary>Parses a decimal number to units of 10^-8. Recorded index prices and rates may have more than eight decimals; these are truncated.</summary>
    private static long Units(string? text, string name)
    {
        if (Price.TryParse(text, out Price value) || (text?.IndexOf('.', StringComparison.Ordinal) is > 0 and int point && text.Length > point + 9 && Price.TryParse(text.AsSpan(0, point + 9), out value)))
            return value.Units;
        throw new FormatException($"field '{name}' contains '{text}', which is not a decimal number.");
    }
}
