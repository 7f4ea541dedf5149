using System.Text.Json;
using Platform.Exchanges.Binance.Market;
using Platform.Exchanges.Binance.Wire;
using Platform.Primitives.Numbers;

namespace Platform.Exchanges.Binance.Streams;

/// <summary>A kline update, sent about four times a second and once at the close.</summary>
/// <param name="Interval">The exchange's spelling, such as 5m.</param>
/// <param name="IsClosed">True for the last event of the kline, after which it does not change.</param>
public readonly record struct KlineUpdate(string Interval, Kline Kline, bool IsClosed, long Event_ms);

/// <summary>Reads a `kline` event; its values are in a nested object, which other events do not have.</summary>
internal static class KlineEventReader
{
    /// <summary>Values of the object "k" by their letter.</summary>
    private const string Required = "tTiohlcvnxqVQ";

    /// <param name="reader">At the start of the event's object.</param>
    /// <returns>Null when a field is missing or malformed.</returns>
    public static KlineUpdate? Read(ref Utf8JsonReader reader)
    {
        long event_ms = 0;
        KlineUpdate? update = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isKline = reader.ValueTextEquals("k"u8), isTime = reader.ValueTextEquals("E"u8);
            reader.Read();
            if (isKline && reader.TokenType == JsonTokenType.StartObject)
                update = Values(ref reader);
            else if (isTime)
                TryInt64(ref reader, out event_ms);
            else
                reader.Skip();
        }

        return update is { } kline && event_ms > 0 ? kline with { Event_ms = event_ms } : null;
    }

    private static KlineUpdate? Values(ref Utf8JsonReader reader)
    {
        long open_ms = 0, close_ms = 0, trades = 0, open = 0, high = 0, low = 0, close = 0;
        Volume volume = default, buyVolume = default;
        Notional quote = default, buyQuote = default;
        string interval = "";
        bool closed = false, good = true;
        int seen = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            char letter = reader.ValueSpan.Length == 1 ? (char)reader.ValueSpan[0] : '\0';
            reader.Read();
            good &= letter switch
            {
                't' => TryInt64(ref reader, out open_ms),
                'T' => TryInt64(ref reader, out close_ms),
                'n' => TryInt64(ref reader, out trades),
                'o' => Utf8Decimal.TryParse(reader.ValueSpan, out open),
                'h' => Utf8Decimal.TryParse(reader.ValueSpan, out high),
                'l' => Utf8Decimal.TryParse(reader.ValueSpan, out low),
                'c' => Utf8Decimal.TryParse(reader.ValueSpan, out close),
                'v' => Volume.TryParse(Text(ref reader), out volume),
                'V' => Volume.TryParse(Text(ref reader), out buyVolume),
                'q' => Notional.TryParse(Text(ref reader), out quote),
                'Q' => Notional.TryParse(Text(ref reader), out buyQuote),
                'i' => (interval = Text(ref reader)).Length > 0,
                'x' => (closed = reader.TokenType == JsonTokenType.True) || reader.TokenType == JsonTokenType.False,
                _ => true,
            };
            seen += Required.Contains(letter) ? 1 : 0;
            reader.Skip();
        }

        if (!good || seen != Required.Length)
            return null;
        var kline = new Kline(
            open_ms, Price.FromUnits(open), Price.FromUnits(high), Price.FromUnits(low), Price.FromUnits(close), volume, close_ms, quote, trades, buyVolume, buyQuote);
        return new KlineUpdate(interval, kline, closed, 0);
    }

    private static bool TryInt64(ref Utf8JsonReader reader, out long value)
    {
        value = 0;
        return reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out value);
    }

    private static string Text(ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.String ? reader.GetString()! : "";
}
