using Platform.Domain.Orders;

namespace Platform.Venue.Wire;

/// <summary>What a conditional order becomes.</summary>
internal static class AlgoText
{
    /// <summary>The type of the order that is made at the trigger.</summary>
    public static OrderType ActualType(OrderType conditional) => conditional is OrderType.Stop or OrderType.TakeProfit ? OrderType.Limit : OrderType.Market;
}
