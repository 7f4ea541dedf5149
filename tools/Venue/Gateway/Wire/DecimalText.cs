using System.Text;
using System.Text.Json;
using Platform.Primitives.Numbers;

namespace Platform.Venue.Gateway.Wire;

/// <summary>Writes exact decimal numbers as JSON strings without allocation.</summary>
internal static class DecimalText
{
    /// <summary>Writes a value in units of 10^-8 with a fixed number of decimals, truncated; −1 for the shortest exact text.</summary>
    public static void WriteDecimal(this Utf8JsonWriter json, ReadOnlySpan<byte> name, long units, int decimals)
    {
        Span<byte> text = stackalloc byte[32];
        json.WriteString(name, text[..Format(units, decimals, text)]);
    }

    public static void WriteDecimalValue(this Utf8JsonWriter json, long units, int decimals)
    {
        Span<byte> text = stackalloc byte[32];
        json.WriteStringValue(text[..Format(units, decimals, text)]);
    }

    /// <summary>Writes a price level as an array of two strings, price and quantity.</summary>
    public static void WriteLevel(this Utf8JsonWriter json, Price price, Quantity quantity, Decimals decimals)
    {
        json.WriteStartArray();
        json.WriteDecimalValue(price.Units, decimals.Price);
        json.WriteDecimalValue(quantity.Units, decimals.Quantity);
        json.WriteEndArray();
    }

    public static void WritePrice(this Utf8JsonWriter json, ReadOnlySpan<byte> name, Price price, int decimals) => json.WriteDecimal(name, price.Units, decimals);

    public static void WriteQuantity(this Utf8JsonWriter json, ReadOnlySpan<byte> name, Quantity quantity, int decimals) => json.WriteDecimal(name, quantity.Units, decimals);

    /// <summary>Writes an amount of money with eight decimals.</summary>
    public static void WriteMoney(this Utf8JsonWriter json, ReadOnlySpan<byte> name, Money money) => json.WriteDecimal(name, money.Units, 8);

    /// <summary>Writes an amount of money with eight decimals, or "0" for zero, as user events do.</summary>
    public static void WriteMoneyOrZero(this Utf8JsonWriter json, ReadOnlySpan<byte> name, Money money) => json.WriteDecimal(name, money.Units, money.IsZero ? 0 : 8);

    public static void WriteRate(this Utf8JsonWriter json, ReadOnlySpan<byte> name, Rate rate, int decimals) => json.WriteDecimal(name, rate.Units, decimals);

    public static void WriteNotional(this Utf8JsonWriter json, ReadOnlySpan<byte> name, Notional notional, int decimals) => json.WriteString(name, notional.ToString(decimals));

    /// <summary>Writes an average price with five decimals, or with eight when five are not exact.</summary>
    public static void WriteAverage(this Utf8JsonWriter json, ReadOnlySpan<byte> name, Price average) =>
        json.WriteDecimal(name, average.Units, average.Units % 1000 == 0 ? 5 : 8);

    /// <summary>Writes a JSON number instead of a string, in its shortest exact text.</summary>
    public static void WriteDecimalNumber(this Utf8JsonWriter json, ReadOnlySpan<byte> name, long units)
    {
        Span<byte> text = stackalloc byte[32];
        int length = Format(units, -1, text);
        json.WritePropertyName(name);
        json.WriteRawValue(text[..length], skipInputValidation: true);
    }

    /// <summary>Writes a value in units of 10^-8 as text to the span; returns the length.</summary>
    public static int Format(long units, int decimals, Span<byte> text)
    {
        int length = 0;
        ulong magnitude = units < 0 ? (ulong)(-(units + 1)) + 1 : (ulong)units;
        ulong whole = magnitude / Price.One, fraction = magnitude % Price.One;
        int shown = decimals < 0 ? Significant(fraction) : Math.Min(decimals, Price.Scale);
        ulong cut = fraction / (ulong)FixedText.PowerOfTen(Price.Scale - shown);
        if (units < 0 && (whole > 0 || cut > 0))
            text[length++] = (byte)'-';
        System.Buffers.Text.Utf8Formatter.TryFormat(whole, text[length..], out int written);
        length += written;
        int total = decimals < 0 ? shown : decimals;
        if (total == 0)
            return length;
        text[length++] = (byte)'.';
        for (int i = shown - 1; i >= 0; i--)
        {
            text[length + i] = (byte)('0' + cut % 10);
            cut /= 10;
        }

        text.Slice(length + shown, total - shown).Fill((byte)'0');
        return length + total;
    }

    public static string ToText(long units, int decimals)
    {
        Span<byte> text = stackalloc byte[32];
        return Encoding.ASCII.GetString(text[..Format(units, decimals, text)]);
    }

    private static int Significant(ulong fraction)
    {
        int shown = Price.Scale;
        while (shown > 0 && fraction % 10 == 0)
        {
            fraction /= 10;
            shown--;
        }

        return shown;
    }
}
