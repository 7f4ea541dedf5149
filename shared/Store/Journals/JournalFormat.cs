using System.Buffers.Binary;
using System.Numerics;

namespace Platform.Store.Journals;

/// <summary>
/// The binary format of a segment, little-endian, frozen by a test. Header, 24 bytes: magic "PLTJRNL1", u64 first sequence, u32
/// CRC-32C of those 16 bytes, u32 zero. Record: u32 payload length, u32 CRC-32C, u64 sequence, u64 durable length, payload;
/// the CRC covers the whole record except itself. The durable length is the part of the segment that was known to be on
/// disk when the record was written: it distinguishes an unacknowledged tail from damage to acknowledged records.
/// </summary>
internal static class JournalFormat
{
    public const int HeaderBytes = 24;
    public const int RecordHeaderBytes = 24;

    private static ReadOnlySpan<byte> Magic => "PLTJRNL1"u8;

    public static void WriteHeader(Span<byte> header, ulong firstSequence)
    {
        header[..HeaderBytes].Clear();
        Magic.CopyTo(header);
        BinaryPrimitives.WriteUInt64LittleEndian(header[8..], firstSequence);
        BinaryPrimitives.WriteUInt32LittleEndian(header[16..], Crc(header[..16]));
    }

    public static bool TryReadHeader(ReadOnlySpan<byte> header, out ulong firstSequence)
    {
        firstSequence = 0;
        if (header.Length < HeaderBytes || !header.StartsWith(Magic) || BinaryPrimitives.ReadUInt32LittleEndian(header[16..]) != Crc(header[..16]))
            return false;
        firstSequence = BinaryPrimitives.ReadUInt64LittleEndian(header[8..]);
        return true;
    }

    public static void WriteRecord(Span<byte> record, ulong sequence, ulong durableLength, ReadOnlySpan<byte> payload)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(record, (uint)payload.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(record[8..], sequence);
        BinaryPrimitives.WriteUInt64LittleEndian(record[16..], durableLength);
        payload.CopyTo(record[RecordHeaderBytes..]);
        BinaryPrimitives.WriteUInt32LittleEndian(record[4..], RecordCrc(record[..(RecordHeaderBytes + payload.Length)]));
    }

    /// <summary>True when the bytes start with a complete, valid record.</summary>
    public static bool TryReadRecord(ReadOnlySpan<byte> bytes, int maxPayload, out RecordHead head)
    {
        head = default;
        if (bytes.Length < RecordHeaderBytes)
            return false;
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        if (length > maxPayload || length > bytes.Length - RecordHeaderBytes)
            return false;
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]) != RecordCrc(bytes[..(RecordHeaderBytes + (int)length)]))
            return false;
        head = Head(bytes);
        return true;
    }

    /// <summary>Reads the stored head without validation; at least 24 bytes are required.</summary>
    public static RecordHead Head(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]),
        BinaryPrimitives.ReadUInt64LittleEndian(bytes[16..]));

    private static uint RecordCrc(ReadOnlySpan<byte> record) => ~Update(Update(uint.MaxValue, record[..4]), record[8..]);

    private static uint Crc(ReadOnlySpan<byte> bytes) => ~Update(uint.MaxValue, bytes);

    private static uint Update(uint crc, ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (byte value in bytes)
            crc = BitOperations.Crc32C(crc, value);
        return crc;
    }
}

/// <summary>The header of a record, before its payload.</summary>
internal readonly record struct RecordHead(uint PayloadBytes, ulong Sequence, ulong DurableLength)
{
    public long TotalBytes => JournalFormat.RecordHeaderBytes + (long)PayloadBytes;
}
