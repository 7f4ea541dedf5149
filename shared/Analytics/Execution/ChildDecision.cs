using Platform.Domain.Orders;
using Platform.Primitives.Numbers;

namespace Platform.Analytics.Execution;

public enum ChildAction : byte
{
    /// <summary>Evaluate again at the wake time, or when a child or the market changes.</summary>
    Wait = 1,

    Place = 2,

    /// <summary>Cancel all open orders, and evaluate again when they have ended.</summary>
    Cancel = 3,

    /// <summary>End the parent; the unfilled quantity is the residual.</summary>
    End = 4,
}

/// <summary>One order to send.</summary>
/// <param name="LimitPrice">Zero for a market order.</param>
/// <param name="TimeInForce">Gtx for a post-only order, Ioc for an immediate order, null for a market order.</param>
public readonly record struct ChildOrderIntent(int Slice, OrderType Type, TimeInForce? TimeInForce, Quantity Quantity, Price LimitPrice)
{
    public bool IsPassive => TimeInForce == Domain.Orders.TimeInForce.Gtx;
}

/// <summary>The next action for a parent.</summary>
/// <param name="Wake_ms">Latest time of the next evaluation, Unix ms; used with Wait.</param>
/// <param name="Reason">Why the parent waits or ends, as text for people; empty when it is filled.</param>
public sealed record ChildDecision(ChildAction Action, IReadOnlyList<ChildOrderIntent> Orders, long Wake_ms, string Reason)
{
    public static ChildDecision Wait(long wake_ms, string reason) => new(ChildAction.Wait, [], wake_ms, reason);

    public static ChildDecision Place(IReadOnlyList<ChildOrderIntent> orders) => new(ChildAction.Place, orders, 0, "");

    public static ChildDecision Cancel(string reason) => new(ChildAction.Cancel, [], 0, reason);

    public static ChildDecision End(string reason) => new(ChildAction.End, [], 0, reason);
}
