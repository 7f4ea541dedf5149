using Platform.Venue.Core.Accounts;
using Platform.Venue.Core.Commands;
using Platform.Venue.Core.Contract;

namespace Platform.Venue.Core.Orders;

/// <summary>The orders of one account in one symbol, by order id and by client order id; open orders are also listed in order of placement.</summary>
internal sealed class SymbolOrders(Holding holding)
{
    private readonly Dictionary<long, Order> _byId = [];
    private readonly Dictionary<string, Order> _byClientId = new(StringComparer.Ordinal);
    private Order? _firstOpen;
    private Order? _lastOpen;

    public Holding Holding { get; } = holding;

    public IEnumerable<Order> All => _byId.Values;

    /// <summary>The open orders in order of placement. Orders may end during the enumeration, including the current one.</summary>
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

    /// <summary>The first open order; <see cref="Order.NextOpen"/> leads to the next.</summary>
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
        Remember(order);
        (order.PreviousOpen, order.NextOpen) = (_lastOpen, null);
        if (_lastOpen is null)
            _firstOpen = order;
        else
            _lastOpen.NextOpen = order;
        _lastOpen = order;
        order.IsListedOpen = true;
        Holding.OpenOrders++;
        Holding.ClosingOrders += order.Closes ? 1 : 0;
    }

    /// <summary>Removes an ended order from the list of open orders; false when it is not in the list.</summary>
    public bool Close(Order order)
    {
        if (!order.IsListedOpen)
            return false;
        if (order.PreviousOpen is null)
            _firstOpen = order.NextOpen;
        else
            order.PreviousOpen.NextOpen = order.NextOpen;
        if (order.NextOpen is null)
            _lastOpen = order.PreviousOpen;
        else
            order.NextOpen.PreviousOpen = order.PreviousOpen;
        order.IsListedOpen = false;
        (order.PreviousOpen, order.NextOpen) = (null, null);
        Holding.OpenOrders--;
        Holding.ClosingOrders -= order.Closes ? 1 : 0;
        return true;
    }

    /// <summary>Adds an order to the maps of ids, so that it can be found.</summary>
    public void Remember(Order order)
    {
        _byId.Add(order.Id, order);
        _byClientId[order.ClientId] = order;
    }

    public void Forget(Order order)
    {
        _byId.Remove(order.Id);
        if (_byClientId.TryGetValue(order.ClientId, out Order? named) && named == order)
            _byClientId.Remove(order.ClientId);
    }

    /// <summary>Writes the open orders, or reads them and adds them to the ended orders, which are read before.</summary>
    public void Serialize(SnapshotSerializer serializer)
    {
        int open = serializer.Count(Holding.OpenOrders);
        if (!serializer.IsReading)
        {
            for (Order? order = _firstOpen; order is not null; order = order.NextOpen)
                order.Serialize(serializer);
            return;
        }

        (Holding.OpenOrders, Holding.ClosingOrders) = (0, 0);
        for (int i = 0; i < open; i++)
            Add(Order.Read(serializer, Holding.Account));
    }
}
