using System.Buffers.Binary;

namespace Platform.Venue.Gateway.Sockets;

/// <summary>One message from a client: its opcode and its unmasked payload, which is valid until the next read.</summary>
internal readonly record struct InboundMessage(byte Opcode, ReadOnlyMemory<byte> Payload);

/// <summary>Reads a client's frames from a stream, unmasks them and joins fragments. Owned by the reading session.</summary>
internal sealed class FrameReader(Stream stream)
{
    private const int LargestMessage_bytes = 1 << 20;
    private byte[] _buffer = new byte[4096];
    private byte[] _joined = [];
    private int _start, _end, _joinedLength;
    private byte _joinedOpcode;

    /// <summary>The close code to send after an invalid frame; 0 when the client has disconnected.</summary>
    public ushort Failure { get; private set; }

    /// <summary>Reads the next message or control frame; null at the end of the stream or after an invalid frame.</summary>
    public async ValueTask<InboundMessage?> ReadAsync(CancellationToken cancel)
    {
        while (true)
        {
            if (!await FillAsync(2, cancel))
                return null;
            bool final = (_buffer[_start] & 0x80) != 0;
            byte opcode = (byte)(_buffer[_start] & 0x0f);
            bool masked = (_buffer[_start + 1] & 0x80) != 0, reserved = (_buffer[_start] & 0x70) != 0;
            int shortLength = _buffer[_start + 1] & 0x7f;
            int extra = shortLength == 126 ? 2 : shortLength == 127 ? 8 : 0;
            bool isControl = opcode >= 8;
            if (reserved || !masked || opcode is (> 2 and < 8) or > 10 || (isControl && (!final || extra > 0)))
                return Fail(1002);
            if (!await FillAsync(2 + extra + 4, cancel))
                return null;
            long length = extra switch
            {
                2 => BinaryPrimitives.ReadUInt16BigEndian(_buffer.AsSpan(_start + 2)),
                8 => BinaryPrimitives.ReadInt64BigEndian(_buffer.AsSpan(_start + 2)),
                _ => shortLength,
            };
            if (length is < 0 or > LargestMessage_bytes || _joinedLength + length > LargestMessage_bytes)
                return Fail(1009);
            int header = 2 + extra + 4;
            if (!await FillAsync(header + (int)length, cancel))
                return null;
            Memory<byte> payload = _buffer.AsMemory(_start + header, (int)length);
            Unmask(payload.Span, _buffer.AsSpan(_start + header - 4, 4));
            _start += header + (int)length;
            if (isControl)
                return new(opcode, payload);
            if (opcode == 0 == (_joinedOpcode == 0))
                return Fail(1002);
            if (final && opcode != 0)
                return new(opcode, payload);
            Join(opcode, payload.Span);
            if (!final)
                continue;
            var message = new InboundMessage(_joinedOpcode, _joined.AsMemory(0, _joinedLength));
            _joinedOpcode = 0;
            _joinedLength = 0;
            return message;
        }
    }

    private InboundMessage? Fail(ushort code)
    {
        Failure = code;
        return null;
    }

    private void Join(byte opcode, ReadOnlySpan<byte> payload)
    {
        if (opcode != 0)
            _joinedOpcode = opcode;
        if (_joined.Length < _joinedLength + payload.Length)
            Array.Resize(ref _joined, Math.Max(4096, (_joinedLength + payload.Length) * 2));
        payload.CopyTo(_joined.AsSpan(_joinedLength));
        _joinedLength += payload.Length;
    }

    private static void Unmask(Span<byte> payload, ReadOnlySpan<byte> mask)
    {
        for (int i = 0; i < payload.Length; i++)
            payload[i] ^= mask[i & 3];
    }

    private async ValueTask<bool> FillAsync(int needed, CancellationToken cancel)
    {
        if (_end - _start >= needed)
            return true;
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        if (_buffer.Length < needed)
            Array.Resize(ref _buffer, Math.Max(needed, _buffer.Length * 2));
        while (_end < needed)
        {
            int read = await stream.ReadAsync(_buffer.AsMemory(_end), cancel);
            if (read == 0)
                return false;
            _end += read;
        }

        return true;
    }
}
