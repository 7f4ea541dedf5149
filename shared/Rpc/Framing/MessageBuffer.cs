using System.Buffers;
using System.Buffers.Binary;
using Grpc.Core;
using Platform.Primitives.Outcomes;

namespace Platform.Rpc.Framing;

/// <summary>
/// One outgoing message with its five-byte prefix, in a pooled array. No byte is sent before the
/// serializer has ended, so an exception of a serializer leaves the stream intact. Used by one writer at a time.
/// </summary>
internal sealed class MessageBuffer(int bytesMax) : SerializationContext, IBufferWriter<byte>
{
    /// <summary>One flag byte (0: not compressed) and a big-endian 32-bit length.</summary>
    public const int PrefixBytes = 5;

    private byte[] _bytes = [];
    private int _length;
    private bool _isComplete;

    /// <summary>Serializes a message; the frame is valid until the next call or <see cref="Release"/>.</summary>
    /// <exception cref="RpcException">ResourceExhausted: the message is larger than the limit.</exception>
    public ReadOnlyMemory<byte> Frame<T>(Marshaller<T> marshaller, T message)
    {
        _length = PrefixBytes;
        _isComplete = false;
        marshaller.ContextualSerializer(message, this);
        Check.That(_isComplete, "A serializer must call Complete.");
        return _bytes.AsMemory(0, _length);
    }

    public override void SetPayloadLength(int payloadLength)
    {
        ThrowIfLarge(payloadLength);
        Reserve(payloadLength);
    }

    public override IBufferWriter<byte> GetBufferWriter() => this;

    public override void Complete()
    {
        Reserve(0);
        ThrowIfLarge(_length - PrefixBytes);
        _bytes[0] = 0;
        BinaryPrimitives.WriteInt32BigEndian(_bytes.AsSpan(1), _length - PrefixBytes);
        _isComplete = true;
    }

    public override void Complete(byte[] payload)
    {
        SetPayloadLength(payload.Length);
        payload.CopyTo(GetSpan(payload.Length));
        Advance(payload.Length);
        Complete();
    }

    public void Advance(int count)
    {
        Check.That(count >= 0 && count <= _bytes.Length - _length, "The serializer advanced beyond the end of the buffer.");
        _length += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _bytes.AsMemory(_length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _bytes.AsSpan(_length);
    }

    /// <summary>Returns the array to the pool; the buffer can be used again.</summary>
    public void Release()
    {
        if (_bytes.Length > 0)
            ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
    }

    private void Reserve(int more)
    {
        if (_bytes.Length - _length >= more && _bytes.Length > 0)
            return;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(Math.Max(_length, PrefixBytes) + more, Math.Min(_bytes.Length * 2, Array.MaxLength)));
        _bytes.AsSpan(0, Math.Min(_length, _bytes.Length)).CopyTo(larger);
        Release();
        _bytes = larger;
    }

    private void ThrowIfLarge(int payloadLength)
    {
        if (payloadLength > bytesMax)
            throw new RpcException(new Status(StatusCode.ResourceExhausted, $"The message to send has {payloadLength} bytes; the limit is {bytesMax}."));
    }
}
