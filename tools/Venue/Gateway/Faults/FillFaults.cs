using Platform.Venue.Core.Contract;

namespace Platform.Venue.Gateway.Faults;

/// <summary>Marks the orders that the plan wants filled in part only. Thread-safe.</summary>
internal sealed class FillFaults(FaultPlan plan)
{
    public PlaceOrder Mark(PlaceOrder order, string? key) =>
        plan.Strike("POST", $"/fapi/v1/order {order.Symbol}", key ?? "", type => type == FaultType.PartialFills) is null ? order : order with { FillsPartly = true };
}
