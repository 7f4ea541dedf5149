using System.Buffers;

namespace Platform.Bus.Topics;

/// <summary>Writes a value's payload; called on the publishing thread.</summary>
public delegate void PayloadEncoder<in T>(T value, IBufferWriter<byte> payload);

/// <summary>Reads a value's payload; called on the subscriber's thread. After any exception the message counts as malformed.</summary>
public delegate T PayloadDecoder<out T>(ReadOnlySpan<byte> payload);

/// <summary>
/// A named stream of one payload type. Names are words joined by dots, from the general to the particular
/// (bar.5m.BTCUSDT); a subscription to a topic includes everything below it.
/// </summary>
public sealed record Topic<T>(string Name, PayloadEncoder<T> Encode, PayloadDecoder<T> Decode)
{
    /// <summary>The topic with one more word: <c>Topic("bar.5m").Of("BTCUSDT")</c> is bar.5m.BTCUSDT.</summary>
    public Topic<T> Of(string word) => this with { Name = $"{Name}.{word}" };
}

/// <summary>The rules for topic text, shared by publishers and subscribers.</summary>
public static class TopicText
{
    public const int MaxBytes = 255;

    /// <summary>True when the bytes are a valid topic: not too long, and without the zero byte that ends a topic in a frame.</summary>
    public static bool IsValid(ReadOnlySpan<byte> topic) => topic.Length is > 0 and <= MaxBytes && !topic.Contains((byte)0);

    /// <summary>True when the topic equals the prefix or continues it after a dot; the empty prefix matches every topic.</summary>
    public static bool IsAtOrBelow(ReadOnlySpan<char> topic, ReadOnlySpan<char> wanted) =>
        wanted.IsEmpty || (topic.StartsWith(wanted, StringComparison.Ordinal) && (topic.Length == wanted.Length || topic[wanted.Length] == '.' || wanted[^1] == '.'));
}

/// <summary>Compares UTF-8 keys by content, so that a lookup by frame bytes needs no string.</summary>
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
