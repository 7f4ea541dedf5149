using Platform.Primitives.Outcomes;
using Platform.Venue.Core.Accounts;
using Platform.Venue.Core.Commands;
using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Tape;

namespace Platform.Venue.Core.Orders;

/// <summary>
/// All orders of one account by symbol, its fills and its amendments. Open orders stay; the rest is kept for as long as the
/// exchange keeps it (spec/binance-usdm.md §4.4) and never more of it than the options say, the oldest going first.
/// </summary>
internal sealed class AccountOrders(Account account, int most)
{
    private readonly List<SymbolOrders> _shelves = [];
    private readonly Queue<Order> _filled = new();
    private readonly Queue<Order> _unfilled = new();

    /// <summary>The newest fills of all symbols, ascending.</summary>
    public Ring<UserTradeRow> Fills { get; } = new(2 * most, first: 0);

    /// <summary>The newest changes of orders, ascending.</summary>
    public Ring<AmendmentView> Amendments { get; } = new(Math.Max(100, most / 4), first: 0);

    /// <summary>A shelf per symbol that the account has touched.</summary>
    public IReadOnlyList<SymbolOrders> BySymbol => _shelves;

    /// <summary>Orders that ended and are kept.</summary>
    public int Ended => _filled.Count + _unfilled.Count;

    /// <summary>Ended orders that are not kept any more, because of their age or of their number.</summary>
    public long Forgotten { get; private set; }

    public SymbolOrders Of(Holding holding)
    {
        while (_shelves.Count <= holding.Ordinal)
            _shelves.Add(new SymbolOrders(account.Holdings[_shelves.Count]));
        return _shelves[holding.Ordinal];
    }

    /// <summary>Moves an order that has ended from the open ones to the ended ones.</summary>
    public void End(Order order)
    {
        if (!Of(order.Holding).Close(order))
            return;
        (order.Executed.IsZero ? _unfilled : _filled).Enqueue(order);
        if (Ended > most)
            Forget(OldestFirst());
    }

    /// <summary>Forgets what the exchange would not show any more.</summary>
    public void Forget(long now_ms)
    {
        foreach (Queue<Order> ended in (ReadOnlySpan<Queue<Order>>)[_unfilled, _filled])
        {
            while (ended.TryPeek(out Order? order) && order.IsForgotten(now_ms))
                Forget(ended);
        }
    }

    public void Serialize(SnapshotSerializer serializer)
    {
        Fills.Serialize(serializer, serializer.Value);
        Amendments.Serialize(serializer, row => serializer.Record(row));
        Forgotten = serializer.Value(Forgotten);
        Serialize(serializer, _filled);
        Serialize(serializer, _unfilled);
        foreach (Holding holding in account.Holdings)
            Of(holding).Serialize(serializer);
    }

    private void Serialize(SnapshotSerializer serializer, Queue<Order> ended)
    {
        int count = serializer.Count(ended.Count);
        foreach (Order order in ended)
            order.Serialize(serializer);
        for (int i = 0; serializer.IsReading && i < count; i++)
        {
            Order order = Order.Read(serializer, account);
            Of(order.Holding).Remember(order);
            ended.Enqueue(order);
        }
    }

    private Queue<Order> OldestFirst()
    {
        if (_filled.Count == 0 || _unfilled.Count == 0)
            return _filled.Count == 0 ? _unfilled : _filled;
        return _unfilled.Peek().Id < _filled.Peek().Id ? _unfilled : _filled;
    }

    private void Forget(Queue<Order> ended)
    {
        Check.That(ended.TryDequeue(out Order? order), "what is forgotten was kept");
        Of(order!.Holding).Forget(order);
        Forgotten++;
    }
}
