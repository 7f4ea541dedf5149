using System.Buffers.Binary;
using System.Text;

namespace Platform.Venue.Gateway.Sockets;

/// <summary>Builds WebSocket frames of a server (RFC 6455 §5.2). They are final and unmasked, so that one frame can be sent to several clients.</summary>
internal static class FrameText
{
    public const byte Text = 1;
    public const byte Binary = 2;
    public const byte Close = 8;
    public const byte Ping = 9;
    public const byte Pong = 10;

    /// <summary>Builds a frame whose payload is given in three parts.</summary>
    public static byte[] Build(byte opcode, ReadOnlySpan<byte> head, ReadOnlySpan<byte> middle = default, ReadOnlySpan<byte> tail = default)
    {
        int length = head.Length + middle.Length + tail.Length;
        int header = length < 126 ? 2 : length <= ushort.MaxValue ? 4 : 10;
        var frame = new byte[header + length];
        frame[0] = (byte)(0x80 | opcode);
        if (header == 2)
        {
            frame[1] = (byte)length;
        }
        else if (header == 4)
        {
            frame[1] = 126;
            BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(2), (ushort)length);
        }
        else
        {
            frame[1] = 127;
            BinaryPrimitives.WriteUInt64BigEndian(frame.AsSpan(2), (ulong)length);
        }

        head.CopyTo(frame.AsSpan(header));
        middle.CopyTo(frame.AsSpan(header + head.Length));
        tail.CopyTo(frame.AsSpan(header + head.Length + middle.Length));
        return frame;
    }

    /// <summary>Builds a close frame with a code and a reason.</summary>
    public static byte[] BuildClose(ushort code, string reason)
    {
        Span<byte> number = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(number, code);
        return Build(Close, number, Encoding.UTF8.GetBytes(reason));
    }

    /// <summary>Builds the reply to a close frame: with the same code, or with 1002 for a code that is not allowed (RFC 6455 §7.4).</summary>
    public static byte[] AnswerClose(ReadOnlySpan<byte> payload)
    {
        if (payload.IsEmpty)
            return Build(Close, []);
        ushort code = payload.Length >= 2 ? BinaryPrimitives.ReadUInt16BigEndian(payload) : (ushort)0;
        return code is (>= 1000 and <= 1003) or (>= 1007 and <= 1014) or (>= 3000 and <= 4999) ? Build(Close, payload[..2]) : BuildClose(1002, "Invalid close code.");
    }
}
