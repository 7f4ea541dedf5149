using Platform.Venue.Core.Commands;
using Platform.Venue.Core.Contract;

namespace Platform.Venue.Core.Tape;

/// <summary>The newest items of a numbered sequence; grows to its capacity, then drops the oldest.</summary>
internal sealed class Ring<T>(int capacity, long first)
{
    private T[] _items = new T[Math.Min(capacity, 16)];
    private int _start;
    private int _count;

    /// <summary>Number of the oldest item in memory.</summary>
    public long First { get; private set; } = first;

    /// <summary>Number after the newest item.</summary>
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

    /// <summary>Removes everything; the next item has the number.</summary>
    public void Restart(long next)
    {
        (_items, _start, _count) = (new T[Math.Min(capacity, 16)], 0, 0);
        First = next;
    }

    /// <summary>Oldest first. Must not change during the enumeration.</summary>
    public IEnumerable<T> Items()
    {
        for (int i = 0; i < _count; i++)
            yield return _items[Slot(i)];
    }

    /// <summary>The number of the oldest item, and the items.</summary>
    /// <param name="keep">Writes or reads one item; when reading, it is given the default.</param>
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
