using Platform.Primitives.Numbers;
using Platform.Venue.Accounts;
using Platform.Venue.Engine.Contract;

namespace Platform.Venue.Engine.Orders;

/// <summary>All orders, fills and amendments of one account in one symbol: open ones, and the newest finished ones.</summary>
internal sealed class OrderShelf(Holding holding)
{
    /// <summary>Finished orders and fills kept per account and symbol; older ones are forgotten, as the exchange does by age.</summary>
    private const int Kept = 5_000;

    private readonly Dictionary<long, Order> _byId = [];
    private readonly Dictionary<string, Order> _byClientId = new(StringComparer.Ordinal);
    private readonly Dictionary<long, Order> _open = [];
    private readonly Queue<long> _finished = new();

    public Holding Holding { get; } = holding;

    public List<UserTradeView> Trades { get; } = [];

    public List<AmendmentView> Amendments { get; } = [];

    public IEnumerable<Order> All => _byId.Values;

    /// <summary>In order of placement.</summary>
    public Dictionary<long, Order>.ValueCollection Open => _open.Values;

    public int OpenCount => _open.Count;

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
        _open.Add(order.Id, order);
    }

    /// <summary>Moves an order that has ended to the finished ones.</summary>
    public void Finish(Order order)
    {
        if (!_open.Remove(order.Id))
            return;
        _finished.Enqueue(order.Id);
        if (_finished.Count > Kept)
            Forget(_finished.Dequeue());
    }

    public void AddTrade(UserTradeView trade)
    {
        Trades.Add(trade);
        if (Trades.Count > 2 * Kept)
            Trades.RemoveRange(0, Kept);
    }

    private void Forget(long orderId)
    {
        if (!_byId.Remove(orderId, out Order? order))
            return;
        if (_byClientId.TryGetValue(order.ClientId, out Order? named) && named == order)
            _byClientId.Remove(order.ClientId);
    }
}
