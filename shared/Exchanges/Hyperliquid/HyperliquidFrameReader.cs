using System.Text.Json;
using Platform.Exchanges.Quotes;

namespace Platform.Exchanges.Hyperliquid;

/// <summary>Frames of Hyperliquid: bbo as quotes, l2Book as books; every message is a complete state (other-venues.md §2.2).</summary>
internal sealed class HyperliquidFrameReader(IReadOnlyList<QuoteInstrument> instruments, IQuoteSink sink) : JsonQuoteReader("hyperliquid", instruments, sink)
{
    private readonly DepthBook _book = new();

    protected override QuoteFrameKind ReadText(ReadOnlySpan<byte> frame, long received_ns)
    {
        var reader = new Utf8JsonReader(frame);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return QuoteFrameKind.Malformed;
        ReadOnlySpan<byte> channel = default;
        Utf8JsonReader content = default;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("channel"u8) && reader.Read())
            {
                channel = reader.ValueSpan;
            }
            else if (reader.ValueTextEquals("data"u8) && reader.Read())
            {
                content = reader;
                reader.Skip();
            }
            else
            {
                JsonTokens.SkipValue(ref reader);
            }
        }

        if (channel.SequenceEqual("error"u8))
            return QuoteFrameKind.Refusal;
        bool isBest = channel.SequenceEqual("bbo"u8);
        if (!isBest && !channel.SequenceEqual("l2Book"u8))
            return channel.IsEmpty ? QuoteFrameKind.Malformed : QuoteFrameKind.Control;
        return content.TokenType == JsonTokenType.StartObject ? ReadState(ref content, isBest, received_ns) : QuoteFrameKind.Malformed;
    }

    private QuoteFrameKind ReadState(ref Utf8JsonReader reader, bool isBest, long received_ns)
    {
        int index = -1;
        long time_ms = 0;
        bool isGood = true;
        _book.Clear();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("coin"u8) && reader.Read())
                index = Writer.Find(reader.ValueSpan);
            else if (reader.ValueTextEquals("time"u8))
                isGood &= JsonTokens.TryInt64(ref reader, out time_ms);
            else if (reader.ValueTextEquals("bbo"u8))
                isGood &= ReadBest(ref reader);
            else if (reader.ValueTextEquals("levels"u8))
                isGood &= ReadLevels(ref reader);
            else
                JsonTokens.SkipValue(ref reader);
        }

        if (!isGood || time_ms <= 0)
            return QuoteFrameKind.Malformed;
        if (index < 0)
            return QuoteFrameKind.Control;
        if (!isBest)
            Writer.WriteDepth(index, _book, time_ms, received_ns);
        else
            Writer.WriteBest(index, TopOf(isBid: true), TopOf(isBid: false), time_ms, received_ns);
        return QuoteFrameKind.Data;
    }

    private NativeLevel TopOf(bool isBid)
    {
        ReadOnlySpan<Domain.Market.QuoteLevel> side = isBid ? _book.Bids : _book.Asks;
        return side.IsEmpty ? default : new NativeLevel(side[0].Price, side[0].Size);
    }

    /// <summary>[bid or null, ask or null].</summary>
    private bool ReadBest(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
            return false;
        for (int side = 0; side < 2; side++)
        {
            if (!reader.Read() || (reader.TokenType != JsonTokenType.Null && !ReadLevel(ref reader, isBid: side == 0)))
                return false;
        }

        return reader.Read() && reader.TokenType == JsonTokenType.EndArray;
    }

    /// <summary>[[bids…],[asks…]].</summary>
    private bool ReadLevels(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
            return false;
        for (int side = 0; side < 2; side++)
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
                return false;
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                if (!ReadLevel(ref reader, isBid: side == 0))
                    return false;
            }
        }

        return reader.Read() && reader.TokenType == JsonTokenType.EndArray;
    }

    private bool ReadLevel(ref Utf8JsonReader reader, bool isBid)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            return false;
        decimal price = 0, size = 0;
        bool hasPrice = false, hasSize = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("px"u8))
                hasPrice = JsonTokens.TryDecimal(ref reader, out price);
            else if (reader.ValueTextEquals("sz"u8))
                hasSize = JsonTokens.TryDecimal(ref reader, out size);
            else
                JsonTokens.SkipValue(ref reader);
        }

        if (hasPrice && hasSize)
            _book.Set(isBid, price, size);
        return hasPrice && hasSize;
    }
}
