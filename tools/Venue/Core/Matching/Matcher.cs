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
    /// Fills a taker up to its quantity within its limit price, and returns the remaining quantity. A null taker stands for the market maker.
    /// </summary>
    /// <param name="selfTraded">True when self-trade prevention ends the taker.</param>
    /// <param name="isRetail">True for a retail taker, which also matches RPI orders.</param>
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
            ref BookSideLevel level = ref against[0];
            if (against.IsBeyond(level.Price, limit.Units))
                break;
            (long price, int node) = (level.Price, level.Head);
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

    /// <summary>The quantity that a resting order may fill, in units of 10^-8. A closing order is limited to its position, so that it never reverses it.</summary>
    private static long Fillable(Order maker)
    {
        if (!maker.Closes)
            return long.MaxValue;
        return maker.Holding.Of(maker.PositionSide).ClosedBy(maker.Side, maker.Remaining).Units;
    }

    /// <summary>Applies the taker's self-trade prevention mode, which may expire the maker. True when the two orders must not trade.</summary>
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
