using Platform.Venue.Core.Commands;
using Platform.Venue.Core.Contract;

namespace Platform.Venue.Core.Books;

/// <summary>One price level of a side: its queue, oldest first, and the sums over it. All in units of 10^-8.</summary>
internal struct BookSideLevel
{
    public long Price;
    public long Total;
    public long MarketMaker;
    public int Head;
    public int Tail;
}

/// <summary>
/// The levels of one side as a sorted array with the best at the end, so that changes near the best price move few elements.
/// Bids sort by price, asks by its negative.
/// </summary>
internal sealed class BookSide(int sign, BookNodes nodes)
{
    private BookSideLevel[] _levels = new BookSideLevel[32];

    public int Count { get; private set; }

    /// <summary>+1 for bids, -1 for asks.</summary>
    public int Sign { get; } = sign;

    /// <summary>Level by depth: 0 is the best.</summary>
    public ref BookSideLevel this[int depth] => ref _levels[Count - 1 - depth];

    public bool IsEmpty => Count == 0;

    /// <summary>Best price; only when not empty.</summary>
    public long BestPrice => _levels[Count - 1].Price;

    /// <summary>True when an order of the opposite side with this limit price would trade with the best level.</summary>
    public bool IsCrossedBy(long limit) => Count > 0 && Sign * BestPrice >= Sign * limit;

    /// <summary>True when a level of this price is behind the limit: worse than it for the taker.</summary>
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

    /// <summary>Appends a node to the end of its price's queue.</summary>
    public void Append(long price, int node)
    {
        int at = Search(price);
        if (at < 0)
            at = Insert(~at, price);
        ref BookSideLevel rung = ref _levels[at];
        ref BookNode added = ref nodes[node];
        added.Previous = rung.Tail;
        if (rung.Tail == BookNodes.None)
            rung.Head = node;
        else
            nodes[rung.Tail].Next = node;
        rung.Tail = node;
        rung.Total += added.Quantity;
        if (added.Owner is null)
            rung.MarketMaker += added.Quantity;
    }

    /// <summary>Reduces the quantity of a node; removes the node and its level when nothing is left.</summary>
    public void Reduce(long price, int node, long quantity)
    {
        int at = Search(price);
        ref BookSideLevel rung = ref _levels[at];
        ref BookNode reduced = ref nodes[node];
        reduced.Quantity -= quantity;
        rung.Total -= quantity;
        if (reduced.Owner is null)
            rung.MarketMaker -= quantity;
        if (reduced.Quantity == 0)
            Unlink(at, node);
    }

    /// <summary>
    /// Sets the market maker's quantity at a price: an increase queues at the end, a decrease takes a share from each place in the
    /// queue, in whole steps and the rest from the newest; with step 0 all of it from the newest.
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

    /// <summary>Takes the proportional part of a decrease from each node of the market maker; returns the total.</summary>
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
        ref BookSideLevel rung = ref _levels[at];
        (int previous, int next) = (nodes[node].Previous, nodes[node].Next);
        if (previous == BookNodes.None)
            rung.Head = next;
        else
            nodes[previous].Next = next;
        if (next == BookNodes.None)
            rung.Tail = previous;
        else
            nodes[next].Previous = previous;
        nodes.Release(node);
        if (rung.Head != BookNodes.None)
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

    /// <summary>Index of the price, or the complement of its insertion point. Searches the best few levels first.</summary>
    private int Search(long price)
    {
        long key = Sign * price;
        int high = Count - 1;
        for (int probes = 0; probes < 4 && high >= 0; probes++, high--)
        {
            long rung = Sign * _levels[high].Price;
            if (rung == key)
                return high;
            if (rung < key)
                return ~(high + 1);
        }

        int low = 0;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            long rung = Sign * _levels[middle].Price;
            if (rung == key)
                return middle;
            if (rung < key)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return ~low;
    }
}
