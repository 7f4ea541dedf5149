using System.Buffers.Binary;
using System.Text;

namespace Platform.Venue.Gateway.Fronts;

/// <summary>Writes messages of the published binary schema, version 1, little-endian (other-venues.md §3.4).</summary>
internal static class ParadexBinary
{
    private const ushort BestTemplate = 2, BookTemplate = 3, HeartbeatTemplate = 40;
    private const int HeaderLength = 8, BestLength = 48, BookLength = 89, HeartbeatLength = 16, GroupHeaderLength = 4, LevelLength = 16;
    private const long Absent = long.MinValue;

    public static FrontMessage Best(string market, FrontBook book, long sequence)
    {
        byte[] bytes = Begin(BestTemplate, BestLength, 1 + market.Length, book.Time_ms, sequence);
        WriteTop(bytes.AsSpan(HeaderLength + 16), book.Bids);
        WriteTop(bytes.AsSpan(HeaderLength + 32), book.Asks);
        WriteName(bytes.AsSpan(HeaderLength + BestLength), market);
        return new FrontMessage(bytes, true);
    }

    public static FrontMessage Book(string market, FrontBook book, long sequence, bool isSnapshot, IReadOnlyList<FrontLevel> bids, IReadOnlyList<FrontLevel> asks)
    {
        byte[] bytes = Begin(BookTemplate, BookLength, 2 * GroupHeaderLength + (bids.Count + asks.Count) * LevelLength + 1 + market.Length, book.Time_ms, sequence);
        Span<byte> block = bytes.AsSpan(HeaderLength);
        block[16] = isSnapshot ? (byte)0 : (byte)1;
        WriteTop(block[17..], book.Bids);
        WriteTop(block[33..], book.Asks);
        BinaryPrimitives.WriteInt64LittleEndian(block[49..], Absent);
        WriteTop(block[57..], book.Bids);
        WriteTop(block[73..], book.Asks);
        WriteName(WriteGroup(WriteGroup(block[BookLength..], bids), asks), market);
        return new FrontMessage(bytes, true);
    }

    public static FrontMessage Heartbeat(long time_ms) => new(Begin(HeartbeatTemplate, HeartbeatLength, 0, time_ms, 0), true);

    private static byte[] Begin(ushort template, ushort blockLength, int more, long time_ms, long sequence)
    {
        var bytes = new byte[HeaderLength + blockLength + more];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, blockLength);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(2), template);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(4), 1);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(6), 1);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(HeaderLength), time_ms * 1_000);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(HeaderLength + 8), sequence);
        return bytes;
    }

    private static void WriteTop(Span<byte> at, IReadOnlyList<FrontLevel> side)
    {
        if (side.Count > 0)
        {
            WriteLevel(at, side[0]);
            return;
        }

        BinaryPrimitives.WriteInt64LittleEndian(at, Absent);
        BinaryPrimitives.WriteInt64LittleEndian(at[8..], Absent);
    }

    /// <summary>Returns what lies behind the group.</summary>
    private static Span<byte> WriteGroup(Span<byte> at, IReadOnlyList<FrontLevel> levels)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(at, LevelLength);
        BinaryPrimitives.WriteUInt16LittleEndian(at[2..], (ushort)levels.Count);
        at = at[GroupHeaderLength..];
        foreach (FrontLevel level in levels)
        {
            WriteLevel(at, level);
            at = at[LevelLength..];
        }

        return at;
    }

    private static void WriteLevel(Span<byte> at, FrontLevel level)
    {
        BinaryPrimitives.WriteInt64LittleEndian(at, (long)(level.Price * 100_000_000m));
        BinaryPrimitives.WriteInt64LittleEndian(at[8..], (long)(level.Size * 100_000_000m));
    }

    private static void WriteName(Span<byte> at, string market) => at[0] = (byte)Encoding.UTF8.GetBytes(market, at[1..]);
}
