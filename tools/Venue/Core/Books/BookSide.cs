using Platform.Venue.Core.Commands;
using Platform.Venue.Core.Contract;

namespace Platform.Venue.Core.Books;

/// <summary>One price of a side: its queue, oldest first, and the sums over it. All in units of 10^-8.</summary>
internal struct BookRung
{
    public long Price;
    public long Total;
    public long MarketMaker;
    public int Head;
    public int Tail;
}

/// <summary>
/// The levels of one side as a sorted array with the best at the end: the busy end of the book moves nothing.
/// Bids sort by price, asks by its negative.
/// </summary>
internal sealed class BookSide(int sign, BookNodes nodes)
{
    private BookRung[] _rungs = new BookRung[32];

    public int Count { get; private set; }

    /// <summary>+1 for bids, -1 for asks.</summary>
    public int Sign { get; } = sign;

    /// <summary>Level by depth: 0 is the best.</summary>
    public ref BookRung this[int depth] => ref _rungs[Count - 1 - depth];

    public bool IsEmpty => Count == 0;

    /// <summary>Best price; only when not empty.</summary>
    public long BestPrice => _rungs[Count - 1].Price;

    /// <summary>True when an order of the opposite side with this limit would trade against the best level.</summary>
    public bool IsCrossedBy(long limit) => Count > 0 && Sign * BestPrice >= Sign * limit;

    /// <summary>True when a level of this price is behind the limit: worse than it for the taker.</summary>
    public bool IsBeyond(long price, long limit) => Sign * price < Sign * limit;

    public long TotalAt(long price)
    {
        int at = Search(price);
        return at >= 0 ? _rungs[at].Total : 0;
    }

    public long MarketMakerAt(long price)
    {
        int at = Search(price);
        return at >= 0 ? _rungs[at].MarketMaker : 0;
    }

    /// <summary>Appends a node to the end of its price's queue.</summary>
    public void Append(long price, int node)
    {
        int at = Search(price);
        if (at < 0)
            at = Insert(~at, price);
        ref BookRung rung = ref _rungs[at];
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

    /// <summary>Takes a quantity off a node; the node and its level go when nothing is left.</summary>
    public void Reduce(long price, int node, long quantity)
    {
        int at = Search(price);
        ref BookRung rung = ref _rungs[at];
        ref BookNode reduced = ref nodes[node];
        reduced.Quantity -= quantity;
        rung.Total -= quantity;
        if (reduced.Owner is null)
            rung.MarketMaker -= quantity;
        if (reduced.Quantity == 0)
            Unlink(at, node);
    }

    /// <summary>
    /// Brings the house's quantity at a price to the target: growth queues at the end, shrinking takes a share from each place in the
    /// queue, in whole steps and the rest from the youngest; with step 0 all of it from the youngest.
    /// </summary>
    public void SetMarketMaker(long price, long target, long step = 0)
    {
        int at = Search(price);
        long present = at >= 0 ? _rungs[at].MarketMaker : 0;
        if (target > present)
            Grow(price, at, target - present);
        else if (target < present)
            Shrink(price, present - target - (step > 0 && target > 0 ? Share(price, present - target, present, step) : 0));
    }

    /// <summary>Takes the proportional part of a cancellation from every share of the house; answers how much that was.</summary>
    private long Share(long price, long by, long present, long step)
    {
        long shared = 0;
        for (int node = _rungs[Search(price)].Head; node != BookNodes.None;)
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
            _rungs = new BookRung[Math.Max(32, Count)];
        serializer.Values(_rungs.AsSpan(0, Count));
    }

    private void Grow(long price, int at, long by)
    {
        if (at >= 0 && nodes[_rungs[at].Tail].Owner is null)
        {
            nodes[_rungs[at].Tail].Quantity += by;
            _rungs[at].Total += by;
            _rungs[at].MarketMaker += by;
            return;
        }

        Append(price, nodes.Take(by, null));
    }

    private void Shrink(long price, long by)
    {
        int node = _rungs[Search(price)].Tail;
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
        ref BookRung rung = ref _rungs[at];
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
        Array.Copy(_rungs, at + 1, _rungs, at, Count - at - 1);
        Count--;
    }

    private int Insert(int at, long price)
    {
        if (Count == _rungs.Length)
            Array.Resize(ref _rungs, Count * 2);
        Array.Copy(_rungs, at, _rungs, at + 1, Count - at);
        _rungs[at] = new BookRung { Price = price, Head = BookNodes.None, Tail = BookNodes.None };
        Count++;
        return at;
    }

    /// <summary>Index of the price, or the complement of where it belongs. Looks at the best few first.</summary>
    private int Search(long price)
    {
        long key = Sign * price;
        int high = Count - 1;
        for (int probes = 0; probes < 4 && high >= 0; probes++, high--)
        {
            long rung = Sign * _rungs[high].Price;
            if (rung == key)
                return high;
            if (rung < key)
                return ~(high + 1);
        }

        int low = 0;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            long rung = Sign * _rungs[middle].Price;
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
