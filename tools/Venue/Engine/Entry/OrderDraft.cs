using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Venue.Accounts;
using Platform.Venue.Engine.Contract;
using Platform.Venue.Engine.Core;

namespace Platform.Venue.Engine.Entry;

/// <summary>An order request with every default filled in, as the checks pass it on.</summary>
internal sealed record OrderDraft
{
    public required PlaceOrder Request { get; init; }
    public required SymbolState Symbol { get; init; }
    public required Holding Holding { get; init; }
    public required PositionSide PositionSide { get; init; }
    public required TimeInForce TimeInForce { get; init; }
    public Quantity Quantity { get; init; }

    /// <summary>The limit; for a market order the worst price it may reach.</summary>
    public Price Price { get; init; }
    public bool ReduceOnly { get; init; }
    public bool Closes { get; init; }

    public Side Side => Request.Side;

    public bool IsMarket => Request.Type != OrderType.Limit;

    public Position Position => Holding.Of(PositionSide);
}
