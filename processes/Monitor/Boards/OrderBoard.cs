using Platform.Monitor.Rows;
using Platform.Primitives.Numbers;
using Platform.Wire.V1;

namespace Platform.Monitor.Boards;

/// <summary>The newest orders of all accounts, bounded; the executors keep the full history. Written by the feed's loop only.</summary>
internal sealed class OrderBoard(int ordersMax)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, OrderEvent> _orders = [];
    private readonly Queue<string> _arrival = new();

    public void Apply(OrderEvent order)
    {
        string key = $"{order.Account}/{order.ClientOrderId}";
        lock (_gate)
        {
            if (_orders.TryAdd(key, order))
                _arrival.Enqueue(key);
            else
                _orders[key] = order;
            while (_arrival.Count > ordersMax)
                _orders.Remove(_arrival.Dequeue());
        }
    }

    public IReadOnlyList<OrderRow> Rows(string? account, string? run, int limit)
    {
        lock (_gate)
        {
            return [.. _arrival.Reverse().Select(key => _orders[key])
                .Where(order => (account is null || order.Account == account) && (run is null || order.RunId == run))
                .Take(limit)
                .Select(ToRow)];
        }
    }

    private static OrderRow ToRow(OrderEvent order) => new(
        order.Account, order.RunId, order.Label, order.ParentId, order.ClientOrderId, order.VenueOrderId, order.Symbol, order.Side, order.PositionSide, order.Type, order.ReduceOnly,
        Quantity.FromUnits(order.Quantity).ToString(), Price.FromUnits(order.Price).ToString(), Quantity.FromUnits(order.Filled).ToString(),
        Price.FromUnits(order.AveragePrice).ToString(), order.State, order.Reason, order.AtMs);
}
