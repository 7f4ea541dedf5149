using System.Buffers.Binary;
using Platform.Primitives.Outcomes;

namespace Platform.Bus.Topics;

/// <summary>The metadata of every message: sender, sequence number and times.</summary>
/// <param name="Publisher">Name of the publishing process, such as "data" or "executor.main".</param>
/// <param name="Session">Unix microseconds of the publisher's start; a greater value means a restart, after which sequence numbers start at 1 again.</param>
/// <param name="Sequence">Number of the message within one publisher, session and topic, starting at 1, without gaps.</param>
/// <param name="ExchangeTime_ms">Unix milliseconds of the event at the exchange; 0 when there is none.</param>
/// <param name="PublishTime_us">Unix microseconds of the publisher's clock when the message was published.</param>
public readonly record struct Envelope(string Publisher, long Session, ulong Sequence, long ExchangeTime_ms, long PublishTime_us);

/// <summary>An envelope read without copies; the publisher's name is UTF-8 text.</summary>
public readonly ref struct EnvelopeView(ulong sequence, long exchangeTime_ms, long publishTime_us, long session, ReadOnlySpan<byte> publisher)
{
    public readonly ulong Sequence = sequence;
    public readonly long ExchangeTime_ms = exchangeTime_ms;
    public readonly long PublishTime_us = publishTime_us;
    public readonly long Session = session;
    public readonly ReadOnlySpan<byte> Publisher = publisher;
}

/// <summary>
/// The one frame of a bus message: topic UTF-8 (first, so that libzmq filters by its prefix), a zero byte, the envelope,
/// the payload. The envelope, little-endian: version u8 at 0, sequence u64 at 1, exchange time ms i64 at 9, publish time µs
/// i64 at 17, session i64 at 25, name length u8 at 33, publisher name UTF-8 from 34. Frozen by a test.
/// </summary>
public static class MessageFrame
{
    public const byte Version = 2;

    /// <summary>Ends the topic; a topic cannot contain it.</summary>
    public const byte Terminator = 0;

    public const int MaxNameBytes = 64;

    private const int SequenceAt = 1;
    private const int ExchangeTimeAt = 9;
    private const int PublishTimeAt = 17;
    private const int SessionAt = 25;
    private const int NameLengthAt = 33;
    private const int NameAt = 34;

    /// <summary>The bytes before the payload, equal for all messages of one publisher, session and topic; <see cref="Stamp"/> writes the variable fields.</summary>
    public static byte[] Head(ReadOnlySpan<byte> topic, long session, ReadOnlySpan<byte> publisher)
    {
        Check.That(TopicText.IsValid(topic), "a topic must have 1 to 255 bytes, none of them zero");
        Check.That(publisher.Length is > 0 and <= MaxNameBytes, "a publisher's name must have 1 to 64 bytes");
        var head = new byte[topic.Length + 1 + NameAt + publisher.Length];
        topic.CopyTo(head);
        head[topic.Length] = Terminator;
        Span<byte> envelope = head.AsSpan(topic.Length + 1);
        envelope[0] = Version;
        BinaryPrimitives.WriteInt64LittleEndian(envelope[SessionAt..], session);
        envelope[NameLengthAt] = (byte)publisher.Length;
        publisher.CopyTo(envelope[NameAt..]);
        return head;
    }

    /// <summary>Writes the fields that differ between messages into a frame that begins with a head of this topic length.</summary>
    public static void Stamp(Span<byte> frame, int topicBytes, ulong sequence, long exchangeTime_ms, long publishTime_us)
    {
        Span<byte> envelope = frame.Slice(topicBytes + 1, NameAt);
        BinaryPrimitives.WriteUInt64LittleEndian(envelope[SequenceAt..], sequence);
        BinaryPrimitives.WriteInt64LittleEndian(envelope[ExchangeTimeAt..], exchangeTime_ms);
        BinaryPrimitives.WriteInt64LittleEndian(envelope[PublishTimeAt..], publishTime_us);
    }

    /// <summary>Reads the bytes before the terminator; false when the topic is empty or longer than allowed.</summary>
    public static bool TryReadTopic(ReadOnlySpan<byte> frame, out ReadOnlySpan<byte> topic)
    {
        int length = frame[..Math.Min(frame.Length, TopicText.MaxBytes + 1)].IndexOf(Terminator);
        topic = frame[..Math.Max(0, length)];
        return length > 0;
    }

    /// <summary>Reads the envelope after a topic of this length; false when it has another version or is truncated.</summary>
    public static bool TryRead(ReadOnlySpan<byte> frame, int topicBytes, out EnvelopeView view, out ReadOnlySpan<byte> payload)
    {
        view = default;
        payload = default;
        ReadOnlySpan<byte> envelope = frame[(topicBytes + 1)..];
        if (envelope.Length < NameAt || envelope[0] != Version || envelope.Length < NameAt + envelope[NameLengthAt])
            return false;
        int end = NameAt + envelope[NameLengthAt];
        view = new EnvelopeView(
            BinaryPrimitives.ReadUInt64LittleEndian(envelope[SequenceAt..]),
            BinaryPrimitives.ReadInt64LittleEndian(envelope[ExchangeTimeAt..]),
            BinaryPrimitives.ReadInt64LittleEndian(envelope[PublishTimeAt..]),
            BinaryPrimitives.ReadInt64LittleEndian(envelope[SessionAt..]),
            envelope[NameAt..end]);
        payload = envelope[end..];
        return true;
    }
}
