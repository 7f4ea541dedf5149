using System.Text.Json;
using Platform.Domain.Market;
using Platform.Primitives.Numbers;

namespace Platform.Exchanges.Binance.Streams;

/// <summary>The kind of one frame of a market stream.</summary>
internal enum FrameKind
{
    Events,

    /// <summary>An answer to a control message of the client.</summary>
    Acknowledgement,
    Refusal,
    Malformed,
}

/// <summary>Parses a frame of a market stream and calls the sink; does not allocate for aggTrade, markPrice and bookTicker.</summary>
internal sealed class MarketFrameReader(int connection, SymbolTable symbols, IMarketSink sink)
{
    public FrameKind Read(ReadOnlySpan<byte> frame)
    {
        try
        {
            FrameKind kind = ReadFrame(frame);
            if (kind == FrameKind.Malformed)
                sink.Malformed(connection, frame);
            return kind;
        }
        catch (JsonException)
        {
            sink.Malformed(connection, frame);
            return FrameKind.Malformed;
        }
    }

    private FrameKind ReadFrame(ReadOnlySpan<byte> frame)
    {
        var reader = new Utf8JsonReader(frame);
        if (!reader.Read())
            return FrameKind.Malformed;
        if (reader.TokenType == JsonTokenType.StartArray)
            return ReadEvents(ref reader, frame);
        if (reader.TokenType != JsonTokenType.StartObject)
            return FrameKind.Malformed;
        Utf8JsonReader start = reader;
        FrameKind kind = FrameKind.Malformed;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("data"u8))
            {
                reader.Read();
                return ReadEvents(ref reader, frame);
            }

            if (reader.ValueTextEquals("e"u8))
                return ReadEvents(ref start, frame);
            if (reader.ValueTextEquals("error"u8) || reader.ValueTextEquals("code"u8))
                kind = FrameKind.Refusal;
            else if (reader.ValueTextEquals("result"u8) && kind != FrameKind.Refusal)
                kind = FrameKind.Acknowledgement;
            reader.Read();
            reader.Skip();
        }

        return kind;
    }

    private FrameKind ReadEvents(ref Utf8JsonReader reader, ReadOnlySpan<byte> frame)
    {
        if (reader.TokenType == JsonTokenType.StartObject)
            return ReadEvent(ref reader, frame) ? FrameKind.Events : FrameKind.Malformed;
        if (reader.TokenType != JsonTokenType.StartArray)
            return FrameKind.Malformed;
        bool good = true;
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
            good &= ReadEvent(ref reader, frame);
        return good ? FrameKind.Events : FrameKind.Malformed;
    }

    private bool ReadEvent(ref Utf8JsonReader reader, ReadOnlySpan<byte> frame)
    {
        Utf8JsonReader start = reader;
        EventFields fields = EventFields.Read(ref reader, frame);
        if (!fields.TryInt64('E', out long event_ms))
            return false;
        sink.ExchangeTime(connection, event_ms);
        ReadOnlySpan<byte> name = fields['e'];
        bool known = name.SequenceEqual("aggTrade"u8) || name.SequenceEqual("markPriceUpdate"u8) || name.SequenceEqual("bookTicker"u8) || name.SequenceEqual("depthUpdate"u8)
            || name.SequenceEqual("kline"u8);
        if (!known)
            return true;
        int symbol = FindSymbol(fields['s']);
        if (symbol < 0)
            return true;
        return name[0] switch
        {
            (byte)'a' => ReadAggTrade(symbol, in fields),
            (byte)'m' => ReadMarkPrice(symbol, event_ms, in fields),
            (byte)'d' => ReadDepth(symbol, ref start),
            (byte)'k' => ReadKline(symbol, ref start),
            _ => ReadBookTicker(symbol, event_ms, in fields),
        };
    }

    private int FindSymbol(ReadOnlySpan<byte> text) =>
        text.Contains((byte)'\\') ? symbols.Find(Unescape(text)) : symbols.Find(text);

    /// <summary>Decodes a non-ASCII symbol with \u escapes; this is rare, so it may allocate.</summary>
    private static byte[] Unescape(ReadOnlySpan<byte> text)
    {
        byte[] quoted = [(byte)'"', .. text, (byte)'"'];
        var reader = new Utf8JsonReader(quoted);
        reader.Read();
        return System.Text.Encoding.UTF8.GetBytes(reader.GetString()!);
    }

    private bool ReadAggTrade(int symbol, in EventFields fields)
    {
        if (!fields.TryInt64('a', out long id) || !fields.TryUnits('p', out long price) || !fields.TryUnits('q', out long quantity)
            || !fields.TryInt64('f', out long first) || !fields.TryInt64('l', out long last) || !fields.TryInt64('T', out long time_ms) || fields['m'].IsEmpty)
            return false;
        var trade = new AggTrade(id, Price.FromUnits(price), Quantity.FromUnits(quantity), first, last, time_ms, fields.IsTrue('m'));
        sink.AggTrade(connection, symbol, in trade);
        return true;
    }

    private bool ReadMarkPrice(int symbol, long event_ms, in EventFields fields)
    {
        if (!fields.TryUnits('p', out long mark))
            return false;
        // A contract close to delivery has no funding: the rate is an empty text and the next time is zero.
        fields.TryUnits('i', out long index);
        fields.TryUnits('r', out long rate);
        fields.TryInt64('T', out long next_ms);
        var tick = new MarkPriceTick(Price.FromUnits(mark), Price.FromUnits(index), Rate.FromUnits(rate), next_ms, event_ms);
        sink.MarkPrice(connection, symbol, in tick);
        return true;
    }

    private bool ReadDepth(int symbol, ref Utf8JsonReader reader)
    {
        if (BookDiffReader.Read(ref reader) is not { } diff)
            return false;
        sink.BookChanged(connection, symbol, diff);
        return true;
    }

    private bool ReadKline(int symbol, ref Utf8JsonReader reader)
    {
        if (KlineEventReader.Read(ref reader) is not { } update)
            return false;
        sink.Kline(connection, symbol, in update);
        return true;
    }

    private bool ReadBookTicker(int symbol, long event_ms, in EventFields fields)
    {
        if (!fields.TryInt64('u', out long update) || !fields.TryUnits('b', out long bid) || !fields.TryUnits('B', out long bidQuantity)
            || !fields.TryUnits('a', out long ask) || !fields.TryUnits('A', out long askQuantity))
            return false;
        var tick = new BookTick(update, Price.FromUnits(bid), Quantity.FromUnits(bidQuantity), Price.FromUnits(ask), Quantity.FromUnits(askQuantity), event_ms);
        sink.BookTicker(connection, symbol, in tick);
        return true;
    }
}
