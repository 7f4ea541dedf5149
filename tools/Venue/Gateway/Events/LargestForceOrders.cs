using Platform.Primitives.Numbers;
using Platform.Venue.Core.Contract;
using Platform.Venue.Gateway.Streams;

namespace Platform.Venue.Gateway.Events;

/// <summary>The largest liquidation order of each symbol in the current interval, for the forceOrder streams. Used on the core's turn.</summary>
internal sealed class LargestForceOrders
{
    private readonly Dictionary<string, (OrderView Order, Price Average, long Time_ms)> _bySymbol = new(StringComparer.Ordinal);

    public static LargestForceOrders Of(FollowedStream topic) => (LargestForceOrders)(topic.Memory ??= new LargestForceOrders());

    public void Add(OrderView order, Price average, long time_ms)
    {
        if (!_bySymbol.TryGetValue(order.Symbol, out var largest) || order.Price * order.Quantity > largest.Order.Price * largest.Order.Quantity)
            _bySymbol[order.Symbol] = (order, average, time_ms);
    }

    /// <summary>Returns the liquidation orders of the interval and starts the next interval.</summary>
    public List<(OrderView Order, Price Average, long Time_ms)> Take()
    {
        List<(OrderView, Price, long)> taken = [.. _bySymbol.Values];
        _bySymbol.Clear();
        return taken;
    }
}
