using System.Text;
using Platform.Primitives.Outcomes;

namespace Platform.Exchanges.Binance.Streams;

/// <summary>Symbols by index, with lookup by UTF-8 bytes without a string. Immutable and thread-safe.</summary>
public sealed class SymbolTable
{
    private readonly byte[][] _names;
    private readonly int[] _slots;
    private readonly int _mask;

    /// <param name="symbols">Symbols in exchange form; the position in the list is the index.</param>
    public SymbolTable(IReadOnlyList<string> symbols)
    {
        Symbols = symbols;
        _names = [.. symbols.Select(Encoding.UTF8.GetBytes)];
        int size = 16;
        while (size < symbols.Count * 2)
            size *= 2;
        _mask = size - 1;
        _slots = new int[size];
        Array.Fill(_slots, -1);
        for (int i = 0; i < _names.Length; i++)
        {
            Check.That(Find(_names[i]) < 0, $"symbol {symbols[i]} is listed twice");
            int slot = Slot(_names[i]);
            while (_slots[slot] >= 0)
                slot = (slot + 1) & _mask;
            _slots[slot] = i;
        }
    }

    public IReadOnlyList<string> Symbols { get; }

    public int Count => _names.Length;

    public string this[int index] => Symbols[index];

    /// <summary>The index of the symbol, or −1.</summary>
    public int Find(ReadOnlySpan<byte> utf8)
    {
        for (int slot = Slot(utf8); _slots[slot] >= 0; slot = (slot + 1) & _mask)
        {
            if (utf8.SequenceEqual(_names[_slots[slot]]))
                return _slots[slot];
        }

        return -1;
    }

    private int Slot(ReadOnlySpan<byte> utf8)
    {
        uint hash = 2166136261;
        foreach (byte value in utf8)
            hash = (hash ^ value) * 16777619;
        return (int)(hash ^ (hash >> 15)) & _mask;
    }
}
