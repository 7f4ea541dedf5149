using System.Runtime.InteropServices;
using System.Text.Json;
using Platform.Primitives.Numbers;

namespace Platform.Exchanges.Binance.Wire;

/// <summary>A message body of the venue differs from its documentation; the receiver converts it to a Corrupt fault.</summary>
internal sealed class WireFormatException(string message) : Exception(message);

/// <summary>Reads typed JSON fields; numbers are parsed from their text, without floating point.</summary>
internal static class JsonFields
{
    public static string Text(this JsonElement row, string name)
    {
        JsonElement field = row.Field(name);
        return field.ValueKind == JsonValueKind.String ? field.GetString()! : field.GetRawText();
    }

    /// <summary>Empty when the field is absent or null.</summary>
    public static string TextOrEmpty(this JsonElement row, string name) =>
        row.TryGetProperty(name, out JsonElement field) && field.ValueKind == JsonValueKind.String ? field.GetString()! : "";

    public static long Int64(this JsonElement row, string name) => row.Field(name).AsInt64(name);

    public static long Int64Or(this JsonElement row, string name, long otherwise) =>
        row.TryGetProperty(name, out JsonElement field) && field.ValueKind is JsonValueKind.Number or JsonValueKind.String ? field.AsInt64(name) : otherwise;

    public static bool Flag(this JsonElement row, string name)
    {
        JsonElement field = row.Field(name);
        return field.ValueKind == JsonValueKind.String ? field.ValueEquals("true"u8) : field.ValueKind == JsonValueKind.True;
    }

    public static bool FlagOrFalse(this JsonElement row, string name) => row.TryGetProperty(name, out _) && row.Flag(name);

    public static Price Price(this JsonElement row, string name) => Primitives.Numbers.Price.FromUnits(row.Field(name).Units(name, exact: false));

    public static Price PriceOrZero(this JsonElement row, string name) => row.Has(name) ? row.Price(name) : default;

    public static Quantity Quantity(this JsonElement row, string name) => Primitives.Numbers.Quantity.FromUnits(row.Field(name).Units(name, exact: true));

    public static Quantity QuantityOrZero(this JsonElement row, string name) => row.Has(name) ? row.Quantity(name) : default;

    public static Money Money(this JsonElement row, string name) => Primitives.Numbers.Money.FromUnits(row.Field(name).Units(name, exact: false));

    public static Money MoneyOrZero(this JsonElement row, string name) => row.Has(name) ? row.Money(name) : default;

    public static Rate Rate(this JsonElement row, string name) => Primitives.Numbers.Rate.FromUnits(row.Field(name).Units(name, exact: false));

    public static Rate RateOrZero(this JsonElement row, string name) => row.Has(name) ? row.Rate(name) : default;

    public static Notional Notional(this JsonElement row, string name) =>
        Primitives.Numbers.Notional.TryParse(row.Text(name), out Notional value) ? value : throw Wrong(name, "decimal text with at most 16 decimals", row.Field(name));

    /// <summary>Reads a number by its array index (kline rows).</summary>
    public static long Int64At(this JsonElement row, int index) => row[index].AsInt64($"[{index}]");

    public static Price PriceAt(this JsonElement row, int index) => Primitives.Numbers.Price.FromUnits(row[index].Units($"[{index}]", exact: false));

    public static Quantity QuantityAt(this JsonElement row, int index) => Primitives.Numbers.Quantity.FromUnits(row[index].Units($"[{index}]", exact: true));

    public static Volume VolumeAt(this JsonElement row, int index) =>
        Primitives.Numbers.Volume.TryParse(row[index].GetString(), out Volume value) ? value : throw Wrong($"[{index}]", "decimal text with at most 8 decimals", row[index]);

    public static Notional NotionalAt(this JsonElement row, int index) =>
        Primitives.Numbers.Notional.TryParse(row[index].GetString(), out Notional value) ? value : throw Wrong($"[{index}]", "decimal text", row[index]);

    public static JsonElement Field(this JsonElement row, string name) =>
        row.ValueKind == JsonValueKind.Object && row.TryGetProperty(name, out JsonElement field)
            ? field
            : throw new WireFormatException($"the field '{name}' is missing in {Shorten(row)}");

    public static JsonElement.ArrayEnumerator Rows(this JsonElement array) =>
        array.ValueKind == JsonValueKind.Array ? array.EnumerateArray() : throw new WireFormatException($"expected an array, found {Shorten(array)}");

    /// <summary>Reads one object or an array, because some endpoints return one object for one symbol and an array for all symbols.</summary>
    public static IReadOnlyList<T> OneOrMany<T>(this JsonElement root, Func<JsonElement, T> read) =>
        root.ValueKind == JsonValueKind.Array ? Many(root, read) : [read(root)];

    public static IReadOnlyList<T> Many<T>(this JsonElement root, Func<JsonElement, T> read)
    {
        var rows = new List<T>(root.ValueKind == JsonValueKind.Array ? root.GetArrayLength() : 0);
        foreach (JsonElement row in root.Rows())
            rows.Add(read(row));
        return rows;
    }

    private static bool Has(this JsonElement row, string name) =>
        row.TryGetProperty(name, out JsonElement field) && field.ValueKind is JsonValueKind.Number or JsonValueKind.String && !field.ValueEqualsEmpty();

    private static bool ValueEqualsEmpty(this JsonElement field) => field.ValueKind == JsonValueKind.String && field.ValueEquals(""u8);

    private static long AsInt64(this JsonElement field, string name)
    {
        ReadOnlySpan<byte> text = Unquoted(field);
        return System.Buffers.Text.Utf8Parser.TryParse(text, out long value, out int used) && used == text.Length
            ? value
            : throw Wrong(name, "a whole number", field);
    }

    private static long Units(this JsonElement field, string name, bool exact)
    {
        ReadOnlySpan<byte> text = Unquoted(field);
        bool ok = exact ? Utf8Decimal.TryParse(text, out long units) : Utf8Decimal.TryParseTruncated(text, out units);
        return ok ? units : throw Wrong(name, "decimal text with at most 8 decimals", field);
    }

    private static ReadOnlySpan<byte> Unquoted(JsonElement field)
    {
        ReadOnlySpan<byte> raw = JsonMarshal.GetRawUtf8Value(field);
        return field.ValueKind == JsonValueKind.String ? raw[1..^1] : raw;
    }

    private static WireFormatException Wrong(string name, string expected, JsonElement field) =>
        new($"the field '{name}' must be {expected}, found {Shorten(field)}");

    private static string Shorten(JsonElement element)
    {
        string text = element.GetRawText();
        return text.Length <= 200 ? text : text[..200] + "…";
    }
}
