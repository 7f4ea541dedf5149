using System.Buffers;

namespace Grpc.Core;

/// <summary>Where a serializer puts the bytes of one message; used by one serializer at a time.</summary>
public abstract class SerializationContext
{
    /// <summary>Ends the message with these bytes as its whole payload.</summary>
    public virtual void Complete(byte[] payload) => throw new NotImplementedException();

    /// <summary>The buffer to write the payload to, before <see cref="Complete()"/>.</summary>
    public virtual IBufferWriter<byte> GetBufferWriter() => throw new NotImplementedException();

    /// <summary>States the exact size in bytes before the first write; lets the payload go straight to the transport.</summary>
    public virtual void SetPayloadLength(int payloadLength)
    {
    }

    /// <summary>Ends a message written to the buffer writer.</summary>
    public virtual void Complete() => throw new NotImplementedException();
}
