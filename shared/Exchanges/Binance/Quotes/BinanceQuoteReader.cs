using System.Text.Json;
using Platform.Exchanges.Quotes;

namespace Platform.Exchanges.Binance.Quotes;

/// <summary>Frames of the combined public route: bookTicker as quotes, partial books (depthUpdate of a depth20 stream) as books.</summary>
internal sealed class BinanceQuoteReader(IReadOnlyList<QuoteInstrument> instruments, IQuoteSink sink) : JsonQuoteReader("binance", instruments, sink)
{
    private readonly DepthBook _book = new();

    protected override QuoteFrameKind ReadText(ReadOnlySpan<byte> frame, long received_ns)
    {
        var reader = new Utf8JsonReader(frame);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return QuoteFrameKind.Malformed;
        Utf8JsonReader whole = reader;
        ReadOnlySpan<byte> stream = default;
        QuoteFrameKind otherwise = QuoteFrameKind.Malformed;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("stream"u8) && reader.Read())
            {
                stream = reader.ValueSpan;
                continue;
            }

            if (reader.ValueTextEquals("data"u8) && reader.Read())
                return ReadEvent(ref reader, stream, received_ns);
            if (reader.ValueTextEquals("e"u8))
                return ReadEvent(ref whole, stream, received_ns);
            if (reader.ValueTextEquals("error"u8) || reader.ValueTextEquals("code"u8))
                otherwise = QuoteFrameKind.Refusal;
            else if (reader.ValueTextEquals("result"u8) && otherwise == QuoteFrameKind.Malformed)
                otherwise = QuoteFrameKind.Control;
            JsonTokens.SkipValue(ref reader);
        }

        return otherwise;
    }

    private QuoteFrameKind ReadEvent(ref Utf8JsonReader reader, ReadOnlySpan<byte> stream, long received_ns)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            return QuoteFrameKind.Control;
        ReadOnlySpan<byte> kind = default, symbol = default;
        decimal bid = 0, bidSize = 0, ask = 0, askSize = 0;
        long time_ms = 0;
        bool isGood = true;
        _book.Clear();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            ReadOnlySpan<byte> name = reader.ValueSpan;
            byte letter = name.Length == 1 ? name[0] : (byte)0;
            if (letter == 'e' && reader.Read())
                kind = reader.ValueSpan;
            else if (letter == 's' && reader.Read())
                symbol = reader.ValueSpan;
            else if (letter == 'T')
                isGood &= JsonTokens.TryInt64(ref reader, out time_ms);
            else if (letter == 'b')
                isGood &= ReadPriceOrSide(ref reader, isBid: true, out bid);
            else if (letter == 'a')
                isGood &= ReadPriceOrSide(ref reader, isBid: false, out ask);
            else if (letter == 'B')
                isGood &= JsonTokens.TryDecimal(ref reader, out bidSize);
            else if (letter == 'A')
                isGood &= JsonTokens.TryDecimal(ref reader, out askSize);
            else
                JsonTokens.SkipValue(ref reader);
        }

        bool isBest = kind.SequenceEqual("bookTicker"u8);
        if (!isBest && !(kind.SequenceEqual("depthUpdate"u8) && stream.IndexOf("@depth20"u8) > 0))
            return QuoteFrameKind.Control;
        if (!isGood || time_ms <= 0)
            return QuoteFrameKind.Malformed;
        int index = Writer.Find(symbol);
        if (index < 0)
            return QuoteFrameKind.Control;
        if (isBest)
            Writer.WriteBest(index, new NativeLevel(bid, bidSize), new NativeLevel(ask, askSize), time_ms, received_ns);
        else
            Writer.WriteDepth(index, _book, time_ms, received_ns);
        return QuoteFrameKind.Data;
    }

    /// <summary>b and a are a price in bookTicker, the levels in a book, and an id in other events.</summary>
    private bool ReadPriceOrSide(ref Utf8JsonReader reader, bool isBid, out decimal price)
    {
        price = 0;
        if (!reader.Read())
            return false;
        if (reader.TokenType != JsonTokenType.StartArray)
            return JsonTokens.TryDecimalHere(ref reader, out price);
        while (reader.Read() && reader.TokenType == JsonTokenType.StartArray)
        {
            if (!JsonTokens.TryDecimal(ref reader, out decimal level) || !JsonTokens.TryDecimal(ref reader, out decimal size))
                return false;
            _book.Set(isBid, level, size);
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                reader.Skip();
        }

        return reader.TokenType == JsonTokenType.EndArray;
    }
}
