using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Venue.Core.Accounts;
using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Matching;

namespace Platform.Venue.Core.Entry;

/// <summary>An order request with all defaults, as the checks return it.</summary>
internal struct OrderDraft
{
    public required PlaceOrder Request { get; init; }
    public required SymbolState Symbol { get; init; }
    public required Holding Holding { get; init; }
    public required PositionSide PositionSide { get; init; }
    public required TimeInForce TimeInForce { get; init; }
    public Quantity Quantity { get; set; }

    /// <summary>The limit price; for a market order the worst price at which it may fill.</summary>
    public Price Price { get; set; }
    public bool ReduceOnly { get; init; }
    public bool Closes { get; init; }

    public readonly Side Side => Request.Side;

    public readonly bool IsMarket => Request.Type != OrderType.Limit;

    public readonly ExactPosition Position => Holding.Of(PositionSide);
}
