using Platform.Venue.Core.Commands;
using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Orders;

namespace Platform.Venue.Core.Books;

/// <summary>One resting quantity in the queue of a price level. A null owner stands for the market maker.</summary>
internal struct BookNode
{
    public long Quantity;
    public int Next;
    public int Previous;
    public Order? Owner;
}

/// <summary>The pool of nodes of one book. Freed nodes are reused, so that the book does not allocate after warm-up.</summary>
internal sealed class BookNodes
{
    public const int None = -1;

    private BookNode[] _nodes = new BookNode[64];
    private int _used;
    private int _free = None;

    public ref BookNode this[int index] => ref _nodes[index];

    public int Take(long quantity, Order? owner)
    {
        int index = _free;
        if (index != None)
        {
            _free = _nodes[index].Next;
        }
        else
        {
            if (_used == _nodes.Length)
                Array.Resize(ref _nodes, _nodes.Length * 2);
            index = _used++;
        }

        _nodes[index] = new BookNode { Quantity = quantity, Owner = owner, Next = None, Previous = None };
        return index;
    }

    /// <param name="find">Returns the open order with an id.</param>
    public void Serialize(SnapshotSerializer serializer, Func<long, Order> find)
    {
        (_used, _free) = (serializer.Count(_used), serializer.Value(_free));
        if (serializer.IsReading)
            _nodes = new BookNode[Math.Max(64, _used)];
        for (int i = 0; i < _used; i++)
        {
            ref BookNode node = ref _nodes[i];
            (node.Quantity, node.Next, node.Previous) = (serializer.Value(node.Quantity), serializer.Value(node.Next), serializer.Value(node.Previous));
            long owner = serializer.Value(node.Owner?.Id ?? 0);
            if (serializer.IsReading)
                node.Owner = owner == 0 ? null : find(owner);
        }
    }

    public void Release(int index)
    {
        _nodes[index] = new BookNode { Next = _free };
        _free = index;
    }
}
