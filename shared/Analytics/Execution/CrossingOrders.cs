using Platform.Domain.Instruments;
using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;

namespace Platform.Analytics.Execution;

/// <summary>Orders that take liquidity, limited in slippage and split by the maximum order size (quant.md §7.2).</summary>
public static class CrossingOrders
{
    private const long HundredthsOfBasisPoint = 1_000_000;

    /// <summary>
    /// Market orders when the best opposite level has the quantity within the price limit; otherwise IOC limit orders at the price limit,
    /// so that the exchange matches through the book up to that price.
    /// </summary>
    /// <param name="reference">Reference price of the slippage limit; zero means unknown, and the result is then empty.</param>
    public static IReadOnlyList<ChildOrderIntent> For(int slice, Side side, Quantity quantity, Price reference, MarketView market, ChildRules rules)
    {
        if (reference.IsZero)
            return [];
        Price guard = Guard(side, reference, rules);
        (Price price, Quantity held) = side == Side.Buy ? (market.Ask, market.AskQuantity) : (market.Bid, market.BidQuantity);
        bool within = !price.IsZero && held >= quantity && (side == Side.Buy ? price <= guard : price >= guard);
        return
        [
            .. Split(quantity, rules.Lot).Select(piece => within
                ? new ChildOrderIntent(slice, OrderType.Market, null, piece, Price.Zero)
                : new ChildOrderIntent(slice, OrderType.Limit, TimeInForce.Ioc, piece, guard)),
        ];
    }

    /// <summary>The worst allowed price, rounded to the tick inside the limit.</summary>
    public static Price Guard(Side side, Price reference, ChildRules rules)
    {
        long allowance = (long)((Int128)reference.Units * (long)Math.Round(rules.SlippageMax_bps * 100) / HundredthsOfBasisPoint);
        Price bound = Price.FromUnits(reference.Units + (int)side * allowance);
        return side == Side.Buy ? bound.FloorTo(rules.Tick) : bound.CeilingTo(rules.Tick);
    }

    /// <summary>Splits a quantity into multiples of the lot step between the minimum and the maximum order size.</summary>
    public static IReadOnlyList<Quantity> Split(Quantity quantity, LotSize lot)
    {
        Quantity max = lot.Max.Units > 0 ? lot.Max.TruncateTo(lot.Step) : quantity;
        Check.That(max.Units > 0, "the maximum order size must be at least one step");
        var pieces = new List<Quantity>();
        for (Quantity left = quantity; left.Units > 0;)
        {
            Quantity piece = Quantity.Min(left, max);
            Quantity rest = left - piece;
            if (!rest.IsZero && rest < lot.Min)
                piece -= (lot.Min - rest + lot.Step - Quantity.FromUnits(1)).TruncateTo(lot.Step);
            pieces.Add(piece);
            left -= piece;
        }

        return pieces;
    }
}
