using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;

namespace Platform.Exchanges.Binance.Limits;

/// <summary>The cost and priority of a request.</summary>
/// <param name="Weight">Request weight by the endpoint's table.</param>
/// <param name="IsOrder">True when the request counts toward the order limits of the account.</param>
/// <param name="RiskReducing">True for cancels and reductions, which have priority and may use the reserve.</param>
public readonly record struct RequestCost(int Weight, bool IsOrder = false, bool RiskReducing = false);

/// <summary>Decides whether a request may be sent; one budget per IP address (spec/binance-usdm.md §5.3).</summary>
public interface IWeightGate
{
    /// <summary>Waits for weight up to the gate's time limit; an Exhausted fault states when to retry.</summary>
    ValueTask<Result<Done>> TakeAsync(RequestCost cost, CancellationToken cancel);

    /// <summary>Reports the venue's count of the current minute, from X-MBX-USED-WEIGHT-1M.</summary>
    void Observe(int usedWeight);

    /// <summary>The exchange blocked requests (429, 418): no request is sent for this time.</summary>
    void Block(TimeSpan span);

    /// <summary>The exchange refused an order because the account sent too many (-1015): no order is sent for this time; other requests are.</summary>
    void BlockOrders(TimeSpan span);
}

/// <summary>The share of one process in the venue's limits.</summary>
/// <param name="WeightPerMinute">The venue allows 2400 per IP for all processes together.</param>
/// <param name="Reserve">Part of the weight that only risk-reducing requests may use.</param>
/// <param name="OrdersReserve">Share of both order limits that only risk-reducing orders may use.</param>
/// <param name="MaxWait">Maximum time that a request waits for weight before it is refused, by the gate's clock.</param>
public sealed record WeightGateOptions(int WeightPerMinute = 2000, int Reserve = 200, int OrdersPerTenSeconds = 290, int OrdersPerMinute = 1150, TimeSpan? MaxWait = null, double OrdersReserve = 0.1);

/// <summary>
/// The request budget of one process, counted per calendar minute of the platform clock, as the venue counts it.
/// Thread-safe.
/// </summary>
public sealed class LocalWeightGate(TimeProvider clock, WeightGateOptions options) : IWeightGate
{
    private readonly Lock _gate = new();
    private readonly long _maxWait_ms = (long)(options.MaxWait ?? TimeSpan.FromSeconds(70)).TotalMilliseconds;
    private long _minute, _tenSeconds, _blockedUntil_ms, _ordersBlockedUntil_ms;
    private int _weight, _ordersInMinute, _ordersInTenSeconds;

    /// <summary>Weight of the current minute: the larger of the local count and the exchange's report.</summary>
    public int UsedWeight
    {
        get
        {
            lock (_gate)
            {
                Roll(clock.NowMilliseconds());
                return _weight;
            }
        }
    }

    public async ValueTask<Result<Done>> TakeAsync(RequestCost cost, CancellationToken cancel)
    {
        long deadline_ms = clock.NowMilliseconds() + _maxWait_ms;
        while (true)
        {
            long now_ms = clock.NowMilliseconds();
            long wait_ms = TryTake(cost, now_ms);
            if (wait_ms == 0)
                return Done.Value;
            if (now_ms + wait_ms > deadline_ms)
                return new Fault(FaultKind.Exhausted, $"The remaining request budget is too small for weight {cost.Weight}; retry in {wait_ms} ms.", IsTransient: true);
            await Task.Delay(TimeSpan.FromMilliseconds(wait_ms), clock, cancel);
        }
    }

    public void Observe(int usedWeight)
    {
        lock (_gate)
        {
            Roll(clock.NowMilliseconds());
            _weight = Math.Max(_weight, usedWeight);
        }
    }

    public void Block(TimeSpan span)
    {
        lock (_gate)
            _blockedUntil_ms = Math.Max(_blockedUntil_ms, clock.NowMilliseconds() + (long)span.TotalMilliseconds);
    }

    public void BlockOrders(TimeSpan span)
    {
        lock (_gate)
            _ordersBlockedUntil_ms = Math.Max(_ordersBlockedUntil_ms, clock.NowMilliseconds() + (long)span.TotalMilliseconds);
    }

    /// <summary>Returns 0 when the weight was taken, otherwise the milliseconds until the next attempt.</summary>
    private long TryTake(RequestCost cost, long now_ms)
    {
        lock (_gate)
        {
            if (now_ms < _blockedUntil_ms)
                return _blockedUntil_ms - now_ms;
            Roll(now_ms);
            int limit = cost.RiskReducing ? options.WeightPerMinute : options.WeightPerMinute - options.Reserve;
            long minuteEnd_ms = (_minute + 1) * UnixTime.MillisecondsPerMinute - now_ms;
            if (_weight + cost.Weight > limit)
                return minuteEnd_ms;
            if (cost.IsOrder && now_ms < _ordersBlockedUntil_ms)
                return _ordersBlockedUntil_ms - now_ms;
            if (cost.IsOrder && _ordersInMinute >= Allowed(options.OrdersPerMinute, cost))
                return minuteEnd_ms;
            if (cost.IsOrder && _ordersInTenSeconds >= Allowed(options.OrdersPerTenSeconds, cost))
                return (_tenSeconds + 1) * 10_000 - now_ms;
            _weight += cost.Weight;
            _ordersInMinute += cost.IsOrder ? 1 : 0;
            _ordersInTenSeconds += cost.IsOrder ? 1 : 0;
            return 0;
        }
    }

    private int Allowed(int limit, RequestCost cost) => cost.RiskReducing ? limit : limit - (int)(limit * options.OrdersReserve);

    private void Roll(long now_ms)
    {
        long minute = now_ms / UnixTime.MillisecondsPerMinute, tenSeconds = now_ms / 10_000;
        if (minute != _minute)
            (_minute, _weight, _ordersInMinute) = (minute, 0, 0);
        if (tenSeconds != _tenSeconds)
            (_tenSeconds, _ordersInTenSeconds) = (tenSeconds, 0);
    }
}
