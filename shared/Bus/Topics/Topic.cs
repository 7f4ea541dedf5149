using System.Buffers;

namespace Platform.Bus.Topics;

/// <summary>Writes a value's payload; called on the publishing thread.</summary>
public delegate void PayloadEncoder<in T>(T value, IBufferWriter<byte> payload);

/// <summary>Reads a payload back; called on the subscriber's thread. Any exception counts the message as malformed.</summary>
public delegate T PayloadDecoder<out T>(ReadOnlySpan<byte> payload);

/// <summary>
/// A named stream of one payload type. Names are words joined by dots, from the general to the particular
/// (bar.5m.BTCUSDT); a subscription to a topic includes everything below it.
/// </summary>
public sealed record Topic<T>(string Name, PayloadEncoder<T> Encode, PayloadDecoder<T> Decode)
{
    /// <summary>The topic one word below: <c>Topic("bar.5m").Of("BTCUSDT")</c> is bar.5m.BTCUSDT.</summary>
    public Topic<T> Of(string word) => this with { Name = $"{Name}.{word}" };
}

/// <summary>Rules for topic text, kept the same on both sides.</summary>
public static class TopicText
{
    public const int MaxBytes = 255;

    /// <summary>True when the bytes can be a topic: the zero byte ends it on the wire.</summary>
    public static bool IsValid(ReadOnlySpan<byte> topic) => topic.Length is > 0 and <= MaxBytes && !topic.Contains((byte)0);

    /// <summary>True when the topic is the wanted one or is below it, at a dot; the empty text wants everything.</summary>
    public static bool IsAtOrBelow(ReadOnlySpan<char> topic, ReadOnlySpan<char> wanted) =>
        wanted.IsEmpty || (topic.StartsWith(wanted, StringComparison.Ordinal) && (topic.Length == wanted.Length || topic[wanted.Length] == '.' || wanted[^1] == '.'));
}

/// <summary>Compares UTF-8 keys by content, so that a frame finds its entry without becoming a string.</summary>
internal sealed class Utf8Key : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
{
    public static readonly Utf8Key Comparer = new();

    public bool Equals(byte[]? left, byte[]? right) => left.AsSpan().SequenceEqual(right);

    public int GetHashCode(byte[] key) => GetHashCode(key.AsSpan());

    public byte[] Create(ReadOnlySpan<byte> key) => key.ToArray();

    public bool Equals(ReadOnlySpan<byte> key, byte[] other) => key.SequenceEqual(other);

    public int GetHashCode(ReadOnlySpan<byte> key)
    {
        var hash = new HashCode();
        hash.AddBytes(key);
        return hash.ToHashCode();
    }
}
