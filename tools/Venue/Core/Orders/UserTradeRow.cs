using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Venue.Core.Accounts;
using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Tape;

namespace Platform.Venue.Core.Orders;

/// <summary>One fill of one side as it is kept: no references, a row only when somebody asks. The symbol is its number.</summary>
internal readonly record struct UserTradeRow(
    int Symbol, long TradeId, long OrderId, Price Price, Quantity Quantity, Money RealizedPnl, Money Commission, long Time_ms, Side Side, PositionSide PositionSide, bool IsMaker)
{
    public UserTradeView ToView(Holding holding) => new(
        holding.Account.Id, holding.Listing.Symbol, TradeId, OrderId, Side, PositionSide, Price, Quantity, RealizedPnl, Commission, IsMaker, Time_ms);
}
