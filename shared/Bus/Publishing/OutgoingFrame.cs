namespace Platform.Bus.Publishing;

/// <summary>The bytes of the message that is being sent, used under the publisher's lock; grows to the largest, up to a limit.</summary>
internal sealed class OutgoingFrame(int limit_bytes)
{
    private const int FirstBytes = 4 * 1024;

    private byte[] _bytes = Allocate(Math.Min(FirstBytes, limit_bytes));

    /// <summary>Room for a frame of this length, at an address that holds until the next call; empty beyond the limit.</summary>
    public Span<byte> Of(long length)
    {
        if (length > limit_bytes)
            return default;
        if (length > _bytes.Length)
            _bytes = Allocate((int)Math.Min(limit_bytes, Math.Max(length, 2L * _bytes.Length)));
        return _bytes.AsSpan(0, (int)length);
    }

    private static byte[] Allocate(int bytes) => GC.AllocateUninitializedArray<byte>(bytes, pinned: true);
}
