using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Platform.Bus.Publishing;

/// <summary>
/// Frames of whole messages on their way to the socket's thread, as bytes in two buffers: publishers append to one under
/// the caller's lock while the socket's thread sends from the other. No allocation per message; bounded in bytes.
/// </summary>
internal sealed class OutgoingQueue(int limit_bytes)
{
    private const int FirstBytes = 64 * 1024;

    private byte[] _filling = Allocate(Math.Min(FirstBytes, limit_bytes));
    private byte[] _sending = Allocate(Math.Min(FirstBytes, limit_bytes));
    private int _filled;

    public bool IsEmpty => _filled == 0;

    /// <summary>Room for one message's header and frames, to be filled before the lock is left; empty when the queue is full.</summary>
    public Span<byte> Reserve(int topicBytes, int envelopeBytes, int payloadBytes)
    {
        long length = (long)Unsafe.SizeOf<Lengths>() + topicBytes + envelopeBytes + payloadBytes;
        if (_filled + length > _filling.Length && !Grow(_filled + length))
            return default;
        Span<byte> record = _filling.AsSpan(_filled, (int)length);
        MemoryMarshal.Write(record, new Lengths((ushort)topicBytes, (ushort)envelopeBytes, payloadBytes));
        _filled += (int)length;
        return record[Unsafe.SizeOf<Lengths>()..];
    }

    /// <summary>Swaps the buffers: what was appended, to be sent before the next take. The bytes are pinned.</summary>
    public ReadOnlySpan<byte> Take()
    {
        (_filling, _sending) = (_sending, _filling);
        ReadOnlySpan<byte> taken = _sending.AsSpan(0, _filled);
        _filled = 0;
        return taken;
    }

    private bool Grow(long needed)
    {
        if (needed > limit_bytes)
            return false;
        byte[] larger = Allocate((int)Math.Min(limit_bytes, Math.Max(needed, 2L * _filling.Length)));
        _filling.AsSpan(0, _filled).CopyTo(larger);
        _filling = larger;
        return true;
    }

    private static byte[] Allocate(int bytes) => GC.AllocateUninitializedArray<byte>(bytes, pinned: true);

    /// <summary>Precedes the three frames of each message.</summary>
    internal readonly record struct Lengths(ushort Topic, ushort Envelope, int Payload);
}
