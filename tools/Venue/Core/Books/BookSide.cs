using Platform.Venue.Core.Commands;
using Platform.Venue.Core.Contract;

namespace Platform.Venue.Core.Books;

/// <summary>One price level of a side: its queue, oldest first, and the sums of its quantities. Price and quantities are in units of 10^-8.</summary>
internal struct BookSideLevel
{
    public long Price;
    public long Total;
    public long MarketMaker;
    public int Head;
    public int Tail;
}

/// <summary>
/// The levels of one side of a book: a sorted array with the best level at the end, so that changes near the best price move few elements.
/// Bids are sorted by price, asks by the negative price.
/// </summary>
internal sealed class BookSide(int sign, BookNodes nodes)
{
    private BookSideLevel[] _levels = new BookSideLevel[32];

    public int Count { get; private set; }

    /// <summary>Sign of the sort key: +1 for bids, -1 for asks.</summary>
    public int Sign { get; } = sign;

    /// <summary>The level at a depth; 0 is the best level.</summary>
    public ref BookSideLevel this[int depth] => ref _levels[Count - 1 - depth];

    public bool IsEmpty => Count == 0;

    /// <summary>The best price, in units of 10^-8; valid only when the side is not empty.</summary>
    public long BestPrice => _levels[Count - 1].Price;

    /// <summary>True when an order of the opposite side with this limit price would trade with the best level.</summary>
    public bool IsCrossedBy(long limit) => Count > 0 && Sign * BestPrice >= Sign * limit;

    /// <summary>True when a level of this price is worse for the taker than its limit price.</summary>
    public bool IsBeyond(long price, long limit) => Sign * price < Sign * limit;

    public long TotalAt(long price)
    {
        int at = Search(price);
        return at >= 0 ? _levels[at].Total : 0;
    }

    public long MarketMakerAt(long price)
    {
        int at = Search(price);
        return at >= 0 ? _levels[at].MarketMaker : 0;
    }

    /// <summary>Appends a node to the end of the queue at a price.</summary>
    public void Append(long price, int node)
    {
        int at = Search(price);
        if (at < 0)
            at = Insert(~at, price);
        ref BookSideLevel level = ref _levels[at];
        ref BookNode added = ref nodes[node];
        added.Previous = level.Tail;
        if (level.Tail == BookNodes.None)
            level.Head = node;
        else
            nodes[level.Tail].Next = node;
        level.Tail = node;
        level.Total += added.Quantity;
        if (added.Owner is null)
            level.MarketMaker += added.Quantity;
    }

    /// <summary>Reduces the quantity of a node. Removes a node without quantity, and its level when the queue is empty.</summary>
    public void Reduce(long price, int node, long quantity)
    {
        int at = Search(price);
        ref BookSideLevel level = ref _levels[at];
        ref BookNode reduced = ref nodes[node];
        reduced.Quantity -= quantity;
        level.Total -= quantity;
        if (reduced.Owner is null)
            level.MarketMaker -= quantity;
        if (reduced.Quantity == 0)
            Unlink(at, node);
    }

    /// <summary>
    /// Sets the market maker's quantity at a price. An increase is added to the end of the queue. A decrease is divided among the market maker's
    /// nodes in proportion, in whole steps, and the rest is taken from the newest; with step 0 all of it is taken from the newest.
    /// </summary>
    public void SetMarketMaker(long price, long target, long step = 0)
    {
        int at = Search(price);
        long present = at >= 0 ? _levels[at].MarketMaker : 0;
        if (target > present)
            Grow(price, at, target - present);
        else if (target < present)
            Shrink(price, present - target - (step > 0 && target > 0 ? Share(price, present - target, present, step) : 0));
    }

    /// <summary>Takes the proportional part of a decrease from each node of the market maker; returns the quantity taken.</summary>
    private long Share(long price, long by, long present, long step)
    {
        long shared = 0;
        for (int node = _levels[Search(price)].Head; node != BookNodes.None;)
        {
            int next = nodes[node].Next;
            long part = nodes[node].Owner is null ? (long)((Int128)by * nodes[node].Quantity / present) / step * step : 0;
            if (part > 0)
                Reduce(price, node, part);
            shared += part;
            node = next;
        }

        return shared;
    }

    public void Serialize(SnapshotSerializer serializer)
    {
        Count = serializer.Count(Count);
        if (serializer.IsReading)
            _levels = new BookSideLevel[Math.Max(32, Count)];
        serializer.Values(_levels.AsSpan(0, Count));
    }

    private void Grow(long price, int at, long by)
    {
        if (at >= 0 && nodes[_levels[at].Tail].Owner is null)
        {
            nodes[_levels[at].Tail].Quantity += by;
            _levels[at].Total += by;
            _levels[at].MarketMaker += by;
            return;
        }

        Append(price, nodes.Take(by, null));
    }

    private void Shrink(long price, long by)
    {
        int node = _levels[Search(price)].Tail;
        while (by > 0)
        {
            int previous = nodes[node].Previous;
            if (nodes[node].Owner is null)
            {
                long taken = Math.Min(by, nodes[node].Quantity);
                by -= taken;
                Reduce(price, node, taken);
            }

            node = previous;
        }
    }

    private void Unlink(int at, int node)
    {
        ref BookSideLevel level = ref _levels[at];
        (int previous, int next) = (nodes[node].Previous, nodes[node].Next);
        if (previous == BookNodes.None)
            level.Head = next;
        else
            nodes[previous].Next = next;
        if (next == BookNodes.None)
            level.Tail = previous;
        else
            nodes[next].Previous = previous;
        nodes.Release(node);
        if (level.Head != BookNodes.None)
            return;
        Array.Copy(_levels, at + 1, _levels, at, Count - at - 1);
        Count--;
    }

    private int Insert(int at, long price)
    {
        if (Count == _levels.Length)
            Array.Resize(ref _levels, Count * 2);
        Array.Copy(_levels, at, _levels, at + 1, Count - at);
        _levels[at] = new BookSideLevel { Price = price, Head = BookNodes.None, Tail = BookNodes.None };
        Count++;
        return at;
    }

    /// <summary>The index of a price, or the bitwise complement of its insertion index. Searches the few best levels first.</summary>
    private int Search(long price)
    {
        long key = Sign * price;
        int high = Count - 1;
        for (int probes = 0; probes < 4 && high >= 0; probes++, high--)
        {
            long levelKey = Sign * _levels[high].Price;
            if (levelKey == key)
                return high;
            if (levelKey < key)
                return ~(high + 1);
        }

        int low = 0;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            long levelKey = Sign * _levels[middle].Price;
            if (levelKey == key)
                return middle;
            if (levelKey < key)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return ~low;
    }
}
