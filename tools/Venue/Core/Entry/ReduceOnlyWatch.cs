using Platform.Primitives.Numbers;
using Platform.Venue.Core.Accounts;
using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Matching;
using Platform.Venue.Core.Orders;
using Platform.Venue.Core.Tape;

namespace Platform.Venue.Core.Entry;

/// <summary>Reduces or expires resting closing orders, newest first, that exceed what is left of a position after a change.</summary>
internal sealed class ReduceOnlyWatch(CoreState state, Matcher matcher, FillProcessor fills)
{
    public void Trim(Holding holding)
    {
        if (holding.ClosingOrders == 0)
            return;
        SymbolState symbol = state.Symbols[holding.Listing.Index];
        foreach (ExactPosition position in holding.Positions)
            Trim(symbol, state.SymbolOrdersOf(holding), position);
    }

    private void Trim(SymbolState symbol, SymbolOrders orders, ExactPosition position)
    {
        List<Order>? closers = null;
        for (Order? order = orders.FirstOpen; order is not null; order = order.NextOpen)
        {
            if (order.Closes && order.PositionSide == position.Side && order.Node >= 0)
                (closers ??= []).Add(order);
        }

        if (closers is null)
            return;
        Quantity bids = position.ClosedBy(Domain.Orders.Side.Buy, Quantity.MaxValue);
        Quantity asks = position.ClosedBy(Domain.Orders.Side.Sell, Quantity.MaxValue);
        foreach (Order order in closers)
        {
            ref Quantity left = ref order.Side == Domain.Orders.Side.Buy ? ref bids : ref asks;
            Quantity kept = Quantity.Min(left, order.Remaining);
            left -= kept;
            if (kept.IsZero)
                matcher.Expire(symbol, order, OrderStatus.Expired, ExpiryReason.ReduceOnlyKnockedOut);
            else if (kept < order.Remaining)
                Shrink(symbol, order, kept);
        }
    }

    private void Shrink(SymbolState symbol, Order order, Quantity kept)
    {
        Quantity cut = order.Remaining - kept;
        fills.Expose(order, cut, add: false);
        symbol.Book.Reduce(order, cut.Units);
        order.Quantity -= cut;
        order.Updated_ms = state.Now_ms;
        fills.Report(order, ExecutionType.Amendment, ExpiryReason.ReduceOnlyKnockedOut);
    }
}
