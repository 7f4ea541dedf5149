using Platform.Primitives.Outcomes;

namespace Platform.Exchanges.Binance.Limits;

/// <summary>What a request costs and how urgent it is.</summary>
/// <param name="Weight">Request weight by the endpoint's table.</param>
/// <param name="IsOrder">Counts on the order limits of the account.</param>
/// <param name="RiskReducing">Cancels and reductions: served first, and from the reserve.</param>
public readonly record struct RequestCost(int Weight, bool IsOrder = false, bool RiskReducing = false);

/// <summary>Decides whether a request may leave now; one budget per IP address (spec/binance-usdm.md §5.3).</summary>
public interface IWeightGate
{
    /// <summary>Waits for room within the gate's bound; an Exhausted fault says when to come back.</summary>
    ValueTask<Result<Done>> TakeAsync(RequestCost cost, CancellationToken cancel);

    /// <summary>The venue's own count of the current minute, from X-MBX-USED-WEIGHT-1M.</summary>
    void Observe(int usedWeight);

    /// <summary>The venue said stop (429, 418): nothing leaves for the span.</summary>
    void Block(TimeSpan span);

    /// <summary>The venue said that the account has sent too many orders (-1015): none leaves for the span, everything else does.</summary>
    void BlockOrders(TimeSpan span);
}
