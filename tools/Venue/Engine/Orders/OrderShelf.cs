using Platform.Venue.Accounts;
using Platform.Venue.Engine.Contract;
using Platform.Venue.Engine.Tape;

namespace Platform.Venue.Engine.Orders;

/// <summary>All orders, fills and amendments of one account in one symbol: open ones, and the newest finished ones.</summary>
internal sealed class OrderShelf(Holding holding)
{
    /// <summary>Finished orders and fills kept per account and symbol; older ones are forgotten, as the exchange does by age.</summary>
    private const int Kept = 5_000;

    private readonly Dictionary<long, Order> _byId = [];
    private readonly Dictionary<string, Order> _byClientId = new(StringComparer.Ordinal);
    private readonly Queue<long> _finished = new();
    private Order? _firstOpen;
    private Order? _lastOpen;

    public Holding Holding { get; } = holding;

    /// <summary>The newest fills, ascending.</summary>
    public Ring<UserTradeRow> Trades { get; } = new(2 * Kept, first: 0);

    public List<AmendmentView> Amendments { get; } = [];

    public IEnumerable<Order> All => _byId.Values;

    /// <summary>In order of placement. Orders may end while it is read, the one just given included.</summary>
    public IEnumerable<Order> Open
    {
        get
        {
            for (Order? order = _firstOpen; order is not null;)
            {
                Order? next = order.NextOpen;
                yield return order;
                order = next;
            }
        }
    }

    /// <summary>The first of the open orders; the others follow by <see cref="Order.NextOpen"/>.</summary>
    public Order? FirstOpen => _firstOpen;

    public Order? Find(long? orderId, string? clientId)
    {
        if (orderId is { } id)
            return _byId.GetValueOrDefault(id);
        return clientId is null ? null : _byClientId.GetValueOrDefault(clientId);
    }

    public bool IsOpenClientId(string clientId) => _byClientId.TryGetValue(clientId, out Order? order) && order.IsOpen;

    public void Add(Order order)
    {
        _byId.Add(order.Id, order);
        _byClientId[order.ClientId] = order;
        (order.PreviousOpen, order.NextOpen) = (_lastOpen, null);
        if (_lastOpen is null)
            _firstOpen = order;
        else
            _lastOpen.NextOpen = order;
        _lastOpen = order;
        order.IsShelvedOpen = true;
        Holding.OpenOrders++;
        Holding.ClosingOrders += order.Closes ? 1 : 0;
    }

    /// <summary>Moves an order that has ended to the finished ones.</summary>
    public void Finish(Order order)
    {
        if (!order.IsShelvedOpen)
            return;
        Unlink(order);
        _finished.Enqueue(order.Id);
        if (_finished.Count > Kept)
            Forget(_finished.Dequeue());
    }

    private void Unlink(Order order)
    {
        if (order.PreviousOpen is null)
            _firstOpen = order.NextOpen;
        else
            order.PreviousOpen.NextOpen = order.NextOpen;
        if (order.NextOpen is null)
            _lastOpen = order.PreviousOpen;
        else
            order.NextOpen.PreviousOpen = order.PreviousOpen;
        order.IsShelvedOpen = false;
        (order.PreviousOpen, order.NextOpen) = (null, null);
        Holding.OpenOrders--;
        Holding.ClosingOrders -= order.Closes ? 1 : 0;
    }

    public void AddAmendment(AmendmentView amendment)
    {
        Amendments.Add(amendment);
        if (Amendments.Count > 2 * Kept)
            Amendments.RemoveRange(0, Kept);
    }

    private void Forget(long orderId)
    {
        if (!_byId.Remove(orderId, out Order? order))
            return;
        if (_byClientId.TryGetValue(order.ClientId, out Order? named) && named == order)
            _byClientId.Remove(order.ClientId);
    }
}
