using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Venue.Core.Books;
using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Orders;

namespace Platform.Venue.Core.Matching;

/// <summary>Matches a taker with resting orders in price-time priority.</summary>
internal sealed class Matcher(FillProcessor fills)
{
    /// <summary>
    /// Trades up to the quantity within the limit and returns the remainder. The taker is null for the market maker.
    /// </summary>
    /// <param name="selfTraded">True when self-trade prevention ends the taker.</param>
    /// <param name="isRetail">True for retail takers, which also match RPI orders.</param>
    public Quantity Match(SymbolState symbol, Side side, Order? taker, Quantity quantity, Price limit, bool print, out bool selfTraded, bool isRetail = false)
    {
        selfTraded = false;
        OrderBook book = symbol.Book;
        BookSide against = book.Against(side);
        Side makerSide = side == Side.Buy ? Side.Sell : Side.Buy;
        long remaining = quantity.Units;
        while (remaining > 0)
        {
            if (isRetail)
                against = book.AgainstRetail(side);
            if (against.IsEmpty)
                break;
            ref BookSideLevel rung = ref against[0];
            if (against.IsBeyond(rung.Price, limit.Units))
                break;
            (long price, int node) = (rung.Price, rung.Head);
            Order? maker = book.Nodes[node].Owner;
            long available = book.Nodes[node].Quantity;
            if (maker is not null)
            {
                if (taker is not null && IsPrevented(symbol, taker, maker, out selfTraded))
                {
                    if (selfTraded)
                        break;
                    continue;
                }

                available = Math.Min(available, Fillable(maker));
                if (available == 0)
                {
                    Expire(symbol, maker, OrderStatus.Expired, ExpiryReason.ReduceOnlyKnockedOut);
                    continue;
                }
            }

            long filled = Math.Min(remaining, available);
            if (maker is null)
                book.ReduceMarketMaker(makerSide, price, node, filled);
            else
                book.Reduce(maker, filled);
            fills.Book(symbol, side, taker, maker, Price.FromUnits(price), Quantity.FromUnits(filled), print);
            remaining -= filled;
        }

        return Quantity.FromUnits(remaining);
    }

    /// <summary>Removes an order from the book and ends it.</summary>
    public void Expire(SymbolState symbol, Order order, OrderStatus status, ExpiryReason reason)
    {
        symbol.Book.Remove(order);
        fills.End(order, status, status == OrderStatus.Canceled ? ExecutionType.Canceled : ExecutionType.Expired, reason);
    }

    /// <summary>What a resting order may still fill: a closing order never reverses its position.</summary>
    private static long Fillable(Order maker)
    {
        if (!maker.Closes)
            return long.MaxValue;
        return maker.Holding.Of(maker.PositionSide).ClosedBy(maker.Side, maker.Remaining).Units;
    }

    /// <summary>Applies self-trade prevention by the taker's mode; may expire the maker.</summary>
    private bool IsPrevented(SymbolState symbol, Order taker, Order maker, out bool takerEnds)
    {
        takerEnds = false;
        if (maker.Account != taker.Account || taker.TimeInForce == TimeInForce.Fok || taker.SelfTradePrevention == SelfTradePrevention.None)
            return false;
        takerEnds = taker.SelfTradePrevention is SelfTradePrevention.ExpireTaker or SelfTradePrevention.ExpireBoth;
        if (taker.SelfTradePrevention is SelfTradePrevention.ExpireMaker or SelfTradePrevention.ExpireBoth)
            Expire(symbol, maker, OrderStatus.ExpiredInMatch, ExpiryReason.SelfTrade);
        return true;
    }
}
