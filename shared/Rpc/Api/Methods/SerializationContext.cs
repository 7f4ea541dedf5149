using System.Buffers;

namespace Grpc.Core;

/// <summary>The output of a serializer for one message; used by one serializer at a time.</summary>
public abstract class SerializationContext
{
    /// <summary>Completes the message with these bytes as its payload.</summary>
    public virtual void Complete(byte[] payload) => throw new NotImplementedException();

    /// <summary>The buffer for the payload; write to it before <see cref="Complete()"/>.</summary>
    public virtual IBufferWriter<byte> GetBufferWriter() => throw new NotImplementedException();

    /// <summary>Sets the exact size in bytes before the first write, so that the payload can be written directly to the transport.</summary>
    public virtual void SetPayloadLength(int payloadLength)
    {
    }

    /// <summary>Completes a message that was written to the buffer writer.</summary>
    public virtual void Complete() => throw new NotImplementedException();
}
