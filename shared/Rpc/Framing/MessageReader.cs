using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using Grpc.Core;

namespace Platform.Rpc.Framing;

/// <summary>Reads length-prefixed messages from a pipe, which applies backpressure; one reader at a time.</summary>
internal sealed class MessageReader(PipeReader pipe, int bytesMax) : DeserializationContext
{
    private ReadOnlySequence<byte> _payload;

    public override int PayloadLength => (int)_payload.Length;

    public override byte[] PayloadAsNewBuffer() => _payload.ToArray();

    public override ReadOnlySequence<byte> PayloadAsReadOnlySequence() => _payload;

    /// <summary>The next message, or null at the end of the stream.</summary>
    /// <exception cref="RpcException">ResourceExhausted: larger than the limit. Internal: truncated, compressed without an encoding, or not parseable.</exception>
    public async ValueTask<T?> ReadAsync<T>(Marshaller<T> marshaller, CancellationToken cancel)
        where T : class
    {
        while (true)
        {
            var read = await pipe.ReadAsync(cancel).ConfigureAwait(false);
            if (read.IsCanceled)
                throw new OperationCanceledException("The read was cancelled.");
            if (TryTake(read.Buffer, out var payload))
            {
                var message = Deserialize(marshaller, payload);
                pipe.AdvanceTo(payload.End);
                return message;
            }

            if (read.IsCompleted)
            {
                pipe.AdvanceTo(read.Buffer.End);
                return read.Buffer.IsEmpty ? null : throw Broken($"The stream ended inside a message, {read.Buffer.Length} bytes into it.");
            }

            pipe.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    /// <summary>True when unread bytes are available; does not wait.</summary>
    public bool HasMore()
    {
        if (!pipe.TryRead(out var read))
            return false;
        pipe.AdvanceTo(read.Buffer.Start);
        return !read.Buffer.IsEmpty;
    }

    /// <summary>Returns the pipe's buffers; no read may be in progress.</summary>
    public void Complete() => pipe.Complete();

    private static RpcException Broken(string detail) => new(new Status(StatusCode.Internal, detail));

    private bool TryTake(ReadOnlySequence<byte> buffer, out ReadOnlySequence<byte> payload)
    {
        payload = default;
        if (buffer.Length < MessageBuffer.PrefixBytes)
            return false;
        Span<byte> prefix = stackalloc byte[MessageBuffer.PrefixBytes];
        buffer.Slice(0, MessageBuffer.PrefixBytes).CopyTo(prefix);
        if (prefix[0] != 0)
            throw Broken(prefix[0] == 1
                ? "A message is marked compressed, but no supported grpc-encoding was announced."
                : $"A message starts with flag byte {prefix[0]}; expected 0 or 1.");
        var length = BinaryPrimitives.ReadUInt32BigEndian(prefix[1..]);
        if (length > bytesMax)
            throw new RpcException(new Status(StatusCode.ResourceExhausted, $"A received message has {length} bytes; the limit is {bytesMax}."));
        if (buffer.Length < MessageBuffer.PrefixBytes + length)
            return false;
        payload = buffer.Slice(MessageBuffer.PrefixBytes, length);
        return true;
    }

    private T Deserialize<T>(Marshaller<T> marshaller, ReadOnlySequence<byte> payload)
        where T : class
    {
        _payload = payload;
        try
        {
            return marshaller.ContextualDeserializer(this);
        }
        catch (Exception unparseable) when (unparseable is not RpcException)
        {
            throw new RpcException(new Status(StatusCode.Internal, $"A message of {payload.Length} bytes cannot be parsed as {typeof(T).Name}.", unparseable));
        }
        finally
        {
            _payload = default;
        }
    }
}
