using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Venue.Engine.Contract;
using Platform.Venue.Engine.Listings;

namespace Platform.Venue.Accounts;

/// <summary>What one account has in one symbol: its settings, positions, and the exposure of its open orders.</summary>
internal sealed class Holding(Account account, Listing listing)
{
    public Account Account { get; } = account;

    public Listing Listing { get; } = listing;

    public int Leverage { get; set; } = 20;

    public MarginType MarginType { get; set; } = MarginType.Crossed;

    public Position Both { get; } = new(PositionSide.Both);

    public Position Long { get; } = new(PositionSide.Long);

    public Position Short { get; } = new(PositionSide.Short);

    /// <summary>Exact notional of open orders that may open, by side.</summary>
    public Notional OpeningBids { get; set; }

    public Notional OpeningAsks { get; set; }

    /// <summary>Exact notional of all open orders, by side.</summary>
    public Notional Bids { get; set; }

    public Notional Asks { get; set; }

    public int OpenOrders { get; set; }

    public bool IsIsolated => MarginType == MarginType.Isolated;

    public bool HasPosition => Both.IsOpen || Long.IsOpen || Short.IsOpen;

    public bool IsActive => HasPosition || OpenOrders > 0;

    public Position Of(PositionSide side) => side switch
    {
        PositionSide.Long => Long,
        PositionSide.Short => Short,
        _ => Both,
    };

    /// <summary>The positions of the account's mode: one, or long and short.</summary>
    public IEnumerable<Position> Positions => Account.Hedge ? [Long, Short] : [Both];

    public Money IsolatedWallet => Both.IsolatedWallet + Long.IsolatedWallet + Short.IsolatedWallet;

    /// <summary>The largest notional that the leverage allows.</summary>
    public Money MaxNotional => Money.Of(Brackets.CapFor(Listing.View.Brackets, Leverage));
}
