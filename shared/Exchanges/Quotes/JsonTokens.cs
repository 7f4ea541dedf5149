using System.Buffers.Text;
using System.Text.Json;

namespace Platform.Exchanges.Quotes;

/// <summary>Reading single JSON values of frames; numbers may be text or numbers and are taken exactly.</summary>
internal static class JsonTokens
{
    /// <summary>Moves from a property name to its value and reads a decimal; false when it is neither number nor numeric text.</summary>
    public static bool TryDecimal(ref Utf8JsonReader reader, out decimal value)
    {
        value = 0;
        return reader.Read() && TryDecimalHere(ref reader, out value);
    }

    /// <summary>Reads the decimal that the reader is at.</summary>
    public static bool TryDecimalHere(ref Utf8JsonReader reader, out decimal value)
    {
        value = 0;
        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.Number) || reader.HasValueSequence)
            return false;
        ReadOnlySpan<byte> text = reader.ValueSpan;
        return Utf8Parser.TryParse(text, out value, out int used, text.ContainsAny((byte)'e', (byte)'E') ? 'E' : '\0') && used == text.Length;
    }

    /// <summary>Moves from a property name to its value and reads a whole number.</summary>
    public static bool TryInt64(ref Utf8JsonReader reader, out long value)
    {
        value = 0;
        return reader.Read() && reader.TokenType is JsonTokenType.String or JsonTokenType.Number
            && Utf8Parser.TryParse(reader.ValueSpan, out value, out int used) && used == reader.ValueSpan.Length;
    }

    /// <summary>Passes over the value of the property that the reader is at.</summary>
    public static void SkipValue(ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Skip();
    }
}
