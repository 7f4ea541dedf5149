using System.Globalization;
using System.Text.Json;
using Platform.Domain.Market;
using Platform.Exchanges.Quotes;

namespace Platform.Exchanges.Okx;

/// <summary>What a message did to a book.</summary>
internal enum BookOutcome : byte
{
    Changed,

    /// <summary>A change before the first snapshot; it is skipped.</summary>
    Waiting,
    SequenceGap,
    WrongChecksum,
    Malformed,
}

/// <summary>
/// One OKX book built from a snapshot and its changes (other-venues.md §1.3). A change follows when its prevSeqId is the last seqId; equal ids
/// are a heartbeat. The checksum counts while it is not zero: the exchange no longer sends it. One thread.
/// </summary>
internal sealed class OkxBook
{
    private const int ChecksumLevels = 25;

    private long _sequence = -1;
    private bool _hasSnapshot;

    public DepthBook Levels { get; } = new();

    public long Time_ms { get; private set; }

    public NativeLevel BestBid => Levels.Bids.IsEmpty ? default : new NativeLevel(Levels.Bids[0].Price, Levels.Bids[0].Size);

    public NativeLevel BestAsk => Levels.Asks.IsEmpty ? default : new NativeLevel(Levels.Asks[0].Price, Levels.Asks[0].Size);

    /// <summary>Reads one row of a message.</summary>
    /// <param name="reader">At the start of the row's object; at its end afterwards, unless the row is malformed.</param>
    public BookOutcome Read(ref Utf8JsonReader reader, bool isSnapshot)
    {
        if (!isSnapshot && !_hasSnapshot)
        {
            reader.Skip();
            return BookOutcome.Waiting;
        }

        if (isSnapshot)
            Levels.Clear();
        long sequence = -1, previous = -1, checksum = 0, time_ms = 0;
        bool isGood = true, hasPrevious = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("bids"u8))
                isGood &= ReadSide(ref reader, isBid: true);
            else if (reader.ValueTextEquals("asks"u8))
                isGood &= ReadSide(ref reader, isBid: false);
            else if (reader.ValueTextEquals("ts"u8))
                isGood &= JsonTokens.TryInt64(ref reader, out time_ms);
            else if (reader.ValueTextEquals("seqId"u8))
                isGood &= JsonTokens.TryInt64(ref reader, out sequence);
            else if (reader.ValueTextEquals("prevSeqId"u8))
                isGood &= hasPrevious = JsonTokens.TryInt64(ref reader, out previous);
            else if (reader.ValueTextEquals("checksum"u8))
                isGood &= JsonTokens.TryInt64(ref reader, out checksum);
            else
                JsonTokens.SkipValue(ref reader);
        }

        if (!isGood || time_ms <= 0)
            return BookOutcome.Malformed;
        bool follows = isSnapshot || !hasPrevious || previous == _sequence;
        (_hasSnapshot, _sequence, Time_ms) = (true, sequence, time_ms);
        if (!follows)
            return BookOutcome.SequenceGap;
        return checksum != 0 && (int)checksum != Checksum() ? BookOutcome.WrongChecksum : BookOutcome.Changed;
    }

    /// <summary>CRC-32 over price:size of the best 25 levels, bid and ask in turn, in the digits that the exchange wrote.</summary>
    internal int Checksum()
    {
        var parts = new List<string>();
        for (int i = 0; i < ChecksumLevels; i++)
        {
            if (i < Levels.Bids.Length)
                parts.Add(Text(Levels.Bids[i]));
            if (i < Levels.Asks.Length)
                parts.Add(Text(Levels.Asks[i]));
        }

        uint sum = uint.MaxValue;
        foreach (char letter in string.Join(':', parts))
        {
            sum ^= letter;
            for (int bit = 0; bit < 8; bit++)
                sum = (sum >> 1) ^ (0xEDB88320 & (0 - (sum & 1)));
        }

        return (int)~sum;
    }

    private static string Text(QuoteLevel level) => string.Create(CultureInfo.InvariantCulture, $"{level.Price}:{level.Size}");

    private bool ReadSide(ref Utf8JsonReader reader, bool isBid)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
            return false;
        while (reader.Read() && reader.TokenType == JsonTokenType.StartArray)
        {
            if (!JsonTokens.TryDecimal(ref reader, out decimal price) || !JsonTokens.TryDecimal(ref reader, out decimal size))
                return false;
            Levels.Set(isBid, price, size);
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                reader.Skip();
        }

        return reader.TokenType == JsonTokenType.EndArray;
    }
}
