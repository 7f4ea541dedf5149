using Platform.Venue.Core.Commands;
using Platform.Venue.Core.Contract;

namespace Platform.Venue.Core.Tape;

/// <summary>A ring buffer with the newest items of a numbered sequence. It grows to its capacity and then drops the oldest items.</summary>
internal sealed class Ring<T>(int capacity, long first)
{
    private T[] _items = new T[Math.Min(capacity, 16)];
    private int _start;
    private int _count;

    /// <summary>Number of the oldest item in memory.</summary>
    public long First { get; private set; } = first;

    /// <summary>Number of the newest item plus one.</summary>
    public long End => First + _count;

    public int Count => _count;

    public ref T this[long number] => ref _items[Slot(number - First)];

    public ref T Newest => ref this[End - 1];

    public void Add(in T item)
    {
        if (_count == _items.Length && _count < capacity)
            Grow();
        if (_count == capacity)
        {
            _items[_start] = item;
            _start = (int)Wrap(_start + 1);
            First++;
            return;
        }

        _items[Slot(_count++)] = item;
    }

    /// <summary>Removes all items; the next item gets the given number.</summary>
    public void Restart(long next)
    {
        (_items, _start, _count) = (new T[Math.Min(capacity, 16)], 0, 0);
        First = next;
    }

    /// <summary>The items, oldest first. The ring must not change during the enumeration.</summary>
    public IEnumerable<T> Items()
    {
        for (int i = 0; i < _count; i++)
            yield return _items[Slot(i)];
    }

    /// <summary>Writes or reads the number of the oldest item and all items.</summary>
    /// <param name="keep">Writes or reads one item; when reading, its argument is the default value.</param>
    public void Serialize(SnapshotSerializer serializer, Func<T, T> keep)
    {
        long first = serializer.Value(First);
        int count = serializer.Count(_count);
        if (serializer.IsReading)
            Restart(first);
        for (int i = 0; i < count; i++)
        {
            if (serializer.IsReading)
                Add(keep(default!));
            else
                keep(this[first + i]);
        }
    }

    private int Slot(long offset) => (int)Wrap(_start + offset);

    private long Wrap(long slot) => slot < _items.Length ? slot : slot - _items.Length;

    private void Grow()
    {
        var grown = new T[Math.Min(capacity, _items.Length * 2)];
        for (int i = 0; i < _count; i++)
            grown[i] = _items[Slot(i)];
        (_items, _start) = (grown, 0);
    }
}
