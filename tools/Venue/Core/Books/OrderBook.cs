using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Venue.Core.Commands;
using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Orders;

namespace Platform.Venue.Core.Books;

/// <summary>The resting orders of one symbol in price-time priority, and the list of levels that changed since the last report.</summary>
internal sealed class OrderBook
{
    private readonly List<long> _touchedBids = [];
    private readonly List<long> _touchedAsks = [];
    private readonly List<long> _touchedRpiBids = [];
    private readonly List<long> _touchedRpiAsks = [];
    private readonly List<int> _dirty;
    private readonly int _index;

    /// <param name="index">The symbol's index in the exchange.</param>
    /// <param name="dirty">The list to which the index is added at the first change after a report.</param>
    public OrderBook(int index, List<int> dirty)
    {
        (_index, _dirty) = (index, dirty);
        Nodes = new BookNodes();
        Bids = new BookSide(+1, Nodes);
        Asks = new BookSide(-1, Nodes);
        RpiBids = new BookSide(+1, Nodes);
        RpiAsks = new BookSide(-1, Nodes);
    }

    public BookNodes Nodes { get; }

    public BookSide Bids { get; }

    public BookSide Asks { get; }

    /// <summary>Bids with timeInForce RPI (retail price improvement), which only retail takers can match; not part of the public book.</summary>
    public BookSide RpiBids { get; }

    public BookSide RpiAsks { get; }

    /// <summary>Update id of the last reported change.</summary>
    public long LastUpdateId { get; private set; } = 1;

    public long Changed_ms { get; private set; }

    public BookSide Of(Side side) => side == Side.Buy ? Bids : Asks;

    /// <summary>The side of the book that a taker of the given side trades with.</summary>
    public BookSide Against(Side taker) => taker == Side.Buy ? Asks : Bids;

    /// <summary>The side with the next order for a retail taker; at the same price, RPI orders come after public orders.</summary>
    public BookSide AgainstRetail(Side taker)
    {
        (BookSide open, BookSide rpi) = taker == Side.Buy ? (Asks, RpiAsks) : (Bids, RpiBids);
        if (rpi.IsEmpty)
            return open;
        return open.IsEmpty || rpi.Sign * rpi.BestPrice > open.Sign * open.BestPrice ? rpi : open;
    }

    /// <summary>Adds a client order to the end of the queue at its price.</summary>
    public void Rest(Order order)
    {
        order.Node = Nodes.Take(order.Remaining.Units, order);
        SideOf(order).Append(order.Price.Units, order.Node);
        Touch(order);
    }

    /// <summary>Reduces a resting client order by a quantity; removes it when no quantity is left.</summary>
    public void Reduce(Order order, long quantity)
    {
        bool gone = Nodes[order.Node].Quantity == quantity;
        SideOf(order).Reduce(order.Price.Units, order.Node, quantity);
        Touch(order);
        if (gone)
            order.Node = BookNodes.None;
    }

    public void Remove(Order order)
    {
        if (order.Node != BookNodes.None)
            Reduce(order, Nodes[order.Node].Quantity);
    }

    /// <summary>Reduces the market maker's node at the head of a queue.</summary>
    public void ReduceMarketMaker(Side side, long price, int node, long quantity)
    {
        Of(side).Reduce(price, node, quantity);
        Touch(side, price);
    }

    /// <param name="step">Quantity step of a decrease that is divided among all nodes of the market maker; with 0 the newest node is reduced first.</param>
    public void SetMarketMaker(Side side, long price, long target, long step = 0)
    {
        if (Of(side).MarketMakerAt(price) == target)
            return;
        Of(side).SetMarketMaker(price, target, step);
        Touch(side, price);
    }

    /// <summary>Quantity that a taker could fill within a limit price; the sum stops when it reaches <paramref name="enough"/>.</summary>
    public long Available(Side taker, long limit, long enough)
    {
        BookSide side = Against(taker);
        long sum = 0;
        for (int depth = 0; depth < side.Count && sum < enough; depth++)
        {
            if (side.IsBeyond(side[depth].Price, limit))
                break;
            sum += side[depth].Total;
        }

        return sum;
    }

    /// <summary>Copies the changed levels with their current quantities, assigns update ids, and clears the list of changes.</summary>
    public (long First, long Last, long Previous) TakeChanges(BookChanges changes, long time_ms)
    {
        Collect(_touchedBids, Bids, changes.Bids);
        Collect(_touchedAsks, Asks, changes.Asks);
        Collect(_touchedRpiBids, RpiBids, changes.RpiBids);
        Collect(_touchedRpiAsks, RpiAsks, changes.RpiAsks);
        long previous = LastUpdateId;
        LastUpdateId += changes.Count;
        Changed_ms = time_ms;
        return (previous + 1, LastUpdateId, previous);
    }

    /// <param name="find">Returns the open order with an id.</param>
    public void Serialize(SnapshotSerializer serializer, Func<long, Order> find)
    {
        (LastUpdateId, Changed_ms) = (serializer.Value(LastUpdateId), serializer.Value(Changed_ms));
        Nodes.Serialize(serializer, find);
        Bids.Serialize(serializer);
        Asks.Serialize(serializer);
        RpiBids.Serialize(serializer);
        RpiAsks.Serialize(serializer);
    }

    private BookSide SideOf(Order order) => order.IsRpi ? order.Side == Side.Buy ? RpiBids : RpiAsks : Of(order.Side);

    private void Touch(Order order)
    {
        if (order.IsRpi)
            Touch(order.Side == Side.Buy ? _touchedRpiBids : _touchedRpiAsks, order.Price.Units);
        else
            Touch(order.Side, order.Price.Units);
    }

    private void Touch(Side side, long price) => Touch(side == Side.Buy ? _touchedBids : _touchedAsks, price);

    private void Touch(List<long> touched, long price)
    {
        if (_touchedBids.Count + _touchedAsks.Count + _touchedRpiBids.Count + _touchedRpiAsks.Count == 0)
            _dirty.Add(_index);
        touched.Add(price);
    }

    private static void Collect(List<long> touched, BookSide side, List<BookLevel> into)
    {
        into.Clear();
        if (touched.Count > 1)
            touched.Sort();
        long last = long.MinValue;
        foreach (long price in touched)
        {
            if (price == last)
                continue;
            last = price;
            into.Add(new BookLevel(Price.FromUnits(price), Quantity.FromUnits(side.TotalAt(price))));
        }

        touched.Clear();
    }
}

/// <summary>The levels of one book that changed since the last report, without repeats. One instance is reused for every report.</summary>
internal sealed class BookChanges
{
    public List<BookLevel> Bids { get; } = [];

    public List<BookLevel> Asks { get; } = [];

    /// <summary>Changed bid levels of RPI orders, which are not part of the public book.</summary>
    public List<BookLevel> RpiBids { get; } = [];

    public List<BookLevel> RpiAsks { get; } = [];

    public int Count => Bids.Count + Asks.Count + RpiBids.Count + RpiAsks.Count;
}
