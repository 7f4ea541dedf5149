using System.Text.Json;
using Platform.Exchanges.Quotes;

namespace Platform.Exchanges.Okx;

/// <summary>
/// Frames of OKX public channels: bbo-tbt and tickers as quotes; books, books5 and their tick-by-tick variants as books, checked by sequence
/// and, while it was sent, by checksum (other-venues.md §1.2, §1.3).
/// </summary>
internal sealed class OkxFrameReader(IReadOnlyList<QuoteInstrument> instruments, IQuoteSink sink) : JsonQuoteReader("okx", instruments, sink)
{
    private readonly OkxBook?[] _books = new OkxBook?[instruments.Count];

    public override void Reset()
    {
        base.Reset();
        Array.Clear(_books);
    }

    protected override QuoteFrameKind ReadText(ReadOnlySpan<byte> frame, long received_ns)
    {
        if (frame.SequenceEqual("pong"u8))
            return QuoteFrameKind.Control;
        var reader = new Utf8JsonReader(frame);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return QuoteFrameKind.Malformed;
        ReadOnlySpan<byte> channel = default, name = default, happened = default, code = default;
        bool isSnapshot = false;
        Utf8JsonReader rows = default;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("arg"u8))
                ReadArgument(ref reader, out channel, out name);
            else if (reader.ValueTextEquals("event"u8) && reader.Read())
                happened = reader.ValueSpan;
            else if (reader.ValueTextEquals("code"u8) && reader.Read())
                code = reader.ValueSpan;
            else if (reader.ValueTextEquals("action"u8) && reader.Read())
                isSnapshot = reader.ValueTextEquals("snapshot"u8);
            else if (reader.ValueTextEquals("data"u8) && reader.Read())
                Keep(ref reader, out rows);
            else
                JsonTokens.SkipValue(ref reader);
        }

        if (!happened.IsEmpty)
            return KindOf(happened, code);
        if (rows.TokenType != JsonTokenType.StartArray)
            return QuoteFrameKind.Malformed;
        int index = Writer.Find(name);
        return index < 0 ? QuoteFrameKind.Control : ReadRows(index, channel, isSnapshot, ref rows, received_ns);
    }

    private QuoteFrameKind ReadRows(int index, ReadOnlySpan<byte> channel, bool isSnapshot, ref Utf8JsonReader rows, long received_ns)
    {
        bool isTicker = channel.SequenceEqual("tickers"u8), isBest = channel.SequenceEqual("bbo-tbt"u8), isWhole = channel.SequenceEqual("books5"u8);
        if (!isTicker && !isBest && !channel.StartsWith("books"u8))
            return QuoteFrameKind.Control;
        while (rows.Read() && rows.TokenType == JsonTokenType.StartObject)
        {
            if (isTicker)
            {
                if (!ReadTicker(index, ref rows, received_ns))
                    return QuoteFrameKind.Malformed;
                continue;
            }

            OkxBook book = isBest ? new OkxBook() : _books[index] ??= new OkxBook();
            BookOutcome outcome = book.Read(ref rows, isBest || isWhole || isSnapshot);
            if (outcome is BookOutcome.Malformed or BookOutcome.Waiting)
                return outcome == BookOutcome.Waiting ? QuoteFrameKind.Control : QuoteFrameKind.Malformed;
            if (outcome is BookOutcome.SequenceGap or BookOutcome.WrongChecksum)
                return Lose(index, outcome);
            if (isBest)
                Writer.WriteBest(index, book.BestBid, book.BestAsk, book.Time_ms, received_ns);
            else
                Writer.WriteDepth(index, book.Levels, book.Time_ms, received_ns);
        }

        return QuoteFrameKind.Data;
    }

    private QuoteFrameKind Lose(int index, BookOutcome why)
    {
        _books[index] = null;
        GapAt = Writer[index];
        Writer.WriteGap(index, why == BookOutcome.SequenceGap ? "prevSeqId does not follow the last seqId" : "the checksum differs");
        return QuoteFrameKind.Gap;
    }

    private bool ReadTicker(int index, ref Utf8JsonReader reader, long received_ns)
    {
        decimal bid = 0, bidSize = 0, ask = 0, askSize = 0;
        long time_ms = 0;
        bool isGood = true;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("bidPx"u8))
                isGood &= TryOptional(ref reader, out bid);
            else if (reader.ValueTextEquals("bidSz"u8))
                isGood &= TryOptional(ref reader, out bidSize);
            else if (reader.ValueTextEquals("askPx"u8))
                isGood &= TryOptional(ref reader, out ask);
            else if (reader.ValueTextEquals("askSz"u8))
                isGood &= TryOptional(ref reader, out askSize);
            else if (reader.ValueTextEquals("ts"u8))
                isGood &= JsonTokens.TryInt64(ref reader, out time_ms);
            else
                JsonTokens.SkipValue(ref reader);
        }

        if (!isGood || time_ms <= 0)
            return false;
        Writer.WriteOther(index, new NativeLevel(bid, bidSize), new NativeLevel(ask, askSize), time_ms, received_ns);
        return true;
    }

    /// <summary>An empty side is empty text.</summary>
    private static bool TryOptional(ref Utf8JsonReader reader, out decimal value)
    {
        value = 0;
        return reader.Read() && ((reader.TokenType == JsonTokenType.String && reader.ValueSpan.IsEmpty) || JsonTokens.TryDecimalHere(ref reader, out value));
    }

    private static void ReadArgument(scoped ref Utf8JsonReader reader, out ReadOnlySpan<byte> channel, out ReadOnlySpan<byte> name)
    {
        channel = name = default;
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("channel"u8) && reader.Read())
                channel = reader.ValueSpan;
            else if (reader.ValueTextEquals("instId"u8) && reader.Read())
                name = reader.ValueSpan;
            else
                JsonTokens.SkipValue(ref reader);
        }
    }

    private static void Keep(scoped ref Utf8JsonReader reader, out Utf8JsonReader rows)
    {
        rows = reader;
        reader.Skip();
    }

    private static QuoteFrameKind KindOf(ReadOnlySpan<byte> happened, ReadOnlySpan<byte> code)
    {
        if (happened.SequenceEqual("error"u8))
            return QuoteFrameKind.Refusal;
        return happened.SequenceEqual("notice"u8) && code.SequenceEqual("64008"u8) ? QuoteFrameKind.Reconnect : QuoteFrameKind.Control;
    }
}
