namespace Platform.Bus.Topics;

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
