using System.Text.Json;
using Platform.Primitives.Numbers;

namespace Platform.Venue.Gateway.Wire;

/// <summary>Price levels as the wire carries them: an array of two strings.</summary>
internal static class BookText
{
    public static void WriteLevel(Utf8JsonWriter json, Price price, Quantity quantity, Decimals decimals)
    {
        json.WriteStartArray();
        json.WriteDecimalValue(price.Units, decimals.Price);
        json.WriteDecimalValue(quantity.Units, decimals.Quantity);
        json.WriteEndArray();
    }
}
