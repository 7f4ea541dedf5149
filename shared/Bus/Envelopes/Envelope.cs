using System.Buffers.Binary;

namespace Platform.Bus.Envelopes;

/// <summary>What every message says of itself, beside its topic: who sent it, which one it is, and when.</summary>
/// <param name="Publisher">Name of the publishing process, such as "data" or "executor.main".</param>
/// <param name="Session">Unix microseconds of the publisher's start; a greater one is a restart, after which sequences begin at 1 again.</param>
/// <param name="Sequence">Counts the messages of one publisher, session and topic, from 1, without holes.</param>
/// <param name="ExchangeTime_ms">Unix milliseconds that the exchange gave the event, 0 where there is none.</param>
/// <param name="PublishTime_us">Unix microseconds of the publisher's clock when the message was handed to the bus.</param>
public readonly record struct Envelope(string Publisher, long Session, ulong Sequence, long ExchangeTime_ms, long PublishTime_us);

/// <summary>
/// Frame 1 of a bus message, little-endian: version u8 at 0, sequence u64 at 1, exchange time ms i64 at 9, publish time µs
/// i64 at 17, session i64 at 25, name length u8 at 33, publisher name UTF-8 from 34. Frozen by a test.
/// </summary>
public static class EnvelopeFrame
{
    public const byte Version = 1;
    public const int NameAt = 34;
    public const int MaxNameBytes = 64;
    public const int MaxBytes = NameAt + MaxNameBytes;

    /// <summary>Writes the frame and gives its length. The name is at most <see cref="MaxNameBytes"/>.</summary>
    public static int Write(Span<byte> frame, ulong sequence, long exchangeTime_ms, long publishTime_us, long session, ReadOnlySpan<byte> publisher)
    {
        publisher.CopyTo(frame[NameAt..]);
        frame[33] = (byte)publisher.Length;
        frame[0] = Version;
        BinaryPrimitives.WriteUInt64LittleEndian(frame[1..], sequence);
        BinaryPrimitives.WriteInt64LittleEndian(frame[9..], exchangeTime_ms);
        BinaryPrimitives.WriteInt64LittleEndian(frame[17..], publishTime_us);
        BinaryPrimitives.WriteInt64LittleEndian(frame[25..], session);
        return NameAt + publisher.Length;
    }

    /// <summary>False when the frame is of another version or its length does not fit; bytes beyond the name are allowed (later fields).</summary>
    public static bool TryRead(ReadOnlySpan<byte> frame, out EnvelopeView view)
    {
        view = default;
        if (frame.Length < NameAt || frame[0] != Version || frame.Length < NameAt + frame[33])
            return false;
        view = new EnvelopeView(
            BinaryPrimitives.ReadUInt64LittleEndian(frame[1..]),
            BinaryPrimitives.ReadInt64LittleEndian(frame[9..]),
            BinaryPrimitives.ReadInt64LittleEndian(frame[17..]),
            BinaryPrimitives.ReadInt64LittleEndian(frame[25..]),
            frame.Slice(NameAt, frame[33]));
        return true;
    }
}

/// <summary>An envelope frame read in place; the publisher's name is still UTF-8.</summary>
public readonly ref struct EnvelopeView(ulong sequence, long exchangeTime_ms, long publishTime_us, long session, ReadOnlySpan<byte> publisher)
{
    public readonly ulong Sequence = sequence;
    public readonly long ExchangeTime_ms = exchangeTime_ms;
    public readonly long PublishTime_us = publishTime_us;
    public readonly long Session = session;
    public readonly ReadOnlySpan<byte> Publisher = publisher;
}
