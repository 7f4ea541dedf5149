using System.Buffers.Binary;
using System.Text;

namespace Platform.Fuzz.Inputs;

/// <summary>Makes the frames of a WebSocket client: sound ones, fragments, control frames, and frames that break the rules.</summary>
internal static class FrameInput
{
    public const byte Continuation = 0, Text = 1, Binary = 2, Close = 8, Ping = 9, Pong = 10;

    /// <summary>The bytes of one message; a connection may end after one that is not sound.</summary>
    public static (byte[] Bytes, bool IsSound) Next(Dice dice, string text) => dice.Below(24) switch
    {
        0 => (Fragments(dice, Encoding.UTF8.GetBytes(text)), true),
        1 => (Frame(Ping, dice.Bytes(125)), true),
        2 => (Frame(Pong, dice.Bytes(125)), true),
        3 => (Frame(Binary, dice.Bytes(500)), true),
        4 => (Frame((byte)dice.Below(16), dice.Bytes(200)), false),
        5 => (Frame(Text, dice.Bytes(500)), true),
        6 => (Frame(Ping, new byte[126 + dice.Below(1000)]), false),
        7 => (Header(Text, final: true, masked: true, length: long.MaxValue - dice.Below(10)), false),
        8 => (Header(Text, final: true, masked: true, length: -1), false),
        9 => (Frame(Close, dice.Bytes(125)), false),
        10 => (Header(Text, final: true, masked: false, length: 5), false),
        11 => (dice.Mutated(Frame(Text, Encoding.UTF8.GetBytes(text))), false),
        12 when dice.Chance(0.1) => (Frame(Text, new byte[(1 << 20) + 1]), false),
        13 => ([.. Frame(Text, "{"u8.ToArray(), final: false), .. Frame(Text, "}"u8.ToArray())], false),
        14 => (Frame(Text, Encoding.UTF8.GetBytes(new string('[', dice.Below(5_000)))), true),
        _ => (Frame(Text, Encoding.UTF8.GetBytes(text)), true),
    };

    public static byte[] Frame(byte opcode, byte[] payload, bool final = true)
    {
        byte[] header = Header(opcode, final, masked: true, payload.Length);
        byte[] frame = [.. header, .. payload];
        for (int i = 0; i < payload.Length; i++)
            frame[header.Length + i] ^= frame[header.Length - 4 + (i & 3)];
        return frame;
    }

    private static byte[] Fragments(Dice dice, byte[] payload)
    {
        var bytes = new List<byte>();
        int at = 0;
        for (byte opcode = Text; at < payload.Length; opcode = Continuation)
        {
            int length = Math.Min(1 + dice.Below(40), payload.Length - at);
            bytes.AddRange(Frame(opcode, payload[at..(at + length)], final: at + length == payload.Length));
            if (at + length < payload.Length && dice.Chance(0.2))
                bytes.AddRange(Frame(Pong, []));
            at += length;
        }

        return [.. bytes];
    }

    private static byte[] Header(byte opcode, bool final, bool masked, long length)
    {
        var header = new List<byte> { (byte)((final ? 0x80 : 0) | opcode) };
        byte mask = (byte)(masked ? 0x80 : 0);
        var wide = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(wide, length);
        if (length is >= 0 and < 126)
            header.Add((byte)(mask | length));
        else if (length is >= 0 and < 65_536)
            header.AddRange([(byte)(mask | 126), .. wide[6..]]);
        else
            header.AddRange([(byte)(mask | 127), .. wide]);
        if (masked)
            header.AddRange([0x12, 0x34, 0x56, 0x78]);
        return [.. header];
    }
}
