using System.Buffers.Text;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Platform.Exchanges.Binance.Wire;

namespace Platform.Exchanges.Binance.Streams;

/// <summary>Positions of the one-letter fields of one stream event in its frame. Stored on the stack, without copies.</summary>
internal ref struct EventFields
{
    private const int Slots = 64;

    private readonly ReadOnlySpan<byte> _frame;
    private Table _table;

    private EventFields(ReadOnlySpan<byte> frame) => _frame = frame;

    /// <summary>Reads the object at the reader's position to its end. Nested values and longer names are skipped.</summary>
    public static EventFields Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> frame)
    {
        var fields = new EventFields(frame);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            byte letter = reader.ValueSpan.Length == 1 ? reader.ValueSpan[0] : (byte)0;
            reader.Read();
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                reader.Skip();
                continue;
            }

            if (!char.IsAsciiLetter((char)letter))
                continue;
            int quote = reader.TokenType == JsonTokenType.String ? 1 : 0;
            fields._table[letter & (Slots - 1)] = new Slot((int)reader.TokenStartIndex + quote, reader.ValueSpan.Length);
        }

        return fields;
    }

    /// <summary>Empty when the event has no such field.</summary>
    public readonly ReadOnlySpan<byte> this[char letter]
    {
        get
        {
            Slot slot = _table[letter & (Slots - 1)];
            return _frame.Slice(slot.Start, slot.Length);
        }
    }

    public readonly bool TryInt64(char letter, out long value) =>
        Utf8Parser.TryParse(this[letter], out value, out int used) && used == this[letter].Length;

    /// <summary>Reads a field as units of 10^-8.</summary>
    public readonly bool TryUnits(char letter, out long units) => Utf8Decimal.TryParse(this[letter], out units);

    public readonly bool IsTrue(char letter) => this[letter].SequenceEqual("true"u8);

    private readonly record struct Slot(int Start, int Length);

    [InlineArray(Slots)]
    private struct Table
    {
        private Slot _first;
    }
}
