using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;
using Platform.Venue.Core.Accounts;
using Platform.Venue.Core.Commands;
using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Tape;

namespace Platform.Venue.Core.Orders;

/// <summary>
/// The orders of one account by symbol, its fills and its amendments. Ended orders and fills stay in memory for as long as the
/// exchange shows them (spec/binance-usdm.md §4.4), up to the number in the options; the oldest are removed first.
/// </summary>
internal sealed class AccountOrders(Account account, int most)
{
    private readonly List<SymbolOrders> _bySymbol = [];
    private readonly Queue<Order> _filled = new();
    private readonly Queue<Order> _unfilled = new();

    /// <summary>The newest fills of all symbols, ascending.</summary>
    public Ring<UserTradeRow> Fills { get; } = new(2 * most, first: 0);

    /// <summary>The newest amendments of orders, ascending.</summary>
    public Ring<AmendmentView> Amendments { get; } = new(Math.Max(100, most / 4), first: 0);

    /// <summary>The orders of each symbol that the account has used.</summary>
    public IReadOnlyList<SymbolOrders> BySymbol => _bySymbol;

    /// <summary>Number of ended orders in memory.</summary>
    public int Ended => _filled.Count + _unfilled.Count;

    /// <summary>Number of ended orders that were removed because they were too old or too many.</summary>
    public long Forgotten { get; private set; }

    public SymbolOrders Of(Holding holding)
    {
        while (_bySymbol.Count <= holding.Ordinal)
            _bySymbol.Add(new SymbolOrders(account.Holdings[_bySymbol.Count]));
        return _bySymbol[holding.Ordinal];
    }

    /// <summary>Moves an order that has ended from the open orders to the ended orders.</summary>
    public void End(Order order)
    {
        if (!Of(order.Holding).Close(order))
            return;
        (order.Executed.IsZero ? _unfilled : _filled).Enqueue(order);
        if (Ended > most)
            Forget(OldestFirst());
    }

    /// <summary>Removes the ended orders that the exchange no longer shows at a time, Unix ms.</summary>
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
        Check.That(ended.TryDequeue(out Order? order), "a removed order was in memory");
        Of(order!.Holding).Forget(order);
        Forgotten++;
    }
}

/// <summary>One fill of one order as it is stored: a value without references, converted to a view on demand. The symbol is stored as its index.</summary>
internal readonly record struct UserTradeRow(
    int Symbol, long TradeId, long OrderId, Price Price, Quantity Quantity, Money RealizedPnl, Money Commission, long Time_ms, Side Side, PositionSide PositionSide, bool IsMaker)
{
    public UserTradeView ToView(Holding holding) => new(
        holding.Account.Id, holding.Listing.Symbol, TradeId, OrderId, Side, PositionSide, Price, Quantity, RealizedPnl, Commission, IsMaker, Time_ms);
}
