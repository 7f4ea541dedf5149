using System.Text.Json;
using Platform.Exchanges.Binance.Market;
using Platform.Exchanges.Binance.Wire;
using Platform.Primitives.Numbers;

namespace Platform.Exchanges.Binance.Streams;

/// <summary>One order book change (`depthUpdate`): absolute quantities, zero for a removed level.</summary>
/// <param name="PreviousUpdateId">`pu`: the last id of the previous change on the same stream; another value means a gap.</param>
public sealed record BookDiff(long FirstUpdateId, long LastUpdateId, long PreviousUpdateId, long Time_ms, IReadOnlyList<DepthLevel> Bids, IReadOnlyList<DepthLevel> Asks);

/// <summary>Reads a `depthUpdate` event. Unlike other events it contains lists of levels.</summary>
internal static class BookDiffReader
{
    /// <param name="reader">At the start of the event's object.</param>
    /// <returns>Null when a field is missing or malformed.</returns>
    public static BookDiff? Read(ref Utf8JsonReader reader)
    {
        long first = -1, last = -1, previous = -1, time_ms = 0;
        List<DepthLevel>? bids = null, asks = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            ReadOnlySpan<byte> name = reader.ValueSpan;
            if (name.SequenceEqual("b"u8))
                bids = Levels(ref reader);
            else if (name.SequenceEqual("a"u8))
                asks = Levels(ref reader);
            else if (name.SequenceEqual("U"u8))
                first = Number(ref reader);
            else if (name.SequenceEqual("u"u8))
                last = Number(ref reader);
            else if (name.SequenceEqual("pu"u8))
                previous = Number(ref reader);
            else if (name.SequenceEqual("T"u8))
                time_ms = Number(ref reader);
            else
                Pass(ref reader);
        }

        return first < 0 || last < first || bids is null || asks is null ? null : new BookDiff(first, last, previous, time_ms, bids, asks);
    }

    private static void Pass(ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Skip();
    }

    private static long Number(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out long value) ? value : -1;

    private static List<DepthLevel>? Levels(ref Utf8JsonReader reader)
    {
        var levels = new List<DepthLevel>();
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
            return null;
        bool good = true;
        while (reader.Read() && reader.TokenType == JsonTokenType.StartArray)
        {
            good &= TryUnits(ref reader, out long price) & TryUnits(ref reader, out long quantity);
            levels.Add(new DepthLevel(Price.FromUnits(price), Quantity.FromUnits(quantity)));
            while (reader.TokenType != JsonTokenType.EndArray && reader.Read())
                reader.Skip();
        }

        return good ? levels : null;
    }

    private static bool TryUnits(ref Utf8JsonReader reader, out long units)
    {
        units = 0;
        return reader.TokenType != JsonTokenType.EndArray && reader.Read() && reader.TokenType == JsonTokenType.String && Utf8Decimal.TryParse(reader.ValueSpan, out units);
    }
}
